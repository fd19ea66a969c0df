-- One row per customer, other customer, open account of one and what that makes them.
-- params: as_of
-- scope: bank
with accounts as (
    select account_id, customer_id, kind, opened_on from account
    where opened_on <= $as_of and (closed_on is null or closed_on > $as_of)
),

roles as (
    select
        accounts.customer_id as owner_id,
        parties.customer_id as party_id,
        parties.role,
        accounts.account_id,
        accounts.kind as account_kind,
        accounts.opened_on,
    from account_party as parties
    inner join accounts on parties.account_id = accounts.account_id
    where parties.customer_id <> accounts.customer_id
)

select
    owner_id as customer_id,
    party_id as other_id,
    role as kind,
    account_id,
    account_kind,
    opened_on,
from roles
union all
select
    party_id as customer_id,
    owner_id as other_id,
    case role
        when 'guardian' then 'ward' when 'authorised' then 'acts_for' else role
    end as kind,
    account_id,
    account_kind,
    opened_on,
from roles
