-- One row per customer whose rating was planned to end within 30 days.
select customer_id
from person inner join person_rating using (i)
where rating_state = 'expires_soon' and age >= 18 and not deceased
order by customer_id
