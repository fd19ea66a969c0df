-- One row per salary that came for months and then did not come again.
-- params: as_of, silent_days, least_months, window_days
-- scope: customer
with payments as (
    select
        income_row.customer_id,
        case when income_row.method = 'salary' then 'salary' else income_row.payer end
            as payer,
        income_row.method = 'salary' as is_tagged,
        income_row.month,
        income_row.day,
        income_row.booked_at,
        income_row.booked_on,
        income_row.value,
    from income_row
    where
        not income_row.is_from_self
        and income_row.method not in ('pension', 'interest', 'fee')
        and (income_row.payer is not null or income_row.method = 'salary')
),

by_payer as (
    select
        customer_id,
        payer,
        bool_or(is_tagged) as is_tagged,
        count(*) as count_rows,
        count(distinct month) as count_months,
        max(booked_on) as last_on,
        max(day) - min(day) as spread_days,
        max(value) as highest,
        min(value) as lowest,
        arg_max(value, booked_at) as amount,
    from payments
    group by customer_id, payer
),

like_an_employer as (
    select * from by_payer
    where
        count_months >= $least_months
        and (
            is_tagged
            or count_rows = count_months
            and spread_days <= 8
            and highest * 4 <= lowest * 5
        )
),

newest as (
    select
        *,
        row_number() over (
            partition by customer_id order by last_on desc, lowest desc, payer asc
        ) as place,
    from like_an_employer
)

select
    customer_id,
    'salary_stopped' as event_code,
    last_on + $silent_days as happened_on,
    last_on + $silent_days + $window_days as expires_on,
    amount,
    cast(0.8 as double) as strength,
    cast(to_json({'last_on': last_on, 'months': count_months}) as varchar) as evidence,
from newest
where place = 1 and last_on + $silent_days <= $as_of
