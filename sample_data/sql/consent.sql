-- One row per change of a consent, as planted in person_flags.
with planned as (
    select
        person_flags.*,
        person.segment,
        cast(as_of() - 30 as timestamp)
        - to_seconds(cast(floor(u(i, 'consent on') * 40000000) as bigint)) as first_at,
    from person_flags inner join person using (i)
),

changes as (
    select
        i,
        'marketing' as purpose,
        step.channel,
        step.state,
        first_at + to_days(cast(days_after as int)) as changed_at,
    from planned inner join marketing_step as step using (marketing_plan)
    union all
    select
        i, 'profiling', 'any', if(profiling_granted, 'granted', 'denied'),
        first_at + to_minutes(1),
    from planned
    where marketing_plan <> 'none'
    union all
    select
        i, 'face', 'branch', if(u(i, 'face') < 0.05, 'granted', 'denied'),
        first_at + to_minutes(2),
    from planned
    where u(i, 'face') < 0.2 and segment <> 'minor'
    union all
    select
        i, 'partner_data', pick(['any', 'app', 'sms'], u(i, 'partner channel')),
        'granted', first_at + to_minutes(4),
    from planned
    where u(i, 'partner') < 0.1 and segment <> 'minor'
)

select customer_of(i) as customer_id, purpose, channel, state, changed_at
from changes
order by customer_id, purpose, channel, changed_at
