-- One row per loan instalment taken from the current account; what somebody outside
-- repays is not.
select
    crowd.i,
    9400 + loan_plan.slot * 50 + m as n,
    1 as slot,
    moment(pays_on, 7, 0) as booked_at,
    -due_amount as amount,
    'batch' as channel,
    'direct_debit' as payment_method,
    '示例银行' as counterparty_name,
    account_of(crowd.i, loan_plan.slot) as counterparty_account,
    '示例银行' as counterparty_bank,
    crowd.customer_id as counterparty_customer_id,
    '贷款还款' as memo,
from crowd inner join loan_plan using (i)
anti join plan_front using (i, slot)
where pays_on <= horizon()
