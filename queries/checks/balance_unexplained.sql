-- One row per current account whose transactions do not explain its last two balances.
-- params: business_date
-- scope: bank
with current_accounts as (
    select account_id from account
    where kind = 'current'
),

recent as (
    select
        balance.account_id,
        balance.balance_on,
        balance.balance,
        lead(balance.balance_on) over newest_first as from_on,
        lead(balance.balance) over newest_first as balance_before,
        row_number() over newest_first as age,
    from balance
    semi join current_accounts on balance.account_id = current_accounts.account_id
    where
        balance.balance_on <= cast($business_date as date)
        and balance.balance_on > cast($business_date as date) - 100
    window newest_first as (
        partition by balance.account_id order by balance.balance_on desc
    )
),

moved as (
    select
        account_id,
        from_on,
        balance_on as to_on,
        balance - balance_before as moved_by,
    from recent
    where age = 1 and from_on is not null
),

explained as (
    select
        moved.account_id,
        sum(t.amount) as amount,
    from transaction as t
    inner join moved on t.account_id = moved.account_id
    where
        t.booked_at >= cast($business_date as date) - 100
        and cast(t.booked_at as date) > moved.from_on
        and cast(t.booked_at as date) <= moved.to_on
    group by moved.account_id
)

select moved.account_id
from moved
left join explained on moved.account_id = explained.account_id
where moved.moved_by <> coalesce(explained.amount, 0)
