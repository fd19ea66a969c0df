-- One row per customer and rule of the churn warning that holds, with its points.
-- params: churn, churn_rules
-- scope: customer
with listed as (
    select unnest($churn_rules) as rule
),

rules as (
    select rule.code, rule.points from listed
),

found as (
    select
        customer_id,
        'balance_fall' as code,
        happened_on,
        amount,
        amount_before,
    from asset_fall
    union all
    select
        customer_id,
        'maturity_withdrawn' as code,
        happened_on,
        amount,
        gone as amount_before,
    from maturity_withdrawn
    where
        amount >= $churn['withdrawn_least']
        and gone >= amount * $churn['withdrawn_share']
    union all
    select
        customer_id,
        'inactive' as code,
        happened_on,
        null as amount,
        null as amount_before,
    from payment_stop
    union all
    select
        customer_id,
        event_code as code,
        max(happened_on) as happened_on,
        sum(amount) as amount,
        null as amount_before,
    from event
    group by customer_id, event_code
)

select
    found.customer_id,
    found.code,
    found.happened_on,
    cast(found.amount as decimal(18, 2)) as amount,
    cast(found.amount_before as decimal(18, 2)) as amount_before,
    rules.points,
from found
inner join rules on found.code = rules.code
