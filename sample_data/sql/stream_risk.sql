-- One row per planted payment that raises a suspicion, as a transaction.
select
    crowd.i,
    case flag
        when 'fund_collection' then 19000
        when 'card_cash_out' then 19100 else 19200
    end + k as n,
    plan_risk.slot,
    moment(
        booked_on,
        if(amount < 0 or other is not null, 15, 10),
        u(crowd.i, 'suspect ' || k) * 60
    )
        as booked_at,
    amount,
    if(plan_risk.slot = 50, 'pos', 'mobile') as channel,
    if(plan_risk.slot = 50, 'card', 'transfer') as payment_method,
    case
        when plan_risk.slot = 50 then '诚信通讯器材行'
        when other is not null then payee.name
        else
            pick(words('surname'), u(crowd.i * 64 + k, 'other surname'))
            || pick(words('given_m'), u(crowd.i * 64 + k, 'other given'))
    end as counterparty_name,
    case
        when plan_risk.slot = 50 then null
        when other is not null then account_of(other, 1)
        else outside_account(u(crowd.i * 64 + k, 'other account'))
    end as counterparty_account,
    case
        when plan_risk.slot = 50 then null
        when other is not null then '示例银行'
        else pick(words('other_bank'), u(crowd.i * 64 + k, 'other bank'))
    end as counterparty_bank,
    if(other is null, null, customer_of(other)) as counterparty_customer_id,
    home_city as city,
    if(plan_risk.slot = 50, null, if(amount < 0, '转出', '转入')) as memo,
from crowd
inner join plan_risk using (i)
left join person_named as payee on plan_risk.other = payee.i
