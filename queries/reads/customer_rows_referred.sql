-- One row per customer whom this one referred, ordered by since_on (newest first).
-- params: customer_id, at_most
-- about: customer
with referrals as (
    select * from rows.relation
    where customer_id = $customer_id and kind = 'referred' and step = 1
)

select count(*) over () as count_rows, since_on
from referrals
order by since_on desc nulls last, other_id asc
limit $at_most
