-- One row per kind, product and other product held with it, or opened after it.
-- params: as_of, pair_customers, pair_count, pair_common, pair_days
-- scope: bank
with opened as (
    select
        customer_id,
        product_code,
        min(opened_on) as opened_on,
        bool_or(closed_on is null or closed_on > $as_of) as is_held,
    from account
    where product_code is not null and opened_on <= $as_of
    group by customer_id, product_code
),

items as (
    select 'pair' as kind, customer_id, product_code, opened_on, true as is_first
    from opened
    where is_held
    union all
    select
        'sequence' as kind,
        customer_id,
        product_code,
        opened_on,
        opened_on <= cast($as_of as date) - $pair_days as is_first,
    from opened
),

sizes as (
    select kind, count(distinct customer_id) as count_customers from items
    group by kind
),

products as (
    select
        items.kind,
        items.product_code,
        sizes.count_customers,
        count(*) as count_held,
        count(*) filter (where items.is_first) as count_first,
    from items
    inner join sizes on items.kind = sizes.kind
    where sizes.count_customers >= $pair_customers
    group by items.kind, items.product_code, sizes.count_customers
    having count(*) < $pair_common * sizes.count_customers
),

kept as (
    select
        items.*,
        products.count_held,
        products.count_first,
        products.count_customers,
    from items
    inner join products
        on items.kind = products.kind and items.product_code = products.product_code
),

pairs as (
    select
        one.kind,
        one.product_code,
        other.product_code as with_product_code,
        one.count_first as count_with_product,
        other.count_held as count_with_other,
        one.count_customers,
        count(*) as count_any,
        count(*) filter (
            where one.kind = 'pair'
            or date_diff('day', one.opened_on, other.opened_on) between 1 and $pair_days
        ) as count_both,
    from kept as one
    inner join kept as other
        on one.kind = other.kind and one.customer_id = other.customer_id
    where one.is_first and one.product_code <> other.product_code
    group by all
)

select * from pairs
where count_both >= $pair_count
