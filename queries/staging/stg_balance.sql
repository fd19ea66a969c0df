-- One row per row of the feed table balance: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        account_id, try_cast(balance_on as date) as balance_on,
        try_cast(balance as decimal(18, 2)) as balance, source_file, source_row,
    from raw_balance
)

select
    account_id, balance_on, balance, source_file, source_row,
    case
        when account_id is null then 'key:account_id'
        when balance_on is null or year(balance_on) not between 1900 and 2200
            then 'key:balance_on'
        when balance is null then 'required:balance'
    end as fault,
from typed
