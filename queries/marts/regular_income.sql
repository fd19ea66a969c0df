-- One row per customer and regular income: its day, amount and months.
-- params: from_3m, from_6m
-- scope: customer
with payments as (
    select
        *,
        month >= $from_3m as is_in_3m,
        month >= $from_6m as is_in_6m,
        row_number() over (
            partition by customer_id, income
            order by booked_at desc, value desc, transaction_id
        ) as place,
    from regular_income_row
),

summed as (
    select
        customer_id,
        income,
        count(distinct month) filter (where is_in_3m) >= 2 as is_present,
        max(value) filter (where place = 1) as amount,
        max(booked_on) as last_on,
        count(distinct month) as count_months,
    from payments
    group by all
),

days as (
    select
        customer_id,
        income,
        extract(day from booked_on) as day,
        count(*) as count_rows,
        max(booked_at) as last_at,
    from payments
    where is_in_6m
    group by all
),

usual_days as (
    select
        *,
        row_number() over (
            partition by customer_id, income
            order by count_rows desc, last_at desc, day desc
        ) as place,
    from days
)

select
    summed.customer_id,
    summed.income,
    summed.is_present,
    case when summed.is_present then usual_days.day end as day,
    case when summed.is_present then summed.amount end as amount,
    case when summed.is_present then summed.last_on end as last_on,
    summed.count_months,
from summed
left join usual_days
    on
        summed.customer_id = usual_days.customer_id
        and summed.income = usual_days.income
        and usual_days.place = 1
