-- One row per account of the feed.
select
    account_of(plan_account.i, slot) as account_id,
    customer_of(plan_account.i) as customer_id,
    product_code,
    kind,
    currency,
    opened_on,
    matures_on,
    auto_renew,
    case when auto_renew then cast(term_months as varchar) || 'm' end as renew_term,
    closed_on,
    cast(interest_rate as decimal(9, 6)) as interest_rate,
    coalesce(card_limit.credit_limit, plan_account.credit_limit) as credit_limit,
from plan_account
left join card_limit on plan_account.i = card_limit.i and slot = 50
order by account_id
