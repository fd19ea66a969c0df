-- One row per customer whose salary came for months and then did not come again.
-- params: as_of, silent_days, least_months, window_days
-- scope: customer
with paid_of_late as (
    select customer_id from income_month
    where income = 'salary' and last_on > $as_of - $silent_days
),

payers as (
    select
        customer_id,
        case when method = 'salary' then 'salary' else payer end as payer,
        method = 'salary' as is_tagged,
        count(*) as count_rows,
        min(booked_on) as first_on,
        max(booked_on) as last_on,
        max(day) - min(day) as spread_days,
        max(value) as highest,
        min(value) as lowest,
        arg_max(value, booked_at) as amount,
    from income_row
    where
        not is_from_self
        and method <> 'pension'
        and (payer is not null or method = 'salary')
    group by all
    having count(*) >= $least_months and max(booked_on) <= $as_of - $silent_days
),

like_an_employer as (
    select
        payers.*,
        (
            extract(year from last_on) * 12 + extract(month from last_on)
            - extract(year from first_on) * 12 - extract(month from first_on) + 1
        ) as months,
    from payers
    anti join paid_of_late on payers.customer_id = paid_of_late.customer_id
    where is_tagged or spread_days <= 8 and highest * 4 <= lowest * 5
),

newest as (
    select
        *,
        row_number() over (
            partition by customer_id order by last_on desc, lowest desc, payer asc
        ) as place,
    from like_an_employer
    where is_tagged or count_rows = months
)

select
    customer_id,
    'salary_stopped' as event_code,
    last_on + $silent_days as happened_on,
    last_on + $silent_days + $window_days as expires_on,
    amount,
    cast(0.8 as double) as strength,
    cast(to_json({'last_on': last_on, 'months': months}) as varchar) as evidence,
from newest
where place = 1 and months >= $least_months
