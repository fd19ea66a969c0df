-- One row per transfer to somebody else that is large for the customer.
-- params: as_of, least_amount, months_of_spending, window_days
-- scope: customer
with sent as (
    select * from transfer_row
    where
        not is_own_transfer
        and value <= -$least_amount
        and booked_on >= $as_of - $window_days
),

measured as (
    select
        sent.*,
        greatest(
            cast($least_amount as double),
            coalesce(cast(spent.monthly_spend_median as double), 0)
            * cast($months_of_spending as double)
        ) as threshold,
    from sent
    left join spent_median as spent on sent.customer_id = spent.customer_id
)

select
    customer_id,
    'large_outflow' as event_code,
    booked_on as happened_on,
    booked_on + $window_days as expires_on,
    -value as amount,
    round(least(cast(-value as double) / nullif(threshold, 0) / 2, 0.9), 4) as strength,
    cast(to_json({
        'account_tail': right(account_id, 4),
        'booked_at': booked_at,
        'channel': channel,
        'bank': counterparty_bank
    }) as varchar) as evidence,
from measured
where cast(-value as double) >= threshold
