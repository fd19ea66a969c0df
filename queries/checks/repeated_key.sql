-- One row per key hash that stands in more than one row of the table under check.
-- params: none
-- scope: bank
select key_hash
from checked_key
group by key_hash
having count(*) > 1
