-- One row per living customer whose identity document ends soon or ended lately.
-- params: as_of, days_before, days_after
-- scope: customer
with living as (
    select customer_id from living_customer
)

select
    customer.customer_id,
    'id_expiring' as event_code,
    least(customer.id_expires_on, cast($as_of as date)) as happened_on,
    customer.id_expires_on + $days_after as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(case when customer.id_expires_on < $as_of then 0.6 else 0.4 end as double)
        as strength,
    cast(to_json({'due_on': customer.id_expires_on}) as varchar) as evidence,
from customer
inner join living on customer.customer_id = living.customer_id
where
    customer.id_expires_on between $as_of - $days_after and $as_of + $days_before
