-- One row per receipt from elsewhere that is large for the customer.
-- params: as_of, least_amount, months_of_spending, window_days
-- scope: customer
with receipts as (
    select * from transfer_row
    where
        not is_own_transfer
        and value >= $least_amount
        and booked_on >= $as_of - $window_days
),

without_income as (
    select receipts.*
    from receipts
    anti join regular_income_row as income
        on
            receipts.customer_id = income.customer_id
            and receipts.transaction_id = income.transaction_id
),

measured as (
    select
        without_income.*,
        greatest(
            cast($least_amount as double),
            coalesce(cast(spent.monthly_spend_median as double), 0)
            * cast($months_of_spending as double)
        ) as threshold,
    from without_income
    left join spent_median as spent
        on without_income.customer_id = spent.customer_id
)

select
    customer_id,
    'large_inflow' as event_code,
    booked_on as happened_on,
    booked_on + $window_days as expires_on,
    value as amount,
    round(least(cast(value as double) / nullif(threshold, 0) / 2, 0.9), 4) as strength,
    cast(to_json({
        'account_tail': right(account_id, 4),
        'booked_at': booked_at,
        'channel': channel,
        'method': method
    }) as varchar) as evidence,
from measured
where cast(value as double) >= threshold
