-- One row per step from a customer to who came before, ordered by step.
-- params: customer_id, steps, at_most
-- about: people
with referrals as (
    select * from rows.relation
    where customer_id = $customer_id and kind = 'referred_by' and step <= $steps
)

select count(*) over () as count_rows, step, since_on
from referrals
order by step, other_id
limit $at_most
