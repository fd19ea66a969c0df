-- One row per loan instalment due, from the start of the history to three months
-- ahead.
with loans as (
    select
        i,
        slot,
        kind,
        matures_on,
        opened_on,
        amount,
        back_step,
        cast(interest_rate as double) as rate,
        1 + cast(floor(u(i, 'due day ' || kind) * 27) as int) as due_day,
    from plan_account
    where kind in ('mortgage', 'consumer_loan', 'business_loan')
),

dues as (
    select loans.*, m, in_month(m, due_day) as due_on
    from loans, (select cast(unnest(range(-3 - months_later(), months())) as int) as m)
    where
        in_month(m, due_day) > opened_on + 20 and in_month(m, due_day) <= matures_on
        and in_month(m, due_day) >= history_from()
),

stated as (
    select
        *,
        money(round(back_step + (amount + greatest(m, 0) * back_step) * rate / 12, 2))
            as due_amount,
        u(i, 'late ' || m) as late_draw,
        u(i, 'late payer') < 0.06 as is_late_payer,
    from dues
)

select
    i,
    slot,
    m,
    due_on,
    due_amount,
    case
        when due_on > horizon() then null
        when is_late_payer and late_draw < 0.2
            then due_on + 2 + cast(floor(late_draw * 60) as int)
        else due_on
    end as pays_on,
from stated
