-- One row per customer with this number, ordered by customer_id.
-- params: customer_id
-- about: customer
select
    cards, flows_by_month, destinations_365d, active_hours, active_weekdays,
    cities, transaction_channels, touch_channels,
from portrait
where customer_id = $customer_id
