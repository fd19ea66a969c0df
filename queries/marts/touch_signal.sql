-- One row per customer who looked, calculated or asked in 90 days: at what.
-- params: as_of, topics
-- scope: customer
with touches as (
    select customer_id, kind, product_code, reference
    from touch_row
    where
        happened_on > $as_of - 90
        and kind in ('view_product', 'calculator', 'question')
),

topics as (
    select unnest($topics) as topic
),

by_product as (
    select
        customer_id,
        product_code,
        count(*) filter (where kind = 'view_product') as count_views,
        count(*) filter (where kind = 'calculator') as count_calculations,
    from touches
    where product_code is not null
    group by all
),

products as (
    select
        customer_id,
        list_sort(list(product_code) filter (where count_views >= 1))
            as viewed_products,
        list_sort(list(product_code) filter (where count_views >= 2)) as viewed_often,
        list_sort(list(product_code) filter (where count_calculations >= 1))
            as calculated_products,
    from by_product
    group by customer_id
),

texts as (
    select distinct reference from touches
    where reference is not null
),

named as (
    select texts.reference, topics.topic.code as topic_code
    from texts
    inner join topics on regexp_matches(lower(texts.reference), topics.topic.words)
),

asked as (
    select
        touches.customer_id,
        list_sort(list(distinct named.topic_code)) as asked_topics,
    from touches
    inner join named on touches.reference = named.reference
    group by touches.customer_id
)

select
    coalesce(products.customer_id, asked.customer_id) as customer_id,
    products.viewed_products,
    products.viewed_often,
    products.calculated_products,
    asked.asked_topics,
from products
full join asked on products.customer_id = asked.customer_id
