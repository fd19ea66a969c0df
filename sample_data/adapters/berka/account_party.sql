-- One row per account and client who may use it without owning it (a disponent).
-- params: none
select
    account_id,
    client_id as customer_id,
    'authorised' as role,
from disp
where type = 'DISPONENT'
