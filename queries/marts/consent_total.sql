-- One row per customer with consent rows: one column per purpose, null where none.
-- params: none
-- scope: customer
with consents as (
    select customer_id, purpose, is_granted from consent_state
)

select
    customer_id,
    bool_and(is_granted) filter (where purpose = 'marketing') as marketing,
    bool_and(is_granted) filter (where purpose = 'profiling') as profiling,
    bool_and(is_granted) filter (where purpose = 'partner_data') as partner_data,
    bool_and(is_granted) filter (where purpose = 'face') as face,
from consents
group by customer_id
