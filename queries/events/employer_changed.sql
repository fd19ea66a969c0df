-- One row per grown person whose employer is another than the month before.
-- params: as_of, alive_days
-- scope: customer
with people as (
    select customer_id from living_customer
    where is_person and is_adult
),

earlier as (
    select customer_id, as_of as known_on, employer from month_before
)

select
    customer.customer_id,
    'employer_changed' as event_code,
    cast($as_of as date) as happened_on,
    cast($as_of as date) + $alive_days as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(0.4 as double) as strength,
    cast(to_json({
        'known_on': earlier.known_on,
        'before': earlier.employer,
        'now': customer.employer
    }) as varchar) as evidence,
from customer
inner join people on customer.customer_id = people.customer_id
inner join earlier on customer.customer_id = earlier.customer_id
where customer.employer <> earlier.employer
