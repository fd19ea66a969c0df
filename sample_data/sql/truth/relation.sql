-- One row per customer, kind of relation and other customer or firm, as planned;
-- payments between customers of the last 12 months with their number and sum.
with kinship as (
    select i, spouse, parent, grown_child, household from person
),

referrals as (
    select customer_of(i) as customer_id, referred_by from person_flags
    where referred_by is not null
),

pairs as (
    select one.i, 'household' as kind, other.i as other
    from kinship as one
    inner join kinship as other
        on one.household = other.household and one.i <> other.i
    union all
    select i, 'guardian', parent from kinship
    where parent is not null
    union all
    select parent, 'ward', i from kinship
    where parent is not null
    union all
    select i, 'authorised', grown_child from kinship
    where grown_child is not null
    union all
    select grown_child, 'acts_for', i from kinship
    where grown_child is not null
    union all
    select unnest([i, spouse]), 'joint', unnest([spouse, i])
    from kinship
    where spouse is not null and i < spouse and u(i, 'joint') < 0.25
),

steps as (
    select customer_id, referred_by as other_id, 1 as step from referrals
    union all
    select one.customer_id, two.referred_by, 2
    from referrals as one
    inner join referrals as two on one.referred_by = two.customer_id
    union all
    select one.customer_id, three.referred_by, 3
    from referrals as one
    inner join referrals as two on one.referred_by = two.customer_id
    inner join referrals as three on two.referred_by = three.customer_id
),

paid as (
    select i, other, booked_on, signed from gift
    union all
    select i, other, booked_on, amount from plan_risk
    where other is not null
)

select
    customer_of(i) as customer_id,
    kind,
    customer_of(other) as other_id,
    1 as step,
    null as count_rows,
    null as amount,
from pairs
union all
select
    customer_of(i),
    case when signed < 0 then 'pays' else 'paid_by' end,
    customer_of(other),
    1,
    count(*),
    sum(abs(signed)),
from paid
where booked_on <= as_of() and booked_on >= greatest(history_from(), month_start(11))
group by i, signed < 0, other
union all
select customer_id, 'referred_by', other_id, step, null, null from steps
union all
select other_id, 'referred', customer_id, step, null, null from steps
union all
select
    customer_id,
    case when u(i, 'firm kind') < 0.7 then 'owner' else 'legal_representative' end,
    'G' || lpad(cast(i as varchar), 8, '0'),
    1,
    null,
    null,
from person
where segment = 'business_owner' and u(i, 'has firm') < 0.45
union all
select
    customer_of(helper), 'finance', 'G' || lpad(cast(owner as varchar), 8, '0'), 1,
    null, null
from keeper
union all
select
    customer_of(unnest([helper, owner])), 'partner',
    customer_of(unnest([owner, helper])), 1, null, null
from keeper
order by customer_id, kind, other_id
