-- One row per planted life story (wedding, renovation, car …), told by purchases.
select
    customer_of(i) as customer_id,
    story,
    happened_on as began_on,
    code as merchant_category
from plan_event
where event = 'life'
order by customer_id
