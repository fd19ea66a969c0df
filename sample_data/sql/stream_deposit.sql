-- One row per deposit funded from, or paid back into, the current account; after the
-- day the bank was planned for, whatever else is bought or ends, too.
with moves as (
    select
        crowd.*, plan.slot as other_slot, plan.amount, plan.opened_on as booked_on,
        -plan.amount as signed, 15000 + plan.slot as n, '存入定期' as memo
    from crowd inner join plan_account as plan using (i)
    where
        plan.kind = 'time_deposit' and plan.opened_on >= history_from()
        or is_asset(plan.kind) and plan.opened_on > as_of()
    union all
    select
        crowd.*, plan.slot, plan.amount, plan.closed_on,
        plan.amount
        + money(round(plan.amount * coalesce(cast(interest_rate as double), 0), 2)),
        15100 + plan.slot, '定期到期'
    from crowd inner join plan_account as plan using (i)
    where
        plan.kind = 'time_deposit' and plan.closed_on is not null
        or is_asset(plan.kind) and plan.closed_on > as_of()
)

select
    i,
    n,
    1 as slot,
    moment(booked_on, 9 + u(i, 'deposit hour') * 7, 0) as booked_at,
    signed as amount,
    case when signed > 0 then 'batch' when band >= 4 then 'counter' else 'mobile' end
        as channel,
    'transfer' as payment_method,
    name as counterparty_name,
    account_of(i, other_slot) as counterparty_account,
    '示例银行' as counterparty_bank,
    customer_id as counterparty_customer_id,
    memo,
from moves
where booked_on between greatest(history_from(), first_opened_on) and horizon()
