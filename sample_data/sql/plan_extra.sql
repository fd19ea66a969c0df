-- One row per planted current, foreign-currency, dormant, matured or closed
-- account.
with stated as (
    select
        *,
        u(i, 'matured') as matured_draw,
        as_of() - 1 - cast(floor(
            case when u(i, 'matured lately') < 0.3 then 35 else 400 end
            * u(i, 'matured on')
        ) as int) as matured_on,
    from person
),

shaped as (
    select
        i, 1 as slot, 'current' as kind, 'cur_basic' as product_code, 'CNY' as currency,
        first_opened_on as opened_on, null as matures_on, null as closed_on,
        0.0005 as interest_rate, current_target as amount, null as term_months,
    from stated
    union all
    select
        i, 2, 'current', 'cur_basic', 'CNY', first_opened_on, null, null, 0.0005,
        money(round(u(i, 'old account') * 80, 2)), null,
    from stated
    where u(i, 'has old account') < 0.12 and segment <> 'minor'
    union all
    select
        i, 3, 'current', 'cur_fx',
        case
            when u(i, 'which currency') < 0.6 then 'USD'
            when u(i, 'which currency') < 0.92 then 'HKD' else 'THB'
        end,
        first_opened_on, null, null, 0.0005,
        money(round(log_between(u(i, 'fx amount'), 50, 12000), 2)), null,
    from stated
    where u(i, 'has fx') < 0.03 and income >= 5000
    union all
    select
        i, 14, 'time_deposit', 'dep_term', 'CNY',
        greatest(first_opened_on, cast(matured_on - to_months(12) as date)),
        matured_on, matured_on, 0.0095,
        step_to(log_between(matured_draw / 0.1, 8000, 40000), 1000), 12,
    from stated
    where
        matured_draw < 0.1 and is_active and first_opened_on < as_of() - 500
        and segment not in ('campus_starter', 'elderly_pension')
    union all
    select
        i, 90, 'current', 'cur_basic', 'CNY', first_opened_on, null,
        as_of() - 20 - cast(floor(u(i, 'closed on') * 600) as int), 0.0005, 0, null,
    from stated
    where u(i, 'has closed') < 0.05 and first_opened_on < as_of() - 700
)

select
    i,
    slot,
    kind,
    product_code,
    currency,
    opened_on,
    cast(matures_on as date) as matures_on,
    false as auto_renew, cast(closed_on as date) as closed_on, interest_rate,
    cast(null as decimal(18, 2)) as credit_limit, money(amount) as amount,
    money(0) as back_step, cast(term_months as int) as term_months,
from shaped
