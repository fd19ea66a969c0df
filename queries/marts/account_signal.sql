-- One row per customer with an account or organisation that tells of a change of life.
-- params: as_of
-- scope: customer
with accounts as (
    select * from account_state
),

joint_accounts as (
    select distinct account_id from account_party
    where role = 'joint'
),

dates as (
    select customer_id, 'mortgage_opened' as what, opened_on as dated_on from accounts
    where kind = 'mortgage' and is_open
    union all
    select customer_id, 'mortgage_settled' as what, closed_on as dated_on from accounts
    where kind = 'mortgage' and closed_on <= $as_of
    union all
    select accounts.customer_id, 'joint' as what, accounts.opened_on as dated_on
    from accounts
    inner join joint_accounts on accounts.account_id = joint_accounts.account_id
    where accounts.is_open
    union all
    select customer_id, 'joint' as what, opened_on as dated_on from party_role
    where role = 'joint'
    union all
    select people.customer_id, 'organisation' as what, registered_on as dated_on
    from organisation_person as people
    inner join organisation on people.organisation_id = organisation.organisation_id
    where registered_on <= $as_of
)

select
    customer_id,
    max(dated_on) filter (where what = 'mortgage_opened') as mortgage_opened_on,
    max(dated_on) filter (where what = 'mortgage_settled') as mortgage_settled_on,
    max(dated_on) filter (where what = 'joint') as joint_opened_on,
    max(dated_on) filter (where what = 'organisation') as organisation_registered_on,
from dates
group by customer_id
