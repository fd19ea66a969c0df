-- One row per district: the bank places its branches and its clients by district.
-- params: none
select
    a1 as branch_id,
    a2 as name,
    a2 as district,
from district
