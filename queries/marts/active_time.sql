-- One row per customer: hours and weekdays of own payments in 365 days.
-- params: none
-- scope: customer
with payments as (
    select
        customer_id,
        booked_at,
        booked_on,
        cast(extract(hour from booked_at) as varchar) as hour,
        date_diff('day', date '1970-01-04', booked_on) % 7 as weekday,
    from transaction_row
    where is_spending and is_in_year and coalesce(channel, '') <> 'batch'
),

by_hour as (
    select customer_id, hour, count(*) as count_rows
    from payments
    where booked_at <> cast(booked_on as timestamp)
    group by all
),

hours as (
    select
        customer_id,
        list_sort(list({'code': lpad(hour, 2, '0'), 'count': count_rows}))
            as active_hours,
    from by_hour
    group by customer_id
),

by_weekday as (
    select customer_id, weekday, count(*) as count_rows
    from payments
    group by all
),

weekdays as (
    select
        customer_id,
        list_sort(list({'code': cast(weekday as varchar), 'count': count_rows}))
            as active_weekdays,
    from by_weekday
    group by customer_id
)

select weekdays.customer_id, hours.active_hours, weekdays.active_weekdays
from weekdays
left join hours on weekdays.customer_id = hours.customer_id
