-- One row per customer with balances on as_of or 90 days before: sums by kind.
-- params: as_of
-- scope: customer
with balances as (
    select customer_id, report_on, kind, is_asset, is_gov_bond, value
    from balance_row
    where report_on in (cast($as_of as date), cast($as_of as date) - 90)
),

today as (
    select *, report_on = $as_of as is_today
    from balances
)

select
    customer_id,
    sum(value) filter (where is_today and is_asset) as aum,
    sum(value) filter (where not is_today and is_asset) as aum_90d_ago,
    sum(value) filter (where is_today and kind = 'current') as asset_current,
    sum(value) filter (where is_today and kind = 'time_deposit') as asset_time_deposit,
    sum(value) filter (where is_today and kind = 'wealth') as asset_wealth,
    sum(value) filter (where is_today and kind = 'fund') as asset_fund,
    sum(value) filter (where is_today and kind = 'insurance') as asset_insurance,
    sum(value) filter (where is_today and kind = 'gold') as asset_gold,
    sum(value) filter (where is_today and kind = 'securities') as asset_securities,
    sum(value) filter (
        where is_today and kind = 'securities' and is_gov_bond
    ) as asset_gov_bond,
    sum(value) filter (where is_today and not is_asset) as liabilities,
    sum(value) filter (where is_today and kind = 'credit_card')
        as liability_credit_card,
    sum(value) filter (where is_today and kind = 'consumer_loan')
        as liability_consumer_loan,
    sum(value) filter (where is_today and kind = 'mortgage') as liability_mortgage,
    sum(value) filter (where is_today and kind = 'business_loan')
        as liability_business_loan,
from today
group by customer_id
