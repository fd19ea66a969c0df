-- One row per customer with surveys of 365 days: each answer, newest first.
-- params: as_of, survey
-- scope: customer
with answers as (
    select * from survey_row
    where answered_on > $as_of - $survey['days']
)

select
    customer_id,
    list_reverse_sort(list({
        'answered_on': answered_on,
        'survey_id': survey_id,
        'aspect': aspect,
        'score': score,
        'product_code': product_code,
        'account_tail': right(account_id, 4),
        'trigger': trigger
    })) as surveys,
from answers
group by customer_id
