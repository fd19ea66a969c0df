-- One row per grown person whose spending on rent began lately.
-- params: as_of, window_days, least_count, least_amount, alive_days
-- scope: customer
with begun as (
    select * from spending_begun
    where category = 'rent' and first_on > $as_of - $window_days
)

select
    customer_id,
    'spending_begins_rent' as event_code,
    first_on as happened_on,
    last_on + $alive_days as expires_on,
    amount,
    cast(case when count_rows >= $least_count then 0.6 else 0.5 end as double)
        as strength,
    cast(to_json({
        'count': count_rows, 'first_on': first_on, 'last_on': last_on
    }) as varchar) as evidence,
from begun
where count_rows >= $least_count or amount >= $least_amount
