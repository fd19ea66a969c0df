-- One row per change of a consent, as planted in person_flags.
with planned as (
    select
        person_flags.*,
        person.segment,
        cast(as_of() - 30 as timestamp)
        - to_seconds(cast(floor(u(i, 'consent on') * 40000000) as bigint)) as first_at,
    from person_flags inner join person using (i)
),

rows_of as (
    select
        i,
        'marketing' as purpose,
        'any' as channel,
        'granted' as state,
        first_at as at_time
    from planned
    where
        marketing_plan in (
            'granted',
            'granted_not_by_phone',
            'withdrawn',
            'denied_in_branch',
            'tie_refused'
        )
    union all
    select i, 'marketing', 'phone', 'denied', first_at + to_minutes(3)
    from planned
    where marketing_plan = 'granted_not_by_phone'
    union all
    select i, 'marketing', 'any', 'withdrawn', first_at + to_days(20)
    from planned
    where marketing_plan = 'withdrawn'
    union all
    select i, 'marketing', 'branch', 'denied', first_at + to_days(9)
    from planned
    where marketing_plan = 'denied_in_branch'
    union all
    select i, 'marketing', 'branch', 'denied', first_at
    from planned
    where marketing_plan = 'tie_refused'
    union all
    select i, 'marketing', 'any', 'denied', first_at
    from planned
    where marketing_plan in ('denied', 'granted_after_denial')
    union all
    select i, 'marketing', 'any', 'granted', first_at + to_days(15)
    from planned
    where marketing_plan = 'granted_after_denial'
    union all
    select
        i,
        'profiling',
        'any',
        case when profiling_granted then 'granted' else 'denied' end,
        first_at + to_minutes(1)
    from planned
    where marketing_plan <> 'none'
    union all
    select
        i,
        'face',
        'branch',
        case when u(i, 'face') < 0.05 then 'granted' else 'denied' end,
        first_at + to_minutes(2)
    from planned
    where u(i, 'face') < 0.2 and segment <> 'minor'
    union all
    select
        i,
        'partner_data',
        pick(['any', 'app', 'sms'], u(i, 'partner channel')),
        'granted',
        first_at + to_minutes(4)
    from planned
    where u(i, 'partner') < 0.1 and segment <> 'minor'
)

select customer_of(i) as customer_id, purpose, channel, state, at_time as changed_at
from rows_of
order by customer_id, purpose, channel, changed_at
