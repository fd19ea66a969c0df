-- One row per customer with a role on accounts of others: the relations, no money.
-- params: none
-- scope: customer
with roles as (
    select customer_id, account_id, kind, role from party_role
)

select
    customer_id,
    list_sort(list({'account_id': account_id, 'kind': kind, 'role': role}))
        as party_roles,
    bool_or(role = 'guardian') as is_guardian,
from roles
group by customer_id
