-- One row per application left unfinished.
select
    customer_id,
    abandoned_product as product_code,
    abandoned_on,
    step,
    missing_document,
    expires_on, asked_amount as amount,
from plan_touch
where abandoned_product is not null
order by customer_id
