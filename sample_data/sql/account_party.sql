-- One row per further person on an account: joint owner, authorised helper or
-- guardian.
select
    account_of(i, 1) as account_id,
    customer_of(parent) as customer_id,
    'guardian' as role
from person
where parent is not null
union all
select account_of(i, 1), customer_of(spouse), 'joint'
from person
where spouse is not null and i < spouse and u(i, 'joint') < 0.25
union all
select account_of(i, 1), customer_of(grown_child), 'authorised'
from person
where grown_child is not null
order by account_id, customer_id
