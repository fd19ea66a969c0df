"""What the generator says it planted is what a reader of its feed finds by the contract's meanings."""

from collections.abc import Callable

import pytest

Rows = Callable[[str], list[tuple]]

LAST = """last as (
    select account_id, arg_max(balance, balance_on) as balance
    from balance where balance_on <= date '2026-11-20' group by account_id
)"""
OPEN = "account inner join last using (account_id)"
ASSETS = "'current', 'time_deposit', 'wealth', 'fund', 'insurance', 'gold', 'securities'"
PAID = """paid as (
    select customer_id, cast(booked_at as date) as booked_on, amount, payment_method,
        counterparty_account
    from "transaction" inner join account using (account_id)
)"""


def differing(rows: Rows, found: str, truth: str) -> list[tuple]:
    """Rows that stand in one of the two answers only; none when the truth is found exactly."""
    return rows(f"((({found}) except all ({truth})) union all (({truth}) except all ({found}))) limit 5")


@pytest.mark.parametrize("truth", ["assets", "liabilities"])
def test_money_held_and_owed(truth: str, rows: Rows) -> None:
    kinds = f"kind {'' if truth == 'assets' else 'not'} in ({ASSETS})"
    found = f"""
        with {LAST} select customer_id, kind, cast(sum(balance) as decimal(18, 2)) from {OPEN}
        where {kinds} and closed_on is null and currency = 'CNY' group by customer_id, kind
    """
    assert (
        differing(rows, found, f"select customer_id, kind, cast(amount as decimal(18, 2)) from truth_{truth}")
        == []
    )


def test_maturing_within_30_days(rows: Rows) -> None:
    found = f"""
        with {LAST} select customer_id, account_id, matures_on, auto_renew,
            cast(balance as decimal(18, 2))
        from {OPEN}
        where kind in ({ASSETS}) and closed_on is null and currency = 'CNY'
            and matures_on between date '2026-11-20' and date '2026-12-20'
    """
    truth = "select * replace (cast(amount as decimal(18, 2)) as amount) from truth_maturing_30d"
    assert differing(rows, found, truth) == []
    assert {True, False} == {renews for (renews,) in rows("select auto_renew from truth_maturing_30d")}


def test_spent_by_method_in_365_days(rows: Rows) -> None:
    found = """
        with owned as (
            select account_id, customer_id from account
            where kind in ('credit_card', 'consumer_loan', 'mortgage', 'business_loan')
        )
        select account.customer_id, payment_method, cast(-sum(amount) as decimal(18, 2))
        from "transaction" as moved inner join account using (account_id)
        where amount < 0 and cast(booked_at as date) between date '2025-11-21' and date '2026-11-20'
            and counterparty_customer_id is distinct from account.customer_id
            and not exists (
                select 1 from owned
                where owned.customer_id = account.customer_id
                    and owned.account_id = counterparty_account)
        group by account.customer_id, payment_method
    """
    truth = "select customer_id, payment_method, cast(spent as decimal(18, 2)) from truth_spent_365d"
    assert differing(rows, found, truth) == []


@pytest.mark.parametrize("truth", ["salary", "pension"])
def test_salary_and_pension_day_and_amount(truth: str, rows: Rows) -> None:
    found = f"""
        with {PAID},
        seen as (
            select customer_id, mode(day(booked_on)) as pay_day,
                cast(arg_max(amount, booked_on) as decimal(18, 2)) as amount,
                count(*) filter (booked_on >= date '2026-09-01') as count_lately
            from paid where payment_method = '{truth}' group by customer_id
        )
        select customer_id, pay_day, amount from seen where count_lately >= 2
    """
    tagged = "where is_tagged" if truth == "salary" else ""
    expected = f"select customer_id, day, cast(amount as decimal(18, 2)) from truth_{truth} {tagged}"
    assert differing(rows, found, expected) == []


