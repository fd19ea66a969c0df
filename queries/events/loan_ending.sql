-- One row per loan with few instalments left.
-- params: as_of, instalments_left
-- scope: customer
with dues as (
    select
        accounts.customer_id,
        accounts.account_id,
        accounts.kind,
        accounts.matures_on,
        count(*) filter (where schedule.due_on > $as_of) as count_left,
        cast(
            sum(schedule.due_amount) filter (where schedule.due_on > $as_of)
            as decimal(18, 2)
        ) as amount,
        max(schedule.due_on) filter (where schedule.due_on <= $as_of) as last_on,
        max(schedule.due_on) as ends_on,
    from loan_schedule as schedule
    inner join account_state as accounts
        on schedule.account_id = accounts.account_id
    where
        accounts.is_open
        and accounts.kind in ('consumer_loan', 'mortgage', 'business_loan')
    group by all
)

select
    customer_id,
    'loan_ending' as event_code,
    coalesce(last_on, cast($as_of as date)) as happened_on,
    ends_on as expires_on,
    amount,
    cast(0.5 as double) as strength,
    cast(to_json({
        'account_tail': right(account_id, 4),
        'kind': kind,
        'count': count_left,
        'ends_on': ends_on
    }) as varchar) as evidence,
from dues
where
    count_left between 1 and $instalments_left
    and ends_on >= matures_on - 31
