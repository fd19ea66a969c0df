-- One row per customer and open account of somebody else with a role on it.
-- params: none
-- scope: bank
with parties as (
    select account_id, customer_id, role from account_party
)

select
    parties.customer_id,
    parties.account_id,
    open_account.kind,
    open_account.opened_on,
    parties.role,
from parties
inner join open_account on parties.account_id = open_account.account_id
where parties.customer_id <> open_account.customer_id
