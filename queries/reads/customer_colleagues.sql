-- One row per payer of salaries: how many customers it pays, ordered by payer_key.
-- params: payer_key
-- about: people
select payer_key, count(*) as count_customers
from rows.relation
where kind = 'employer' and payer_key = $payer_key
group by payer_key
order by payer_key
