-- One row per customer with a planned application that can still be finished.
select customer_id
from plan_touch inner join person using (i, customer_id)
where
    abandoned_product is not null and expires_on >= as_of()
    and abandoned_on >= first_opened_on
order by customer_id
