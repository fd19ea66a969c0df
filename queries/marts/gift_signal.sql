-- One row per customer whom many gave small sums within 7 days of the last 30.
-- params: as_of, gift_at_most, gift_together, gift_kept_share
-- scope: customer
with moves as (
    select * from transfer_row
    where booked_on > $as_of - 37 and not is_own_transfer
),

gifts as (
    select customer_id, booked_on, counterparty, value
    from moves
    where
        value > 0
        and value <= $gift_at_most
        and counterparty is not null
        and method in ('transfer', 'alipay', 'wechat')
),

days as (
    select distinct customer_id, booked_on as last_on
    from gifts
    where booked_on > $as_of - 30
),

weeks as (
    select
        days.customer_id,
        days.last_on,
        count(distinct gifts.counterparty) as count_payers,
        sum(gifts.value) as amount,
    from days
    inner join gifts
        on
            days.customer_id = gifts.customer_id
            and gifts.booked_on between days.last_on - 6 and days.last_on
    group by all
),

passed_on as (
    select
        weeks.customer_id,
        weeks.last_on,
        -sum(moves.value) as amount,
    from weeks
    inner join moves
        on
            weeks.customer_id = moves.customer_id
            and moves.value < 0
            and moves.booked_on between weeks.last_on - 6 and weeks.last_on + 3
    group by all
)

select
    weeks.customer_id,
    max(weeks.count_payers) as gift_payers,
from weeks
left join passed_on
    on
        weeks.customer_id = passed_on.customer_id
        and weeks.last_on = passed_on.last_on
where
    weeks.amount >= $gift_together
    and coalesce(passed_on.amount, 0) <= weeks.amount * (1 - $gift_kept_share)
group by weeks.customer_id
