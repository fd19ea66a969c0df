-- One row per planted account that is not a current account, on the business date.
with dated as (
    select
        * exclude (amount),
        amount as wished,
        case
            when term_months is null then null
            when kind = 'mortgage' and has_new_home(i, segment)
                then as_of() + term_months * 30 - 250
            when kind in ('business_loan', 'consumer_loan') and due_draw < 0.05
                then as_of() + 20 + cast(floor(due_draw / 0.05 * 60) as int)
            when kind in ('mortgage', 'business_loan', 'consumer_loan')
                then as_of() + cast(floor(
                    between_of(due_draw, greatest(6, term_months / 4), term_months) * 30
                ) as int)
            when due_draw < 0.16 and kind in ('time_deposit', 'wealth')
                then as_of() + cast(floor(due_draw / 0.16 * 31) as int)
            else as_of() + 31 + cast(floor(due_draw * (term_months * 30 - 40)) as int)
        end as matures_on,
    from plan_wish
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
