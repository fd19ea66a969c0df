-- One row per customer, other customer and what one is on open accounts of the other.
-- params: none
-- scope: bank
select
    customer_id,
    kind,
    other_id,
    cast(null as varchar) as organisation_id,
    1 as step,
    min(opened_on) as since_on,
    count(*) as count_rows,
from account_tie
group by customer_id, kind, other_id
