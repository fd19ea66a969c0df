-- One row per row of the feed table account: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        account_id, customer_id, product_code, lower(kind) as kind,
        upper(currency) as currency, try_cast(opened_on as date) as opened_on,
        try_cast(matures_on as date) as matures_on,
        try_cast(auto_renew as boolean) as auto_renew, renew_term,
        try_cast(closed_on as date) as closed_on,
        try_cast(interest_rate as decimal(9, 6)) as interest_rate,
        try_cast(credit_limit as decimal(18, 2)) as credit_limit, source_file,
        source_row,
    from raw_account
)

select
    account_id, customer_id, product_code, kind, currency, opened_on,
    case
        when year(matures_on) between 1900 and 2200 and matures_on >= opened_on
            then matures_on
    end as matures_on,
    auto_renew, renew_term,
    case when year(closed_on) between 1900 and 2200 then closed_on end as closed_on,
    case
        when interest_rate between -100 and 999 then interest_rate
    end as interest_rate,
    credit_limit, source_file, source_row,
    case
        when account_id is null then 'key:account_id'
        when customer_id is null then 'required:customer_id'
        when
            kind is null or kind not in (
                'current', 'time_deposit', 'wealth', 'fund', 'insurance', 'gold',
                'securities', 'credit_card', 'consumer_loan', 'mortgage',
                'business_loan'
            )
            then 'required:kind'
        when currency is null then 'required:currency'
        when opened_on is null or year(opened_on) not between 1900 and 2200
            then 'required:opened_on'
    end as fault,
from typed
