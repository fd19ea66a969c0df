-- One row per row of the feed table loan_schedule: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        account_id, try_cast(due_on as date) as due_on,
        try_cast(due_amount as decimal(18, 2)) as due_amount,
        try_cast(paid_on as date) as paid_on,
        try_cast(paid_amount as decimal(18, 2)) as paid_amount, paid_from_account,
        source_file, source_row,
    from raw_loan_schedule
)

select
    account_id, due_on, due_amount,
    case when year(paid_on) between 1900 and 2200 then paid_on end as paid_on,
    paid_amount, paid_from_account, source_file, source_row,
    case
        when account_id is null then 'key:account_id'
        when due_on is null or year(due_on) not between 1900 and 2200 then 'key:due_on'
        when due_amount is null then 'required:due_amount'
    end as fault,
from typed
