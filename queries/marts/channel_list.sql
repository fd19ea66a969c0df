-- One row per customer: transactions by channel, how many, when last.
-- params: none
-- scope: customer
with by_channel as (
    select
        customer_id,
        channel,
        count(*) filter (where is_in_year) as count_rows,
        max(booked_on) as last_on,
    from transaction_row
    group by all
)

select
    customer_id,
    list_sort(
        list({'code': cast(channel as varchar), 'count': count_rows})
        filter (where channel is not null and count_rows > 0)
    ) as transaction_channels,
    coalesce(sum(count_rows), 0) as count_transactions_365d,
    coalesce(sum(count_rows) filter (where channel = 'counter'), 0)
        as count_counter_365d,
    max(last_on) as last_transaction_on,
    max(last_on) filter (where channel = 'counter') as last_counter_on,
from by_channel
group by customer_id
