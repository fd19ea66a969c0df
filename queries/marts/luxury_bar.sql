-- One row per bank: what its top buyers of luxury goods spend at least in 365 days.
-- params: as_of, top_share
-- scope: bank
with codes as (
    select code from merchant_category
    where category = 'luxury'
),

accounts as (
    select account_id, customer_id from account
),

spending as (
    select accounts.customer_id, -sum(t.amount) as amount
    from transaction as t
    inner join codes on t.merchant_category = codes.code
    inner join accounts on t.account_id = accounts.account_id
    where
        t.amount < 0
        and t.booked_at >= $as_of - 364
        and t.booked_at < cast(cast($as_of as date) + 1 as timestamp)
    group by all
),

ranked as (
    select
        amount,
        row_number() over (order by amount desc, customer_id asc) as place,
        count(*) over () as count_buyers,
    from spending
)

select min(amount) as least_amount
from ranked
where place <= count_buyers * $top_share
