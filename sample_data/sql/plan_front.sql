-- One row per mortgage repaid by somebody outside: four at a time from one account, in
-- one estate.
with drawn as (
    select i, slot, cast((row_number() over (order by i) - 1) // 4 as int) as front
    from plan_account
    where kind = 'mortgage' and u(i, 'fronted') < 0.02
)

select *, outside_account(u(front, 'front account')) as payer_account
from drawn
qualify count(*) over (partition by front) = 4