def test_only_the_planted_untagged_salaries_come_from_one_payer_each_month(rows: Rows) -> None:
    found = f"""
        with {PAID},
        monthly as (
            select customer_id, counterparty_account, month(booked_on) as in_month,
                min(amount) as low, max(amount) as high, min(day(booked_on)) as first_day
            from paid
            where amount > 0 and payment_method in ('transfer', 'alipay', 'wechat')
                and counterparty_account is not null
                and booked_on between date '2026-07-01' and date '2026-10-31'
            group by all
        )
        select customer_id from monthly
        group by customer_id, counterparty_account
        having count(*) >= 3 and max(high) <= min(low) * 1.2 and max(first_day) - min(first_day) <= 4
    """
    assert differing(rows, found, "select customer_id from truth_salary where not is_tagged") == []
    assert rows("select count(*) > 0 from truth_salary where not is_tagged") == [(True,)]


@pytest.mark.parametrize("purpose", ["marketing", "profiling"])
def test_consent_in_the_branch(purpose: str, rows: Rows) -> None:
    found = f"""
        with latest as (
            select customer_id, channel,
                arg_max(state, (changed_at, state <> 'granted')) as state
            from consent where purpose = '{purpose}' and channel in ('any', 'branch')
            group by customer_id, channel
        )
        select customer.customer_id,
            coalesce(bool_or(state = 'granted') and bool_and(state = 'granted'), false)
        from customer left join latest using (customer_id) group by customer.customer_id
    """
    assert differing(rows, found, f"select customer_id, is_granted from truth_consent_{purpose}") == []


def test_validity_of_the_risk_rating(rows: Rows) -> None:
    found = """
        select customer_id, coalesce(
            risk_rating is not null and risk_expires_on >= date '2026-11-20'
            and date '2026-11-20' - risk_rated_on <= 365, false)
        from customer
    """
    assert differing(rows, found, "select customer_id, is_valid from truth_rating") == []
    states = {state for (state,) in rows("select distinct state from truth_rating")}
    assert states == {"valid", "expires_soon", "expired", "overdue", "missing"}


def test_unfinished_applications_and_complaints(rows: Rows) -> None:
    found = """
        select customer_id, product_code, cast(happened_at as date), cast(step as bigint),
            missing_document, expires_on
        from touchpoint where kind = 'application_abandoned'
    """
    truth = """
        select customer_id, product_code, abandoned_on, step, missing_document, expires_on
        from truth_abandoned
    """
    assert differing(rows, found, truth) == []
    complaints = """
        select customer_id, case when count(*) filter (kind = 'complaint_closed') = 0
            then 'open' else 'closed' end
        from touchpoint where starts_with(kind, 'complaint') group by customer_id
    """
    assert differing(rows, complaints, "select customer_id, state from truth_complaint") == []


def test_households_and_guardians(rows: Rows) -> None:
    found = "select customer_id, address_key, count(*) over (partition by address_key) from customer"
    assert differing(rows, found, "from truth_household") == []
    guardians = """
        select account.customer_id, account_party.customer_id
        from account_party inner join account using (account_id) where role = 'guardian'
    """
    assert differing(rows, guardians, "from truth_guardian") == []
    ages = """
        select min(date_diff('year', parent.birth_date, child.birth_date))
        from truth_guardian
        inner join customer as child using (customer_id)
        inner join customer as parent on parent.customer_id = guardian_id
    """
    assert rows(ages)[0][0] >= 20


def test_a_large_inflow_is_one_transfer_from_outside(rows: Rows) -> None:
    found = f"""
        with {PAID} select truth_large_inflow.customer_id, count(*)
        from truth_large_inflow inner join paid using (customer_id, booked_on, amount)
        group by truth_large_inflow.customer_id
    """
    truth = "select customer_id, 1 from truth_large_inflow"
    assert differing(rows, found, truth) == []
    assert rows("select min(amount) >= 50000 from truth_large_inflow") == [(True,)]


