-- One row per row of the feed table product: typed, with its fault or NULL.
-- params: none
-- scope: bank
with typed as (
    select
        product_code, name, kind, issuer, lower(sale) as sale, upper(risk) as risk,
        try_cast(on_sale_from as date) as on_sale_from,
        try_cast(on_sale_to as date) as on_sale_to, source_file, source_row,
    from raw_product
)

select
    product_code, name, kind, issuer, sale,
    case when risk in ('R1', 'R2', 'R3', 'R4', 'R5') then risk end as risk,
    case
        when year(on_sale_from) between 1900 and 2200 then on_sale_from
    end as on_sale_from,
    case when year(on_sale_to) between 1900 and 2200 then on_sale_to end as on_sale_to,
    source_file, source_row,
    case
        when product_code is null then 'key:product_code'
        when name is null then 'required:name'
        when kind is null then 'required:kind'
        when issuer is null then 'required:issuer'
        when sale is null or sale not in ('own', 'agency') then 'required:sale'
    end as fault,
from typed
