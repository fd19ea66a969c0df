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
    'G' || lpad(cast(keeper.owner as varchar), 8, '0'),
    customer_of(keeper.helper),
    'finance',
from (
    select owners.i as owner, min(helpers.i) as helper
    from person as owners
    inner join person as helpers
        on
            owners.branch_no = helpers.branch_no and helpers.segment = 'business_owner'
            and helpers.i between owners.i + 1 and owners.i + 60
    where
        owners.segment = 'business_owner' and u(owners.i, 'has firm') < 0.45
        and u(owners.i, 'has keeper') < 0.2
    group by owners.i
) as keeper
order by organisation_id, customer_id
