-- One row per tag that holds for somebody: how many customers, and their share of all.
-- params: none
-- scope: bank
with held as (
    select unnest(tags) as code from portrait
),

everybody as (
    select count(*) as count_customers from portrait
),

counted as (
    select code, count(*) as count_customers
    from held
    group by code
)

select
    counted.code,
    counted.count_customers,
    cast(round(
        cast(counted.count_customers as double)
        / nullif(cast(everybody.count_customers as double), 0), 4
    ) as decimal(9, 4)) as share,
from counted
cross join everybody
