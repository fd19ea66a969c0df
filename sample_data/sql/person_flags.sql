-- One row per customer: consent, care, capacity and who looks after whom, as planted.
with plans as (
    select
        marketing_plan,
        is_granted,
        sum(share) over (order by share desc, marketing_plan) - share as since,
        sum(share) over (order by share desc, marketing_plan) as upto,
    from marketing_plan
),

drawn as (
    select
        i,
        segment,
        branch_no,
        age,
        income,
        deceased,
        u(i, 'consent') as consent_draw,
        u(i, 'capacity') < 0.006 and age >= 50 as limited_capacity,
    from person
)

select
    drawn.i,
    rating.* exclude (i),
    plans.marketing_plan,
    plans.is_granted as marketing_granted,
    u(drawn.i, 'profiling') < 0.7 as profiling_granted,
    limited_capacity,
    nullif(concat_ws(
        ';',
        case when age >= 70 and u(drawn.i, 'seat') < 0.5 then 'seat' end,
        case when age >= 65 and u(drawn.i, 'large print') < 0.35 then 'large_print' end,
        case when age >= 65 and u(drawn.i, 'read aloud') < 0.08 then 'read_aloud' end,
        case when age >= 70 and u(drawn.i, 'cannot sign') < 0.04 then 'cannot_sign' end,
        case when u(drawn.i, 'interpreter') < 0.004 then 'interpreter' end,
        case when segment = 'minor' or limited_capacity then 'guardian' end
    ), '') as care_needs,
    case
        when
            segment = 'affluent_family' or income >= 15000
            or u(drawn.i, 'managed') < 0.06
            then
                'S' || lpad(cast(branch_no as varchar), 3, '0')
                || pick(['04', '05'], u(drawn.i, 'manager'))
    end as manager_staff_id,
    case
        when u(drawn.i, 'referred') < 0.05 and drawn.i > 50
            then customer_of(
                1 + cast(floor(u(drawn.i, 'referrer') * (drawn.i - 1)) as int)
            )
    end as referred_by,
from drawn
inner join person_rating as rating on drawn.i = rating.i
inner join plans
    on drawn.consent_draw >= plans.since and drawn.consent_draw < plans.upto
