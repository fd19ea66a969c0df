-- One row per customer known for both spans and way out (bank, wallet): money of late
-- and just before.
-- A transfer that pays for something known, such as a bill, has not left for a bank.
-- params: as_of, bank, outflow_days
-- scope: customer
with old_customers as (
    select customer_id from account_state
    group by customer_id
    having min(opened_on) <= $as_of - 2 * $outflow_days
),

moves as (
    select
        customer_id,
        case when method in ('alipay', 'wechat') then 'wallet' else 'bank' end
            as way,
        case
            when method in ('alipay', 'wechat') then method else counterparty_bank
        end as destination,
        booked_on,
        -value as amount,
        booked_on > $as_of - $outflow_days as is_late,
    from transaction_row
    where
        is_spending
        and booked_on > $as_of - 2 * $outflow_days
        and (
            method in ('alipay', 'wechat')
            or method = 'transfer'
            and counterparty_bank <> $bank
            and category = 'other'
        )
),

by_destination as (
    select
        customer_id,
        way,
        destination,
        coalesce(sum(amount) filter (where is_late), 0) as amount,
        coalesce(sum(amount) filter (where not is_late), 0) as amount_before,
        count(*) filter (where is_late) as count_late,
        count(*) filter (where not is_late) as count_before,
        max(booked_on) as last_on,
    from moves
    semi join old_customers on moves.customer_id = old_customers.customer_id
    group by customer_id, way, destination
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id, way order by amount desc, destination asc
        ) as place,
    from by_destination
)

select
    customer_id,
    way,
    cast(sum(amount) as decimal(18, 2)) as amount,
    cast(sum(amount_before) as decimal(18, 2)) as amount_before,
    sum(count_late) as count_late,
    sum(count_before) as count_before,
    max(last_on) as last_on,
    max(destination) filter (where place = 1) as destination,
from ranked
group by customer_id, way
