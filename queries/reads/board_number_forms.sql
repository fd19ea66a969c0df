-- One row per form of customer numbers, ordered by length and form.
-- params: none
-- about: nobody
select distinct
    length(key) as length,
    left(key, 1) between '0' and '9' as is_digit_first,
from search_key
where kind = 'customer_id'
order by length, is_digit_first
