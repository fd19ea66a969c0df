-- One row per customer with cards in the portrait before: since when each holds.
-- params: none
-- scope: customer
with earlier as (
    select * from card_before
)

select
    earlier.customer_id,
    map_from_entries(earlier.scenario_since) as held_since,
from earlier
semi join customer on earlier.customer_id = customer.customer_id
