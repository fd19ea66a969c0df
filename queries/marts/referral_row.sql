-- One row per customer whom another customer referred.
-- params: none
-- scope: bank
with customers as (
    select * from customer
    where referred_by <> customer_id and first_opened_on is not null
)

select
    referred_by as customer_id,
    customer_id as referred_customer_id,
    first_opened_on as opened_on,
from customers
