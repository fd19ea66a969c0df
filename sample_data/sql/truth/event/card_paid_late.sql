-- One row per customer who repaid a card more than 3 days late, within 30 days past.
select distinct customer_of(i) as customer_id
from card_due
where paid_on > due_on + 3 and due_on + 4 between as_of() - 30 and as_of()
order by customer_id
