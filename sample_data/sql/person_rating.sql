-- One row per customer: the risk rating as planted, and in which state it is.
with drawn as (
    select
        i,
        segment,
        age,
        u(i, 'rating state') as rating_draw,
        u(i, 'rating') as x,
        as_of() - cast(floor(u(i, 'rated') * 330) as int) as recently,
        as_of() - 366 - cast(floor(u(i, 'rated') * 700) as int) as long_ago,
        as_of() + cast(1 + floor(u(i, 'rated') * 29) as int) as soon,
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
            when rating_draw < 0.45 then 'expires_soon'
            else 'valid'
        end as rating_state,
    from drawn
)

select
    i,
    rating_state,
    case
        when rating_state = 'missing' then null
        when age >= 60 then pick(['C1', 'C2', 'C2', 'C3'], x)
        when segment in ('affluent_family', 'business_owner')
            then pick(['C3', 'C4', 'C4', 'C5'], x)
        else pick(['C1', 'C2', 'C3', 'C3', 'C4'], x)
    end as risk_rating,
    case rating_state
        when 'missing' then null
        when 'valid' then recently
        when 'expires_soon' then soon - 365
        else long_ago
    end as risk_rated_on,
    case rating_state
        when 'missing' then null
        when 'valid' then recently + 365
        when 'expires_soon' then soon
        when 'overdue' then as_of() + 90
        else long_ago + 365
    end as risk_expires_on,
from stated
