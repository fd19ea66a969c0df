-- One row per customer of age, or of unknown age, who is alive: who may be judged.
-- params: as_of, adult_age
-- scope: customer
with customers as (
    select
        customer_id,
        first_opened_on,
        birth_date,
        coalesce(deceased, false) as is_deceased,
    from customer
)

select customer_id, first_opened_on
from customers
where
    not is_deceased
    and coalesce(
        birth_date <= cast(cast($as_of as date) - to_years($adult_age) as date), true
    )
