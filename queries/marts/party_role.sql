-- One row per customer and open account of somebody else with a role on it.
-- params: as_of
-- scope: bank
with parties as (
    select account_id, customer_id, role from account_party
),

open_accounts as (
    select account_id, customer_id as owner_id, kind from account
    where opened_on <= $as_of and (closed_on is null or closed_on > $as_of)
)

select
    parties.customer_id,
    parties.account_id,
    open_accounts.kind,
    parties.role,
from parties
inner join open_accounts on parties.account_id = open_accounts.account_id
where parties.customer_id <> open_accounts.owner_id
