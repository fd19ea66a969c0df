-- One row per customer, direction and other customer at most three referrals away.
-- params: none
-- scope: bank
with referrals as (
    select customer_id, referred_by, first_opened_on from customer
    where referred_by is not null and referred_by <> customer_id
),

first_steps as (
    select customer_id, referred_by as other_id, first_opened_on, 1 as step
    from referrals
),

second_steps as (
    select
        before.customer_id,
        referrals.referred_by as other_id,
        before.first_opened_on,
        2 as step,
    from first_steps as before
    inner join referrals on before.other_id = referrals.customer_id
),

third_steps as (
    select
        before.customer_id,
        referrals.referred_by as other_id,
        before.first_opened_on,
        3 as step,
    from second_steps as before
    inner join referrals on before.other_id = referrals.customer_id
),

steps as (
    select * from first_steps
    union all
    select * from second_steps
    union all
    select * from third_steps
),

ways as (
    select customer_id, 'referred_by' as kind, other_id, first_opened_on, step
    from steps
    union all
    select
        other_id as customer_id,
        'referred' as kind,
        customer_id as other_id,
        first_opened_on,
        step,
    from steps
)

select
    customer_id,
    kind,
    other_id,
    cast(null as varchar) as organisation_id,
    min(step) as step,
    min(first_opened_on) as since_on,
    cast(null as bigint) as count_rows,
from ways
where customer_id <> other_id
group by customer_id, kind, other_id
