-- One row per booking; a code we do not know goes through as it is, to be counted.
-- params: none
with booked as (
    select * replace (nullif(trim(k_symbol), '') as k_symbol) from trans
),

owners as (
    select account_id, client_id
    from disp
    where type = 'OWNER'
),

loan_payments as (
    select distinct paid_from_account as account_id
    from feed.loan_schedule
    where paid_on is not null
)

select
    booked.trans_id as transaction_id,
    booked.account_id,
    regexp_replace(booked.date, '^(\d\d)(\d\d)(\d\d)$', '19\1-\2-\3') as booked_at,
    case
        when booked.type = 'PRIJEM' then booked.amount
        when booked.type in ('VYDAJ', 'VYBER') then '-' || booked.amount
    end as amount,
    case
        when booked.k_symbol in ('UROK', 'SANKC. UROK', 'SLUZBY') then 'batch'
    end as channel,
    case
        when booked.k_symbol = 'DUCHOD' then 'pension'
        when booked.k_symbol in ('UROK', 'SANKC. UROK') then 'interest'
        when booked.k_symbol = 'SLUZBY' then 'fee'
        when booked.operation in ('VKLAD', 'VYBER') then 'cash'
        when booked.operation = 'VYBER KARTOU' then 'card'
        when booked.operation in ('PREVOD Z UCTU', 'PREVOD NA UCET')
            then 'transfer'
        else booked.operation
    end as payment_method,
    nullif(booked.account, '0') as counterparty_account,
    booked.bank as counterparty_bank,
    case when booked.k_symbol = 'UVER' then owners.client_id end
        as counterparty_customer_id,
    case when booked.k_symbol in ('SIPO', 'POJISTNE') then booked.k_symbol end
        as merchant_category,
    concat_ws(' ', booked.operation, booked.k_symbol) as memo,
from booked
left join loan_payments
    on booked.account_id = loan_payments.account_id and booked.k_symbol = 'UVER'
left join owners on loan_payments.account_id = owners.account_id
