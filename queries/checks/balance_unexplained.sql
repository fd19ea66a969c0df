-- One row per current account whose transactions do not explain its last two balances.
-- params: business_date
-- scope: bank
with recent as (
    select
        account_id,
        balance_on,
        balance,
        row_number() over (partition by account_id order by balance_on desc) as age,
    from balance
    where
        balance_on <= cast($business_date as date)
        and balance_on > cast($business_date as date) - 100
),

moved as (
    select
        last.account_id,
        before.balance_on as from_on,
        last.balance_on as to_on,
        last.balance - before.balance as moved_by,
    from recent as last
    inner join recent as before
        on last.account_id = before.account_id and before.age = 2
    inner join account on last.account_id = account.account_id
    where last.age = 1 and account.kind = 'current'
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
