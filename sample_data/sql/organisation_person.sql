-- One row per person of a firm: its owner, sometimes somebody who keeps its books.
select
    'G' || lpad(cast(i as varchar), 8, '0') as organisation_id,
    customer_id,
    case when u(i, 'firm kind') < 0.7 then 'owner' else 'legal_representative' end
        as role,
from person
where segment = 'business_owner' and u(i, 'has firm') < 0.45
union all
select
    'G' || lpad(cast(owner as varchar), 8, '0'),
    customer_of(helper),
    'finance',
from keeper
order by organisation_id, customer_id
