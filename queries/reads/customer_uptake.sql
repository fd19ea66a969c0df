-- One row per product and segment talked about, ordered by product and segment.
-- params: none
-- about: nobody
select product_code, segment, count_talks, count_welcomed
from uptake
order by product_code, segment
