-- One row per faulty consent row; every column as text.
with faults as (
    select * from (
        values
        ('unknown_code', 'set_aside', 'spying', 'granted', 1),
        ('unknown_state', 'set_aside', 'marketing', 'perhaps', 2),
        ('orphan', 'set_aside', 'marketing', 'granted', 3)
    ) as fault (fault, severity, purpose, state, mark)
),

prep_1 as (select unnest(range(getvariable('faults'))) as k)

select
    fault,
    severity,
    case when fault = 'orphan' then 'C99999999' else sound_stranger(k) end
        as customer_id,
    purpose,
    'sms' as channel,
    state,
    cast(cast(as_of() - 3 as timestamp) + to_seconds(k * 10 + mark) as varchar)
        as changed_at,
from faults cross join prep_1
order by fault, customer_id, changed_at
