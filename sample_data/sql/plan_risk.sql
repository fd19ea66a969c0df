-- One row per planted payment that raises a suspicion: who, when, how much, to whom.
-- Who collects cashes out no card: the money that comes back would blur the sums.
with people as (
    select
        budget.*,
        as_of() - 30 - cast(floor(u(i, 'suspect on') * 30) as int) as began_on,
    from budget
),

collectors as (
    select *, step_to(log_between(u(i, 'each payer'), 1600, 3000), 100) as each
    from people
    where
        segment in ('pre_retire', 'mortgage_family') and not is_untagged
        and not is_supported
        and u(i, 'collects') < 0.02
),

cards as (
    select people.*, ceil(plan.amount * 0.35 / 100) * 100 as bought
    from people
    inner join plan_account as plan using (i)
    anti join collectors using (i)
    where
        plan.slot = 50 and u(i, 'tight limit') >= 0.05 and u(i, 'cashes out') < 0.012
        and segment in (
            'pre_retire', 'mortgage_family', 'family_children', 'affluent_family'
        )
),

rings as (
    select
        keeper.*,
        (
            select min(other.i) from person as other
            where
                other.segment = 'business_owner' and u(other.i, 'has firm') < 0.45
                and other.i > keeper.helper
        ) as third,
        step_to(log_between(u(owner, 'ring size'), 22000, 40000), 500) as size,
    from keeper
    where u(owner, 'ring') < 0.5
),

closed as (
    select * from rings
    where third is not null
),

paid as (
    select owner as payer, helper as payee, 0 as k, owner, size from closed
    union all
    select helper, third, 1, owner, size from closed
    union all
    select third, owner, 2, owner, size from closed
),

sides as (
    select payer as i, payee as other, k, owner, -size as signed from paid
    union all
    select payee, payer, k, owner, size from paid
)

select
    i, 'fund_collection' as flag, cast(k as int) as k, 1 as slot, began_on as booked_on,
    money(each + 10 * k) as amount, cast(null as bigint) as other
from collectors, (select unnest(range(14)) as k)
union all
select
    i, 'fund_collection', 14, 1, began_on + 1, -money(round(each * 14 * 0.93, -2)), null
from collectors
union all
select
    i, 'card_cash_out', cast(k as int), 50, began_on - 20 * cast(k as int),
    -money(bought), null
from cards, (select unnest(range(4)) as k)
union all
select
    i, 'card_cash_out', 10 + cast(k as int), 1, began_on + 1 - 20 * cast(k as int),
    money(bought * 0.97), null
from cards, (select unnest(range(4)) as k)
union all
select
    sides.i, 'circular_acceptance',
    cast(row_number() over (partition by sides.i order by sides.owner, k) as int),
    1, people.began_on + 3 * k, money(signed * (1 - 0.02 * k)), sides.other
from sides inner join people on sides.owner = people.i
