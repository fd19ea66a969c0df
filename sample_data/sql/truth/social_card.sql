-- One row per social security card that was never activated.
select customer_id
from person
where age >= 50 and u(i, 'social card') < 0.4 and u(i, 'activated') >= 0.55
order by customer_id
