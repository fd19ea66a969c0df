-- One row per risk flag a customer is involved in, ordered by flag_code and subject.
-- params: customer_id
-- about: customer
select flag_code, subject
from risk_flag
where list_contains(involved, $customer_id)
order by flag_code, subject
