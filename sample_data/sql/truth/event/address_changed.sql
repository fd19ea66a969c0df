-- One row per grown person whose address was planned to be another a month ago.
select customer_id
from person_before inner join person using (i, customer_id)
where address_now <> address_before and age >= 18 and not deceased
order by customer_id
