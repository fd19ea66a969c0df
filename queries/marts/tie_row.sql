-- One row per customer, other customer and account that ties them.
-- params: none
-- scope: customer
with ties as (
    select * from account_tie
)

select ties.*
from ties
semi join customer on ties.customer_id = customer.customer_id
