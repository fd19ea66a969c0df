-- One row per customer talked to: how often lately, and whether the product must rest.
-- params: today, talks, product, same_kind, helping, days
-- scope: customer
with at_desks as (
    select unnest(
        cast($talks as struct(
            customer_id varchar,
            contact_id varchar,
            contacted_at timestamp,
            product_code varchar,
            outcome varchar,
            next_on date
        )[]),
        recursive := true
    )
),

in_feed as (
    select customer_id, unnest(contacts) as talk from portrait
),

fed as (
    select customer_id, talk.* from in_feed
),

together as (
    select customer_id, contact_id, contacted_at, product_code, outcome, next_on
    from fed
    union all
    select customer_id, contact_id, contacted_at, product_code, outcome, next_on
    from at_desks anti join fed using (customer_id, contact_id)
),

told as (
    select
        *,
        cast(contacted_at as date) as day,
        coalesce(product_code = $product, false) as is_own,
        product_code is null or list_contains($same_kind, product_code) as concerns,
    from together
    where cast(contacted_at as date) <= $today
),

weighed as (
    select
        *,
        case
            when not concerns then null
            when is_own and outcome = 'interested' then false
            when is_own and outcome in ('done', 'zone_booked')
                then $today < day + $days.settled
            when is_own and outcome = 'referred' and $today < day + $days.referred
                then true
            when
                outcome = 'declined' and $today < day
                + if(product_code is null, $days.any_kind, $days.cool_down)
                then true
            when
                outcome = 'not_now'
                and $today < coalesce(next_on, day + $days.not_now)
                then true
        end as must_rest,
    from told
)

select
    customer_id,
    count(*) filter (
        where day > $today - $days.cap
        and outcome <> 'not_appropriate'
        and not coalesce(list_contains($helping, product_code), false)
    ) as count_lately,
    bool_or(outcome = 'not_appropriate' and day = $today) as is_not_today,
    coalesce(arg_max(must_rest, (contacted_at, contact_id)) filter (
        where must_rest is not null
    ), false) as must_rest,
from weighed
group by customer_id
