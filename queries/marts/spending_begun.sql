-- One row per grown person and category first spent on in the last half year.
-- params: as_of, begun_days
-- scope: customer
with people as (
    select customer_id from living_customer
    where is_person and is_adult
),

windows as (
    select
        *,
        min(first_on) over (partition by customer_id) as spends_since,
    from category_window
)

select
    windows.customer_id,
    windows.category,
    windows.first_on,
    windows.last_on,
    windows.count_365d as count_rows,
    cast(windows.amount_365d as decimal(18, 2)) as amount,
from windows
inner join people on windows.customer_id = people.customer_id
where
    windows.first_on > $as_of - $begun_days
    and windows.spends_since <= $as_of - $begun_days
