-- One row per row of the feed table external: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        customer_id, source, attribute, value,
        try_cast(measured_on as date) as measured_on, source_file, source_row,
    from raw_external
)

select
    customer_id, source, attribute, value, measured_on, source_file, source_row,
    case
        when customer_id is null then 'key:customer_id'
        when source is null then 'key:source'
        when attribute is null then 'key:attribute'
        when value is null then 'required:value'
        when measured_on is null or year(measured_on) not between 1900 and 2200
            then 'required:measured_on'
    end as fault,
from typed
