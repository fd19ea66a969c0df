-- One row per customer who paid a stranger much: an elder, or far beyond the usual.
select distinct customer_id
from stranger_paid inner join person using (i)
where
    age >= 60 and not is_undated
    or amount >= 50000 and amount >= 5 * largest_before
order by customer_id
