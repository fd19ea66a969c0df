-- One row per grown customer and product looked at several times lately.
-- params: as_of, window_days, least_count
-- scope: customer
with grown as (
    select customer_id from living_customer
    where is_adult
),

views as (
    select touches.*
    from touch_row as touches
    inner join grown on touches.customer_id = grown.customer_id
    where
        touches.kind = 'view_product'
        and touches.product_code is not null
        and touches.happened_on > $as_of - $window_days
),

by_product as (
    select
        customer_id,
        product_code,
        count(*) as count_rows,
        max(happened_on) as last_on,
    from views
    group by customer_id, product_code
)

select
    customer_id,
    'product_viewed' as event_code,
    last_on as happened_on,
    last_on + $window_days - 1 as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(0.4 as double) as strength,
    cast(to_json({'product_code': product_code, 'count': count_rows}) as varchar)
        as evidence,
from by_product
where count_rows >= $least_count
