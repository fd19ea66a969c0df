-- One row per fact bought in or given by a partner.
select
    customer_id,
    pick(['housing_fund', 'telecom'], u(i, 'external source')) as source,
    'contribution_band' as attribute,
    pick(['low', 'middle', 'high'], u(i, 'external value')) as value,
    as_of() - cast(floor(u(i, 'external on') * 200) as int) as measured_on,
from person
where is_active and u(i, 'partner') < 0.14
order by customer_id
