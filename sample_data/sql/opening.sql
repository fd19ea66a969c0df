-- One row per current account: the balance before the history, so that it never
-- falls below zero.
select
    flow.i,
    money(round(greatest(
        crowd.current_target, -min(upto) + crowd.current_target / 4
    ), 2)) as opening,
from flow inner join crowd using (i)
where slot = 1
group by flow.i, crowd.current_target
