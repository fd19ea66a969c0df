-- One row per second month in a row with a salary well above the months before.
-- params: as_of, raise_share, window_days
-- scope: customer
with by_month as (
    select * from income_month
    where income = 'salary'
),

compared as (
    select
        *,
        lag(month) over (partition by customer_id order by month, last_on)
            as month_before,
        lag(amount) over (partition by customer_id order by month, last_on)
            as amount_before,
        max(amount) over (
            partition by customer_id
            order by month rows between 4 preceding and 2 preceding
        ) as usual_amount,
        count(*) over (
            partition by customer_id
            order by month rows between 4 preceding and 2 preceding
        ) as count_usual,
    from by_month
),

raised as (
    select *, cast(least(amount, amount_before) as double) as lower_amount
    from compared
    where
        count_usual >= 2
        and month_before = cast(month - interval 1 month as date)
        and last_on >= $as_of - $window_days
)

select
    customer_id,
    'salary_raised' as event_code,
    last_on as happened_on,
    last_on + $window_days as expires_on,
    amount,
    cast(0.6 as double) as strength,
    cast(to_json({'amount_before': usual_amount}) as varchar) as evidence,
from raised
where
    lower_amount
    >= round(cast(usual_amount as double) * (1 + cast($raise_share as double)), 2)
