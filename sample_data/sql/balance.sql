-- One row per account and month end of the history, and the business date.
with month_ends as (
    select m, last_on as balance_on from balance_month
    union all
    select months(), history_from() - 1
),

flowing as (
    select
        flow.i, flow.slot, balance_on,
        case when slot = 1 then opening + upto else -upto end as balance,
    from flow
    inner join month_ends using (m)
    inner join opening using (i)
    union all
    select i, 1, history_from() - 1, opening
    from opening
),

standing as (
    select
        plan.i, plan.slot, balance_on,
        case
            when closed_on <= balance_on then 0
            else greatest(0, money(round(
                (amount + m * back_step) * case
                    when kind in ('fund', 'gold')
                        then
                            1
                            + 0.03
                            * bell(u(plan.i, 'w' || m), u(plan.i, 'v' || m))
                            * sign(m)
                    else 1
                end, 2
            )))
        end as balance,
    from plan_account as plan
    inner join crowd using (i)
    cross join month_ends
    where plan.slot not in (1, 50)
),

bounded as (
    select stated.i, stated.slot, balance_on, balance
    from (
        select * from flowing
        union all
        select * from standing
    ) as stated
    inner join plan_account as plan using (i, slot)
    where
        balance_on >= plan.opened_on and (closed_on is null or balance_on <= closed_on)
)

select account_of(i, slot) as account_id, balance_on, money(balance) as balance
from bounded
order by account_id, balance_on
