-- One row per faulty touchpoint row; every column as text.
with faults as (
    select * from (
        values
        ('1', 'orphan', 'set_aside'), ('2', 'malformed', 'set_aside'),
        ('3', 'unknown_product', 'to_null'), ('4', 'after_business_date', 'warn'),
        ('5', 'unknown_code', 'set_aside')
    ) as fault (mark, fault, severity)
),

prep_1 as (select unnest(range(getvariable('faults'))) as k)

select
    fault,
    severity,
    'XH' || lpad(cast(k as varchar), 7, '0') || mark as touchpoint_id,
    case when fault = 'orphan' then 'C99999999' else sound_stranger(k) end
        as customer_id,
    case fault
        when 'malformed' then 'yesterday'
        when 'after_business_date' then cast(cast(as_of() + 3 as timestamp) as varchar)
        else cast(cast(as_of() - 3 as timestamp) as varchar)
    end as happened_at,
    'mobile' as channel,
    case when fault = 'unknown_code' then 'telepathy' else 'view_product' end as kind,
    case when fault = 'unknown_product' then 'dep_unheard_of' else 'dep_term' end
        as product_code,
from faults cross join prep_1
order by touchpoint_id
