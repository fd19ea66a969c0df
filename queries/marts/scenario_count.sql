-- One row per scenario card that holds for somebody: how many customers.
-- params: none
-- scope: bank
with held as (
    select unnest(scenarios) as code from portrait
)

select code, count(*) as count_customers
from held
group by code
