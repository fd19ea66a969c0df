-- One row per faulty customer row; every column as text.
with made as (
    select
        'X' || lpad(cast(k as varchar), 7, '0') as id,
        pick(words('surname'), u(k, 'dirt surname'))
        || pick(words('given_f'), u(k, 'dirt given'))
            as name,
        k,
    from (select unnest(range(getvariable('faults'))) as k)
),

faults as (
    select * from (
        values
        ('1', 'missing_key', 'set_aside'), ('2', 'missing_required', 'set_aside'),
        ('3', 'born_in_future', 'set_aside'), ('4', 'duplicate_differing', 'set_aside'),
        ('5', 'unknown_code', 'to_null'), ('6', 'bad_date', 'to_null'),
        ('7', 'unknown_branch', 'to_null'), ('8', 'html_in_text', 'warn'),
        ('9', 'missing_name', 'none'), ('A', 'date_out_of_range', 'to_null'),
        ('B', 'control_character', 'warn')
    ) as fault (mark, fault, severity)
),

copies as (
    select
        fault,
        severity,
        unnest(range(case fault when 'duplicate_differing' then 2 else 1 end))
            as copy, mark, id, name, k
    from faults cross join made
)

select
    fault,
    severity,
    case when fault <> 'missing_key' then id || mark end as customer_id,
    case fault
        when 'missing_name' then null
        when 'html_in_text' then '<b onclick="x()">' || name || '</b>'
        when 'control_character' then name || chr(7)
        when 'duplicate_differing' then name || cast(copy as varchar)
        else name
    end as name,
    case when fault <> 'missing_required' then case
        when fault = 'unknown_branch' then 'B999' else 'B001'
    end end as home_branch_id,
    case fault
        when 'born_in_future' then cast(cast(as_of() + 40 as date) as varchar)
        when 'bad_date' then '1990-02-30'
        when 'date_out_of_range' then '0001-01-01'
        else '1980-05-17'
    end as birth_date,
    case when fault = 'unknown_code' then 'C9' end as risk_rating,
from copies
union all by name
select
    'duplicate_identical' as fault,
    'warn' as severity,
    copied.*,
from (select cast(columns(*) as varchar) from written) as copied
where customer_id in (select customer_of(k + 1) from made)
order by fault, customer_id, name
