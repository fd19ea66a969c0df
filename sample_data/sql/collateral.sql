-- One row per mortgage: the home behind it.
select
    account_of(i, slot) as account_id,
    if(payer_account is null, pick(
        ['锦绣家园', '江畔花园', '云杉里', '梧桐小区', '星河湾'], u(i, 'estate')
    ), '星河湾') as estate,
    cast(1 + cast(floor(u(i, 'building') * 28) as int) as varchar) || '栋'
    || cast(101 + cast(floor(u(i, 'floor') * 24) as int) * 100 as varchar) as unit,
    step_to(amount * (1.5 + u(i, 'appraised')), 10000) as appraised_value,
from plan_account left join plan_front using (i, slot)
where kind = 'mortgage'
order by account_id
