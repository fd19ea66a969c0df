-- One row per customer: what partners told, with consent to partner data only.
-- params: none
-- scope: customer
select
    customer.customer_id,
    coalesce(told.external_facts, []) as external_facts,
    coalesce(told.external_attributes, []) as external_attributes,
from customer
left join external_list as told on customer.customer_id = told.customer_id
