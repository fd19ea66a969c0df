-- One row per application broken off, not expired and not taken further.
-- params: as_of, soon_days, undated_days
-- scope: customer
with applications as (
    select *, coalesce(expires_on, happened_on + $undated_days) as due_on
    from unfinished_row
    where is_abandoned
)

select
    customer_id,
    'application_abandoned' as event_code,
    happened_on,
    due_on as expires_on,
    amount,
    cast(case when due_on <= $as_of + $soon_days then 0.9 else 0.8 end as double)
        as strength,
    cast(to_json({
        'product_code': product_code,
        'step': step,
        'missing_document': missing_document,
        'due_on': due_on
    }) as varchar) as evidence,
from applications
