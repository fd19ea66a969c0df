-- One row per living customer whose paper ends within 60 days, or ended 60 days ago.
select customer_id
from person
where u(i, 'id expiry') * 5000 < 121 and not deceased
order by customer_id
