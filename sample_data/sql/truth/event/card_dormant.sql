-- One row per customer whose credit card has lain unused for 180 to 210 days.
select customer_id
from plan_card left join card_used using (i)
where
    card_kind = 'credit' and issued_on + 2 <= as_of() - 180
    and date_diff('day', coalesce(used_on, issued_on + 2), as_of()) between 180 and 210
order by customer_id
