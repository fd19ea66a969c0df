-- One row per customer of these, as a lead shows them, ordered by customer_id.
-- params: customer_ids
-- about: people
select
    customer_id,
    kind as customer_kind,
    name,
    segment,
    manager_staff_id,
    has_open_complaint,
    last_complaint_on,
    contacts,
from portrait
where
    customer_id in (select unnest($customer_ids))
    and not deceased
order by customer_id
