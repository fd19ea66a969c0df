-- One row per transfer of the last 12 months between the customer and another customer.
-- params: none
-- scope: customer
with transfers as (
    select * from transfer_row
    where not is_own_transfer
),

owners as (
    select account_id, customer_id from open_account
),

between_customers as (
    select
        transfers.*,
        coalesce(transfers.counterparty_customer_id, owners.customer_id) as other_id,
    from transfers
    left join owners on transfers.counterparty_account = owners.account_id
)

select
    customer_id,
    other_id,
    transaction_id,
    account_id,
    booked_at,
    booked_on,
    method,
    channel,
    value,
from between_customers
where other_id is not null and other_id <> customer_id
