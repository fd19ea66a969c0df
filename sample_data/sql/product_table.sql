-- One row per product of the feed.
select
    product_code,
    name,
    kind,
    issuer,
    sale,
    risk,
    cast(as_of() - 900 as date) as on_sale_from,
    case when product_code = 'cc_inst' then cast(as_of() + 400 as date) end
        as on_sale_to,
from product
order by product_code
