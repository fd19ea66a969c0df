-- One row per customer who sent 50,000 or five months' spending at once, whichever
-- is more.
select distinct customer_of(i) as customer_id
from large_move left join usual_spending using (i)
where -amount >= greatest(50000, 5 * coalesce(spent, 0))
order by customer_id
