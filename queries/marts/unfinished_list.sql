-- One row per customer with unfinished business, newest first.
-- params: none
-- scope: customer
with unfinished as (
    select * from unfinished_row
)

select
    customer_id,
    list_reverse_sort(list({
        'happened_at': happened_at,
        'touchpoint_id': touchpoint_id,
        'kind': kind,
        'channel': channel,
        'product_code': product_code,
        'amount': amount,
        'step': step,
        'missing_document': missing_document,
        'expires_on': expires_on,
        'reference': reference
    })) as unfinished,
from unfinished
group by customer_id
