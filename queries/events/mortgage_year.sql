-- One row per mortgage that completed another full year lately.
-- params: as_of, window_days
-- scope: customer
with mortgages as (
    select
        *,
        (
            extract(year from cast($as_of as date)) * 12
            + extract(month from cast($as_of as date))
            - extract(year from opened_on) * 12
            - extract(month from opened_on)
            - case
                when
                    extract(day from cast($as_of as date))
                    < extract(day from opened_on)
                    then 1
                else 0
            end
        ) // 12 as years,
    from account_state
    where is_open and kind = 'mortgage'
),

anniversaries as (
    select
        *,
        cast(opened_on + to_months(12 * cast(years as integer)) as date) as happened_on,
    from mortgages
    where years >= 1
)

select
    customer_id,
    'mortgage_year' as event_code,
    happened_on,
    happened_on + $window_days as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(0.3 as double) as strength,
    cast(to_json({
        'account_tail': right(account_id, 4),
        'years': years,
        'began_on': opened_on
    }) as varchar) as evidence,
from anniversaries
