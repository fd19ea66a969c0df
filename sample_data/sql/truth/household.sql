-- One row per customer: the household and how many of its members bank here.
select
    customer_id,
    'H' || lpad(cast(household as varchar), 8, '0') as address_key,
    count(*) over (partition by household) as count_members,
from person
order by customer_id
