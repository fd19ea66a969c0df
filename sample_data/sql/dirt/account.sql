-- One row per faulty account row; every column as text.
with faults as (
    select * from (
        values
        ('1', 'unknown_code', 'set_aside'), ('2', 'orphan', 'set_aside'),
        ('3', 'malformed', 'set_aside'), ('4', 'missing_required', 'set_aside'),
        ('5', 'matures_before_opening', 'to_null'),
        ('6', 'after_business_date', 'warn'),
        ('7', 'unknown_product', 'to_null')
    ) as fault (mark, fault, severity)
),

prep_1 as (select unnest(range(getvariable('faults'))) as k)

select
    fault,
    severity,
    'XA' || lpad(cast(k as varchar), 7, '0') || mark as account_id,
    case when fault = 'orphan' then 'C99999999' else sound_stranger(k) end
        as customer_id,
    case when fault = 'unknown_product' then 'dep_unheard_of' else 'dep_term' end
        as product_code,
    case when fault = 'unknown_code' then 'crypto' else 'time_deposit' end as kind,
    case when fault <> 'missing_required' then 'CNY' end as currency,
    case fault
        when 'malformed' then '2026-13-45'
        when 'after_business_date' then cast(cast(as_of() + 5 as date) as varchar)
        else cast(cast(as_of() - 100 as date) as varchar)
    end as opened_on,
    case
        when
            fault = 'matures_before_opening'
            then cast(cast(as_of() - 300 as date) as varchar)
    end as matures_on,
from faults cross join prep_1
order by account_id
