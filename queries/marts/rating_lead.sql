-- One row per holder of investments whose risk rating ends soon or ended lately.
-- params: as_of, rating_life_days
-- scope: customer
with holders as (
    select distinct customer_id
    from account_state
    where
        is_open
        and kind in ('wealth', 'fund', 'gold', 'securities', 'insurance')
        and coalesce(product_kind, '') <> 'gov_bond'
),

ratings as (
    select
        customer.customer_id,
        least(
            customer.risk_expires_on,
            customer.risk_rated_on + cast($rating_life_days as integer)
        ) as ends_on,
    from customer
    semi join holders on customer.customer_id = holders.customer_id
    where customer.risk_rating is not null
)

select
    customer_id,
    'rating_expiring' as code,
    customer_id as source_id,
    ends_on as due_on,
    cast(null as date) as happened_on,
    cast(null as decimal(18, 2)) as amount,
    cast(to_json({'ends_on': ends_on}) as varchar) as facts,
from ratings
where ends_on between $as_of - 90 and $as_of + 30
