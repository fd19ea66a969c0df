-- One row per customer and payer who pays like an employer: its typical payment.
-- params: complete_4m, complete_until
-- scope: customer
with payments as (
    select *
    from income_row
    where
        payer is not null
        and method <> 'pension'
        and month >= $complete_4m
        and month < $complete_until
),

steady_payers as (
    select customer_id, payer
    from payments
    group by customer_id, payer
    having count(distinct month) >= 3
),

steady as (
    select payments.*
    from payments
    semi join steady_payers
        on
            payments.customer_id = steady_payers.customer_id
            and payments.payer = steady_payers.payer
),

anchors as (
    select
        one.customer_id,
        one.payer,
        one.transaction_id,
        one.booked_at,
        one.value,
        one.day,
        count(distinct other.month) as count_months,
    from steady as one
    inner join steady as other
        on
            one.customer_id = other.customer_id
            and one.payer = other.payer
            and abs(other.value - one.value) * 5 <= one.value
            and abs(other.day - one.day) <= 4
    group by all
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id, payer
            order by count_months desc, booked_at desc, transaction_id
        ) as place,
    from anchors
    where count_months >= 3
)

select customer_id, payer, value, day
from ranked
where place = 1
