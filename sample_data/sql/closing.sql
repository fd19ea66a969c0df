-- One row per current or credit card account: what is on it, or owed, on the
-- business date.
select
    flow.i,
    slot,
    case when slot = 1 then opening + upto else -upto end as balance,
from flow inner join opening using (i)
where m = 0
