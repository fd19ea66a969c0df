-- One row per customer whose last complete month is the first that looks like a
-- trade's.
select customer_of(i) as customer_id
from receipt_month
group by i
having max(m) = last_month()
order by customer_id
