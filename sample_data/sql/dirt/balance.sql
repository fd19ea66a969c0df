-- One row per faulty balance row, typed as the good ones.
with faults as (
    select * from (
        values
        ('missing_required', 'set_aside'), ('orphan', 'set_aside'),
        ('after_business_date', 'warn'), ('duplicate_differing', 'set_aside')
    ) as fault (fault, severity)
),

prep_1 as (select unnest(range(getvariable('faults'))) as k),

copies as (
    select
        *,
        unnest(range(case fault when 'duplicate_differing' then 2 else 1 end)) as copy
    from faults cross join prep_1
)

select
    fault,
    severity,
    case when fault = 'orphan' then 'A9999999901' else stranger_account(k) end
        as account_id,
    as_of() + case fault
        when 'after_business_date' then 1
        when 'missing_required' then -2 else -1
    end as balance_on,
    case when fault <> 'missing_required' then money(100 + copy) end as balance,
from copies
order by fault, account_id, balance_on, balance
