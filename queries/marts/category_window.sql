-- One row per customer and category of spending in the 365 days ending with as_of.
-- params: as_of
-- scope: customer
with spending as (
    select customer_id, category, booked_on, -value as amount from transaction_row
    where is_spending and is_in_year
)

select
    customer_id,
    cast(category as varchar) as category,
    count(*) filter (where booked_on > $as_of - 30) as count_30d,
    coalesce(sum(amount) filter (where booked_on > $as_of - 30), 0) as amount_30d,
    count(*) filter (where booked_on > $as_of - 45) as count_45d,
    count(*) filter (where booked_on > $as_of - 60) as count_60d,
    coalesce(sum(amount) filter (where booked_on > $as_of - 60), 0) as amount_60d,
    max(amount) filter (where booked_on > $as_of - 60) as max_60d,
    count(*) filter (where booked_on > $as_of - 90) as count_90d,
    count(*) as count_365d,
    sum(amount) as amount_365d,
    min(booked_on) as first_on,
    max(booked_on) as last_on,
from spending
group by customer_id, category
