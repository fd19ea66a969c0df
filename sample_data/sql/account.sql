-- One row per account of the feed.
select
    account_of(plan_account.i, slot) as account_id,
    customer_of(plan_account.i) as customer_id,
    product_code,
    kind,
    currency,
    opened_on,
    case
        when auto_renew and matures_on between as_of() and until() - 1
            then
                cast(matures_on + to_months(cast(term_months * (
                    1 + date_diff('month', matures_on, until()) // term_months
                ) as int)) as date)
        else matures_on
    end as matures_on,
    auto_renew,
    case when auto_renew then cast(term_months as varchar) || 'm' end as renew_term,
    case when closed_on <= until() then closed_on end as closed_on,
    cast(interest_rate as decimal(9, 6)) as interest_rate,
    coalesce(card_limit.credit_limit, plan_account.credit_limit) as credit_limit,
from plan_account
left join card_limit on plan_account.i = card_limit.i and slot = 50
where opened_on <= until() or until() = as_of()
order by account_id
