-- One row per account, and one per loan: the feed keeps a loan as an account.
-- params: currency
with owners as (
    select account_id, client_id
    from disp
    where type = 'OWNER'
),

last_due as (
    select account_id, max(due_on) as matures_on
    from feed.loan_schedule
    group by account_id
),

current_accounts as (
    select
        account_id,
        account_id as paying_account_id,
        'current' as kind,
        date as opened,
    from account
),

loans as (
    select
        'L' || loan_id as account_id,
        account_id as paying_account_id,
        'consumer_loan' as kind,
        date as opened,
    from loan
),

accounts as (
    select * from current_accounts
    union all
    select * from loans
)

select
    accounts.account_id,
    owners.client_id as customer_id,
    accounts.kind,
    cast($currency as varchar) as currency,
    regexp_replace(accounts.opened, '^(\d\d)(\d\d)(\d\d)$', '19\1-\2-\3')
        as opened_on,
    last_due.matures_on,
from accounts
left join owners on accounts.paying_account_id = owners.account_id
left join last_due on accounts.account_id = last_due.account_id
