-- One row per minor whose guardian banks here.
select customer_id, customer_of(parent) as guardian_id
from person
where parent is not null
order by customer_id
