-- One row per faulty survey row; every column as text.
select
    'out_of_range' as fault,
    'set_aside' as severity,
    'XV' || lpad(cast(k as varchar), 7, '0') as survey_id,
    sound_stranger(k) as customer_id,
    cast(cast(as_of() - 9 as date) as varchar) as answered_on,
    'service' as aspect,
    '9' as score,
from (select unnest(range(greatest(1, getvariable('faults') // 3))) as k)
order by survey_id
