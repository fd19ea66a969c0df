-- One row per product of the feed, ordered by product_code.
-- params: none
-- about: nobody
select product_code, name
from product
order by product_code
