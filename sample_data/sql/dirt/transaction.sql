-- One row per faulty transaction row, typed as the good ones.
with faults as (
    select * from (
        values
        ('1', 'missing_required', 'set_aside'), ('2', 'orphan', 'set_aside'),
        ('3', 'unknown_code', 'to_null'), ('4', 'unknown_customer', 'to_null'),
        ('5', 'after_business_date', 'warn'), ('6', 'html_in_text', 'warn'),
        ('7', 'duplicate_identical', 'warn'), ('8', 'duplicate_differing', 'set_aside')
    ) as fault (mark, fault, severity)
),

prep_1 as (select unnest(range(getvariable('faults'))) as k),

copies as (
    select
        *,
        unnest(range(case when starts_with(fault, 'duplicate') then 2 else 1 end))
            as copy,
    from faults cross join prep_1
)

select
    fault,
    severity,
    'XT' || lpad(cast(k as varchar), 7, '0') || mark as transaction_id,
    case when fault = 'orphan' then 'A9999999901' else stranger_account(k) end
        as account_id,
    cast(
        as_of()
        + case when fault = 'after_business_date' then 2 else -4 end as timestamp
    )
        as booked_at,
    case
        when fault <> 'missing_required'
            then
                money(-1 - case when fault = 'duplicate_differing' then copy else 0 end)
    end as amount,
    'mobile' as channel,
    case when fault = 'unknown_code' then 'seashells' else 'transfer' end
        as payment_method,
    case when fault = 'unknown_customer' then 'C99999999' end
        as counterparty_customer_id,
    case when fault = 'html_in_text' then '<script>alert(1)</script>' end as memo,
from copies
order by transaction_id, amount
