-- One row per customer who asked something in the last `question_days`, newest first.
-- params: as_of, question_days
-- scope: customer
with questions as (
    select * from touch_row
    where kind = 'question' and happened_on > $as_of - cast($question_days as integer)
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
    })) as questions,
from questions
group by customer_id
