-- One row per customer with this number, ordered by first_opened_on: since when here.
-- params: customer_id, at_most
-- about: customer
select 1 as count_rows, first_opened_on
from portrait
where customer_id = $customer_id and first_opened_on is not null
order by first_opened_on
limit $at_most
