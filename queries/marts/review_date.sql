-- One row per date on which loyalty or the path of the assets is looked at.
-- params: as_of, complete_until
-- scope: bank
-- A quarter end counts when the feed tells of its three months.
with known as (
    select cast(date_trunc('month', min(booked_at)) as date) as known_from
    from transaction
),

quarters_back as (
    select unnest(range(0, 4)) as quarters
),

quarter_ends as (
    select
        cast(
            cast(date_trunc('quarter', cast($as_of as date)) as date)
            - to_months(quarters * 3) as date
        ) - 1 as report_on,
    from quarters_back
),

months_back as (
    select unnest([3, 6]) as months
),

looked_at as (
    select report_on, true as is_quarter, null as months from quarter_ends
    union all
    select cast($as_of as date) as report_on, true as is_quarter, 0 as months
    union all
    select
        cast(cast($complete_until as date) - to_months(months) as date) - 1
            as report_on,
        false as is_quarter,
        months,
    from months_back
),

dated as (
    select
        report_on,
        bool_or(is_quarter) as is_quarter,
        max(months) as months_back,
        cast(
            cast(date_trunc('month', report_on) as date) - interval 2 month as date
        ) as window_from,
    from looked_at
    group by report_on
)

select
    dated.report_on,
    dated.is_quarter
    and coalesce(
        dated.months_back = 0 or dated.window_from >= known.known_from, false
    ) as is_quarter,
    dated.months_back,
    dated.window_from,
from dated
cross join known
