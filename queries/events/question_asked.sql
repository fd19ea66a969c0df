-- One row per question a living customer asked lately.
-- params: as_of, window_days
-- scope: customer
with living as (
    select customer_id from living_customer
)

select
    questions.customer_id,
    'question_asked' as event_code,
    questions.happened_on,
    questions.happened_on + $window_days - 1 as expires_on,
    questions.amount,
    cast(0.4 as double) as strength,
    cast(to_json({
        'asked': questions.reference,
        'channel': questions.channel,
        'product_code': questions.product_code,
        'touchpoint_id': questions.touchpoint_id
    }) as varchar) as evidence,
from touch_row as questions
inner join living on questions.customer_id = living.customer_id
where
    questions.kind = 'question' and questions.happened_on > $as_of - $window_days
