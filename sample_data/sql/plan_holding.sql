-- One row per planted account that is not a current account, as it stands on the
-- business date.
with held as (
    select
        person.*,
        holding.product_code,
        terms.slot,
        terms.account_kind as kind,
        terms.rate as interest_rate,
        terms.drift,
        terms.amount_step,
        step_to(
            log_between(u(i, 'amount ' || product_code), low, high), amount_step
        ) as amount,
        cast(pick(string_split(terms.terms, ';'), u(i, 'term ' || product_code)) as int)
            as term_months,
        u(i, 'due ' || product_code) as due_draw,
        u(i, 'opened ' || product_code) as opened_draw,
    from person
    inner join holding using (segment)
    inner join product_terms as terms using (product_code)
    where u(i, 'holds ' || product_code) < holding.probability
),

dated as (
    select
        * exclude (amount),
        amount as wished,
        case
            when term_months is null then null
            when kind in ('mortgage', 'business_loan', 'consumer_loan')
                then as_of() + cast(floor(
                    between_of(due_draw, greatest(6, term_months / 4), term_months) * 30
                ) as int)
            when due_draw < 0.16 and kind in ('time_deposit', 'wealth')
                then as_of() + cast(floor(due_draw / 0.16 * 31) as int)
            else as_of() + 31 + cast(floor(due_draw * (term_months * 30 - 40)) as int)
        end as matures_on,
    from held
),

sized as (
    select
        *,
        greatest(1, date_diff('month', as_of(), matures_on)) as months_left,
        case
            when kind in ('mortgage', 'business_loan', 'consumer_loan')
                then
                    least(
                        wished,
                        step_to(greatest(income, 4000) * 0.35 * date_diff(
                            'month', as_of(), matures_on
                        ), amount_step)
                    )
            else wished
        end as amount,
    from dated
)

select
    i,
    slot,
    kind,
    product_code,
    'CNY' as currency,
    greatest(first_opened_on, coalesce(
        cast(matures_on - to_months(term_months) as date),
        as_of() - 30 - cast(floor(opened_draw * 900) as int)
    )) as opened_on,
    matures_on,
    coalesce(
        kind = 'time_deposit' and matures_on is not null
        and u(i, 'renews ' || product_code) < 0.45, false
    ) as auto_renew,
    cast(null as date) as closed_on,
    interest_rate,
    case when kind = 'credit_card' then amount end as credit_limit,
    amount,
    case
        when kind in ('mortgage', 'business_loan', 'consumer_loan')
            then
                money(round(
                    amount / cast(months_left as double), 2
                ))
        else money(round(-amount * cast(drift as double) * (0.5 + u(i, 'drift')), 2))
    end as back_step,
    term_months,
from sized
