-- One row per customer: risk rating, care, capacity and consent as planted.
with drawn as (
    select
        i,
        segment,
        branch_no,
        age,
        income,
        u(i, 'rating state') as rating_draw,
        u(i, 'consent') as consent_draw,
        as_of() - cast(floor(u(i, 'rated') * 330) as int) as recently,
        as_of() - 366 - cast(floor(u(i, 'rated') * 700) as int) as long_ago,
        u(i, 'deceased') < 0.004 and age >= 50 as deceased,
        u(i, 'capacity') < 0.006 and age >= 50 as limited_capacity,
    from person
),

stated as (
    select
        *,
        case
            when segment in ('minor', 'unknown') and rating_draw < 0.85 then 'missing'
            when rating_draw < 0.16 then 'missing'
            when rating_draw < 0.36 then 'expired'
            when rating_draw < 0.39 then 'overdue'
            when rating_draw < 0.47 then 'expires_soon'
            else 'valid'
        end as rating_state,
        case
            when consent_draw < 0.60 then 'granted'
            when consent_draw < 0.66 then 'granted_after_denial'
            when consent_draw < 0.72 then 'granted_not_by_phone'
            when consent_draw < 0.79 then 'denied'
            when consent_draw < 0.86 then 'withdrawn'
            when consent_draw < 0.89 then 'denied_in_branch'
            when consent_draw < 0.90 then 'tie_refused'
            else 'none'
        end as marketing_plan,
    from drawn
)

select
    i,
    rating_state,
    marketing_plan,
    marketing_plan in ('granted', 'granted_after_denial', 'granted_not_by_phone')
        as marketing_granted,
    u(i, 'profiling') < 0.7 as profiling_granted,
    deceased,
    limited_capacity,
    case
        when rating_state = 'missing' then null
        when age >= 60 then pick(['C1', 'C2', 'C2', 'C3'], u(i, 'rating'))
        when segment in ('affluent_family', 'business_owner')
            then pick(['C3', 'C4', 'C4', 'C5'], u(i, 'rating'))
        else pick(['C1', 'C2', 'C3', 'C3', 'C4'], u(i, 'rating'))
    end as risk_rating,
    case rating_state
        when 'missing' then null
        when 'valid' then recently
        when
            'expires_soon'
            then as_of() - 365 + cast(1 + floor(u(i, 'rated') * 29) as int)
        else long_ago
    end as risk_rated_on,
    case rating_state
        when 'missing' then null
        when 'valid' then recently + 365
        when 'expires_soon' then as_of() + cast(1 + floor(u(i, 'rated') * 29) as int)
        when 'overdue' then as_of() + 90
        else long_ago + 365
    end as risk_expires_on,
    nullif(concat_ws(
        ';',
        case when age >= 70 and u(i, 'seat') < 0.5 then 'seat' end,
        case when age >= 65 and u(i, 'large print') < 0.35 then 'large_print' end,
        case when age >= 65 and u(i, 'read aloud') < 0.08 then 'read_aloud' end,
        case when age >= 70 and u(i, 'cannot sign') < 0.04 then 'cannot_sign' end,
        case when u(i, 'interpreter') < 0.004 then 'interpreter' end,
        case when segment = 'minor' or limited_capacity then 'guardian' end
    ), '') as care_needs,
    case
        when segment = 'affluent_family' or income >= 15000 or u(i, 'managed') < 0.06
            then
                'S' || lpad(cast(branch_no as varchar), 3, '0') || '0'
                || cast(4 + cast(floor(u(i, 'manager') * 2) as int) as varchar)
    end as manager_staff_id,
    case
        when u(i, 'referred') < 0.05 and i > 50
            then customer_of(1 + cast(floor(u(i, 'referrer') * (i - 1)) as int))
    end as referred_by,
from stated
