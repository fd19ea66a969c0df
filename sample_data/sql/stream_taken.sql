-- One row per sum that comes from elsewhere, or from a loan, for what is taken up,
-- is spent of a loan, or is taken away once something ended.
with moves as (
    select
        i, 38000 + slot as n, opened_on as booked_on, amount,
        if(is_asset(kind), '转入', '放款') as memo,
    from account_new
    where
        renewed_slot is null and amount > 0
        and (opened_on > as_of() or kind = 'time_deposit' or not is_asset(kind))
    union all
    select i, 38100 + slot, opened_on, -amount, '转出'
    from account_new
    where not is_asset(kind) and amount > 0
    union all
    select ends.i, 38200 + ends.slot, ends_on + 2, -ends.amount, '转出'
    from account_end as ends
    anti join account_new
        on ends.i = account_new.i and ends.slot = account_new.renewed_slot
    where u(ends.i, 'takes away ' || ends.slot) < 0.5
)

select
    crowd.i,
    n,
    1 as slot,
    moment(booked_on, if(amount > 0, 8, 17), 0) as booked_at,
    amount,
    if(memo = '放款', 'batch', 'mobile') as channel,
    'transfer' as payment_method,
    if(memo = '放款', '示例银行', name) as counterparty_name,
    if(memo = '放款', null, outside_account(u(crowd.i, 'account move')))
        as counterparty_account,
    if(memo = '放款', '示例银行', pick(words('other_bank'), u(crowd.i, 'bank move')))
        as counterparty_bank,
    memo,
from moves inner join crowd using (i)
where booked_on <= horizon()