SEGMENTS = """
with {last},
{paid},
worth as (
    select customer_id, sum(balance) as aum,
        sum(balance) filter (kind in ('current', 'time_deposit', 'securities')) as safe
    from {open} where kind in ({assets}) and closed_on is null and currency = 'CNY'
    group by customer_id
),
salaried as (
    select customer_id, paid_months from truth_salary
),
incoming as (
    select customer_id, month(booked_on) as in_month, count(*) as count_in, sum(amount) as total,
        count(distinct counterparty_account) as count_payers
    from paid where amount > 0 and booked_on >= date '2026-05-01'
        and payment_method in ('alipay', 'wechat', 'transfer')
    group by all
),
busy as (
    select customer_id,
        count(*) filter (count_in >= 20 and count_payers >= 10 and total >= 50000) as shop_months,
        count(*) filter (count_in >= 4) as gig_months
    from incoming group by customer_id
),
facts as (
    select customer.customer_id,
        date_diff('year', birth_date, date '2026-11-20') - cast(
            strftime(birth_date, '%m-%d') > '11-20' as int) as age,
        coalesce(aum, 0) as aum, coalesce(safe, 0) as safe,
        coalesce(shop_months >= 3, false) or customer_id in (
            select customer_id from account where kind = 'business_loan')
        or customer_id in (select customer_id from organisation_person) as is_owner,
        coalesce(gig_months >= 4, false) as is_gig,
        coalesce(paid_months, 0) as paid_months,
        customer_id in (select customer_id from account_party where role = 'guardian')
        or customer_id in (select customer_id from touchpoint where reference = '教育金怎么攒')
        as has_child,
        customer_id in (select customer_id from account where kind = 'mortgage') as has_mortgage
    from customer
    left join worth using (customer_id)
    left join busy using (customer_id)
    left join salaried using (customer_id)
)
select customer_id, case
    when age is null then 'unknown'
    when age < 18 then 'minor'
    when is_owner then 'business_owner'
    when age >= 60 and safe >= 0.6 * aum and aum >= 50000 then 'elderly_saver'
    when age >= 60 then 'elderly_pension'
    when age >= 50 then 'pre_retire'
    when age >= 30 and aum >= 500000 then 'affluent_family'
    when age >= 28 and has_child then 'family_children'
    when has_mortgage then 'mortgage_family'
    when age <= 24 and paid_months < 6 then 'campus_starter'
    when age <= 35 and paid_months >= 6 then 'young_worker'
    when paid_months = 0 and is_gig then 'flexible_newcitizen'
    when age >= 36 and paid_months >= 6 then 'mature_worker'
    else 'unknown' end as segment
from facts
"""


def test_every_customer_falls_into_the_segment_it_was_made_for(rows: Rows) -> None:
    found = SEGMENTS.format(last=LAST, paid=PAID, open=OPEN, assets=ASSETS)
    assert differing(rows, found, "select customer_id, segment from truth_segment_intended") == []


def test_all_segments_have_a_sensible_share(rows: Rows) -> None:
    shares = dict(rows("select segment, count(*) / 2000 from truth_segment_intended group by segment"))
    assert len(shares) == 13
    assert min(shares.values()) > 0.02
    assert max(shares.values()) < 0.2


def test_the_young_pay_by_alipay_and_the_old_in_cash(rows: Rows) -> None:
    shares = rows("""
        select
            case when segment in ('young_worker', 'campus_starter') then 'young' else 'old' end,
            sum(spent) filter (payment_method = 'alipay')
            / sum(spent) filter (payment_method in ('alipay', 'wechat', 'card', 'cash')),
            sum(spent) filter (payment_method = 'cash')
            / sum(spent) filter (payment_method in ('alipay', 'wechat', 'card', 'cash'))
        from truth_spent_365d inner join truth_segment_intended using (customer_id)
        where segment in ('young_worker', 'campus_starter', 'elderly_saver', 'elderly_pension')
        group by 1 order by 1
    """)
    (_, old_alipay, old_cash), (_, young_alipay, young_cash) = shares
    assert young_alipay > 0.4 > 0.15 > old_alipay
    assert old_cash > 0.25 > 0.05 > young_cash


def test_the_default_makes_about_120_transactions_a_customer(rows: Rows) -> None:
    assert 105 <= rows('select count(*) / 2000 from "transaction"')[0][0] <= 135


def test_a_difference_would_be_seen(rows: Rows) -> None:
    assert differing(rows, "select 1, 2", "select 1, 3") != []
