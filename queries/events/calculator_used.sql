-- One row per grown customer and product worked out lately.
-- params: as_of, window_days
-- scope: customer
with grown as (
    select customer_id from living_customer
    where is_adult
),

uses as (
    select touches.*
    from touch_row as touches
    inner join grown on touches.customer_id = grown.customer_id
    where
        touches.kind = 'calculator' and touches.happened_on > $as_of - $window_days
),

by_product as (
    select
        customer_id,
        product_code,
        count(*) as count_rows,
        max(happened_on) as last_on,
        arg_max(
            amount, {'happened_at': happened_at, 'touchpoint_id': touchpoint_id}
        ) as amount,
    from uses
    group by customer_id, product_code
)

select
    customer_id,
    'calculator_used' as event_code,
    last_on as happened_on,
    last_on + $window_days - 1 as expires_on,
    amount,
    cast(case when count_rows > 1 then 0.6 else 0.5 end as double) as strength,
    cast(to_json({'product_code': product_code, 'count': count_rows}) as varchar)
        as evidence,
from by_product
