-- One row per account of the feed.
select
    account_of(i, slot) as account_id,
    customer_of(i) as customer_id,
    product_code,
    kind,
    currency,
    opened_on,
    matures_on,
    auto_renew,
    case when auto_renew then cast(term_months as varchar) || 'm' end as renew_term,
    closed_on,
    cast(interest_rate as decimal(9, 6)) as interest_rate,
    credit_limit,
from plan_account
order by account_id
