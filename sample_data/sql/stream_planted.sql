-- One row per planted story: a large inflow, an outflow to another bank, a sum sent
-- to a stranger, a life event's purchases, an electric car charged every few days.
with inflows as (
    select i, 15900 as n, happened_on, amount, '房屋出售款' as party, null as code
    from plan_event
    where event = 'large_inflow'
    union all
    select i, 15901, happened_on, -amount, null, null
    from plan_event
    where event = 'outflow'
    union all
    select i, 15902, happened_on, -amount, '王先生', null
    from plan_event
    where event = 'scam'
    union all
    select
        i, 15910 + cast(k as int), happened_on + cast(k as int) * 9,
        -step_to(amount * (0.6 + 0.3 * k), 10), shop, code
    from plan_event, (select unnest(range(5)) as k)
    where event = 'life' and happened_on + cast(k as int) * 9 <= as_of()
    union all
    select
        i, 15920 + cast(k as int), as_of() - 1 - cast(k as int) * 5,
        -step_to(40 + 60 * u(i, 'charged ' || k), 1), '电立方充电', '5552'
    from person, (select unnest(range(5)) as k)
    where segment = 'mortgage_family' and u(i, 'charges') < 0.02
)

select
    crowd.i,
    n,
    1 as slot,
    moment(happened_on, 9 + u(crowd.i, 'story hour') * 9, u(n, 'story second') * 60)
        as booked_at,
    amount,
    case when code is null then 'mobile' else 'pos' end as channel,
    case when code is null then 'transfer' else 'card' end as payment_method,
    case
        when n = 15901 then name
        when n = 15900 and segment = 'business_owner' then '城北商贸货款'
        else party
    end as counterparty_name,
    case when code is null then outside_account(u(crowd.i, 'story account' || n)) end
        as counterparty_account,
    case when code is null then pick(words('other_bank'), u(crowd.i, 'story bank')) end
        as counterparty_bank,
    code as merchant_category,
    home_city as city,
    case when n = 15900 then '转入' when n in (15901, 15902) then '转出' end as memo,
from inflows inner join crowd using (i)
