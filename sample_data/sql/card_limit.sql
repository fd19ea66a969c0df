-- One row per credit card: its limit, for some just above what is owed.
select
    flow.i,
    -upto as owed,
    if(
        u(flow.i, 'tight limit') < 0.05 and -upto >= 500,
        money(ceil(-upto * 1.15 / 100) * 100), credit_limit
    ) as credit_limit,
from flow inner join plan_account using (i, slot)
where slot = 50 and m = 0
