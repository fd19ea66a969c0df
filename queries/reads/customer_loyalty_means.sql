-- One row per group the customer belongs to, branch and segment, ordered by group_kind.
-- params: customer_id
-- about: customer
with customer as (
    select home_branch_id, segment from portrait
    where customer_id = $customer_id
)

select loyalty_group.group_kind, loyalty_group.count_customers, loyalty_index
from loyalty_group
inner join customer
    on loyalty_group.group_code = case loyalty_group.group_kind
        when 'branch' then customer.home_branch_id
        else customer.segment
    end
order by loyalty_group.group_kind
