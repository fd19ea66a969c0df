-- One row per customer whose identity document ends soon or ended lately.
-- params: as_of, days_before, days_after
-- scope: customer
select
    customer_id,
    'id_expiring' as event_code,
    least(id_expires_on, cast($as_of as date)) as happened_on,
    id_expires_on + $days_after as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(case when id_expires_on < $as_of then 0.6 else 0.4 end as double)
        as strength,
    cast(to_json({'due_on': id_expires_on}) as varchar) as evidence,
from customer
where id_expires_on between $as_of - $days_after and $as_of + $days_before
