-- One row per loan instalment, or credit card statement, of the feed.
select
    account_of(i, slot) as account_id,
    due_on,
    due_amount,
    case when pays_on <= until() then pays_on end as paid_on,
    case when pays_on <= until() then due_amount end as paid_amount,
    case when pays_on <= until() then coalesce(payer_account, account_of(i, 1)) end
        as paid_from_account,
from loan_plan left join plan_front using (i, slot)
union all
select
    account_of(i, 50), due_on, owed, paid_on, owed, account_of(i, 1),
from card_due
order by account_id, due_on
