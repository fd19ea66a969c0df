-- One row per customer: the ten cities with most own payments in 365 days.
-- params: none
-- scope: customer
with by_city as (
    select customer_id, city, count(*) as count_rows
    from transaction_row
    where is_spending and is_in_year and city is not null
    group by all
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by count_rows desc, city
        ) as place,
    from by_city
)

select
    customer_id,
    list_transform(
        list_sort(
            list({'place': place, 'code': cast(city as varchar), 'count': count_rows})
        ),
        lambda item: {'code': item.code, 'count': item.count}
    ) as cities,
from ranked
where place <= 10
group by customer_id
