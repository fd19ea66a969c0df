-- One row per row of the feed table fx_rate: typed, with its fault or NULL.
-- params: none
-- scope: bank
with typed as (
    select
        upper(currency) as currency, try_cast(rate as decimal(9, 6)) as rate,
        source_file, source_row,
    from raw_fx_rate
)

select
    currency, rate, source_file, source_row,
    case
        when currency is null then 'key:currency'
        when rate is null or rate not between 0.000001 and 999.999999
            then 'required:rate'
    end as fault,
from typed
