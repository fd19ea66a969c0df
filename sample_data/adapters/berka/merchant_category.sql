-- One row per symbol of a transaction that tells what was paid for.
-- params: none
select 'SIPO' as code, 'utilities' as category
union all
select 'POJISTNE' as code, 'insurance' as category
