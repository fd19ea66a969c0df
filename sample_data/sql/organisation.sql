-- One row per small firm that belongs to a customer.
select
    'G' || lpad(cast(i as varchar), 8, '0') as organisation_id,
    pick(words('shop_word'), u(i, 'shop word'))
    || pick(words('shop_trade'), u(i, 'shop trade'))
        as name,
    case when u(i, 'firm kind') < 0.7 then 'sole_trader' else 'company' end as kind,
    pick(['retail', 'catering', 'wholesale', 'services'], u(i, 'industry')) as industry,
    as_of() - 400 - cast(floor(u(i, 'registered') * 3600) as int) as registered_on,
from person
where segment = 'business_owner' and u(i, 'has firm') < 0.45
order by organisation_id
