-- One row per merchant code.
select cast(code as varchar) as code, category
from merchant
order by code
