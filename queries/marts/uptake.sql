-- One row per product and segment talked about in a year: talks, and yeses among them.
-- params: none
-- scope: bank
with talks as (
    select segment, unnest(contacts) as talk from portrait
),

answers as (
    select segment, talk.product_code, talk.outcome
    from talks
)

select
    product_code,
    segment,
    count(*) as count_talks,
    count(*) filter (where outcome in ('interested', 'done', 'zone_booked'))
        as count_welcomed,
from answers
where
    product_code is not null
    and outcome in ('interested', 'done', 'zone_booked', 'not_now', 'declined')
group by product_code, segment
