-- One row per customer for whom a scenario card was planted, and which.
select
    customer_of(i) as customer_id,
    card
from plan_scene
where card <> 'RNT4' or months() >= 24
order by customer_id
