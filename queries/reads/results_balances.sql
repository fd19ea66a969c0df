-- One row per customer asked for: assets now less those of the last month end up to a
-- day of their own, ordered by customer.
-- params: customer_ids, days
-- about: people
-- load: heavy
with asked as (
    select unnest($customer_ids) as customer_id, unnest($days) as since_on
),

found as (
    select asked.customer_id, asked.since_on, aum, assets_by_month
    from asked
    inner join portrait on asked.customer_id = portrait.customer_id
),

month_ends as (
    select customer_id, since_on, unnest(assets_by_month) as one
    from found
),

earlier as (
    select
        customer_id,
        one.month_end,
        sum(one.balance) as balance,
    from month_ends
    where one.month_end <= since_on
    group by customer_id, one.month_end
    qualify
        row_number() over (partition by customer_id order by one.month_end desc) = 1
)

select found.customer_id, found.aum - earlier.balance as change
from found
inner join earlier on found.customer_id = earlier.customer_id
where found.aum is not null
order by found.customer_id
