-- One row per standing order.
-- params: none
select
    order_id,
    account_id,
    amount,
    case trim(k_symbol)
        when 'SIPO' then 'utilities'
        when 'POJISTNE' then 'insurance'
        when 'UVER' then 'loan'
        when 'LEASING' then 'leasing'
        else nullif(trim(k_symbol), '')
    end as purpose,
    bank_to as counterparty_bank,
    account_to as counterparty_account,
from orders
