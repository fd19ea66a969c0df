-- One row per question a customer asked lately.
-- params: as_of, window_days
-- scope: customer
select
    customer_id,
    'question_asked' as event_code,
    happened_on,
    happened_on + $window_days - 1 as expires_on,
    amount,
    cast(0.4 as double) as strength,
    cast(to_json({
        'asked': reference,
        'channel': channel,
        'product_code': product_code,
        'touchpoint_id': touchpoint_id
    }) as varchar) as evidence,
from touch_row
where kind = 'question' and happened_on > $as_of - $window_days
