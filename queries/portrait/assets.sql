-- One row per customer: what is held and owed, what matures, accounts and cards.
-- params: idle_months
-- scope: customer
with totals as (
    select
        *,
        coalesce(asset_current, 0) + coalesce(asset_time_deposit, 0)
        + coalesce(asset_gov_bond, 0) as deposits,
    from asset_total
)

select
    customer.customer_id,
    coalesce(totals.aum, 0) as aum,
    totals.aum_90d_ago,
    totals.asset_current,
    totals.asset_time_deposit,
    totals.asset_wealth,
    totals.asset_fund,
    totals.asset_insurance,
    totals.asset_gold,
    totals.asset_securities,
    totals.asset_gov_bond,
    coalesce(totals.liabilities, 0) as liabilities,
    totals.liability_credit_card,
    totals.liability_consumer_loan,
    totals.liability_mortgage,
    totals.liability_business_loan,
    coalesce(other_currency.other_currencies, []) as other_currencies,
    coalesce(maturities.maturing_30d, 0) as maturing_30d,
    maturities.next_maturity_on,
    maturities.next_maturity_renews,
    maturities.next_maturity_amount,
    maturities.next_maturity_kind,
    cast(
        case
            when totals.aum > 0
                then round(
                    cast(totals.deposits as double)
                    / nullif(cast(totals.aum as double), 0), 4
                )
        end as decimal(9, 4)
    ) as deposit_share,
    case
        when totals.asset_current > $idle_months * spent.monthly_spend_median
            then totals.asset_current - $idle_months * spent.monthly_spend_median
    end as idle_balance,
    spent.monthly_spend_median,
    coalesce(asset_month.assets_by_month, []) as assets_by_month,
    coalesce(account_list.accounts, []) as accounts,
    coalesce(party_list.party_roles, []) as party_roles,
    coalesce(card_list.cards, []) as cards,
    coalesce(account_list.held_products, []) as held_products,
    coalesce(account_list.held_kinds, []) as held_kinds,
    coalesce(card_list.bound_wallets, []) as bound_wallets,
    coalesce(party_list.is_guardian, false) as is_guardian,
    coalesce(card_list.has_social_security_card_inactive, false)
        as has_social_security_card_inactive,
    account_list.customer_id is not null or party_list.customer_id is not null
        as has_open_account,
from customer
left join totals on customer.customer_id = totals.customer_id
left join other_currency on customer.customer_id = other_currency.customer_id
left join maturity_total as maturities on customer.customer_id = maturities.customer_id
left join spent_median as spent on customer.customer_id = spent.customer_id
left join asset_month on customer.customer_id = asset_month.customer_id
left join account_list on customer.customer_id = account_list.customer_id
left join party_list on customer.customer_id = party_list.customer_id
left join card_list on customer.customer_id = card_list.customer_id
