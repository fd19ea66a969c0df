-- One row per customer ever contacted: the last time, and how often lately.
-- params: as_of, contact_cap_days
-- scope: customer
with contacts as (
    select customer_id, outcome, cast(contacted_at as date) as contacted_on from contact
    where contacted_at < cast(cast($as_of as date) + 1 as timestamp)
)

select
    customer_id,
    max(contacted_on) as last_contact_on,
    count(*) filter (
        where
        contacted_on > $as_of - $contact_cap_days and outcome <> 'not_appropriate'
    ) as count_lately,
from contacts
group by customer_id
