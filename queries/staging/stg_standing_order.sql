-- One row per row of the feed table standing_order: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        order_id, account_id, try_cast(amount as decimal(18, 2)) as amount, purpose,
        counterparty_bank, counterparty_account,
        try_cast(day_of_month as integer) as day_of_month, source_file, source_row,
    from raw_standing_order
)

select
    order_id, account_id, amount, purpose, counterparty_bank, counterparty_account,
    case when day_of_month between 1 and 31 then day_of_month end as day_of_month,
    source_file, source_row,
    case
        when order_id is null then 'key:order_id'
        when account_id is null then 'required:account_id'
        when amount is null then 'required:amount'
    end as fault,
from typed
