-- One row per customer and quarter date with an open account: what loyalty rests on.
-- params: none
-- scope: customer
with dates as (
    select report_on, date_diff('day', window_from, report_on) + 1 as days
    from review_date
    where is_quarter
),

kinds as (
    select distinct accounts.customer_id, accounts.kind, dates.report_on, dates.days
    from account_state as accounts
    inner join dates on accounts.opened_on <= dates.report_on
    where accounts.closed_on is null or accounts.closed_on > dates.report_on
),

held as (
    select customer_id, report_on, days, count(*) as count_kinds
    from kinds
    group by customer_id, report_on, days
),

known as (
    select count(*) > 0 as has_referrals from referral_row
),

referrals as (
    select referral_row.customer_id, dates.report_on, count(*) as count_referrals
    from referral_row
    inner join dates on referral_row.opened_on <= dates.report_on
    group by referral_row.customer_id, dates.report_on
),

measured as (
    select
        held.customer_id,
        held.report_on,
        held.count_kinds,
        date_diff('day', customer.first_opened_on, held.report_on) as days_here,
        coalesce(moves.count_made, 0) as count_made,
        held.days,
        assets.aum,
        greatest(assets.aum, 0) + coalesce(moves.gone, 0) as wallet,
        if(known.has_referrals, coalesce(referrals.count_referrals, 0), null)
            as count_referrals,
    from held
    cross join known
    inner join adult_customer as customer on held.customer_id = customer.customer_id
    left join move_window as moves
        on held.customer_id = moves.customer_id and held.report_on = moves.report_on
    left join asset_review as assets
        on held.customer_id = assets.customer_id and held.report_on = assets.report_on
    left join referrals
        on
            held.customer_id = referrals.customer_id
            and held.report_on = referrals.report_on
)

select
    measured.customer_id,
    measured.report_on,
    cast(answers.product as decimal(12, 4)) as product,
    cast(answers.service as decimal(12, 4)) as service,
    cast(answers.process as decimal(12, 4)) as process,
    cast(answers.campaign as decimal(12, 4)) as campaign,
    cast(count_kinds as decimal(12, 4)) as products,
    cast(
        if(days_here < 0, null, cast(days_here as double) / 365.25) as decimal(12, 4)
    ) as tenure,
    cast(30 * cast(count_made as double) / nullif(days, 0) as decimal(12, 4))
        as activity,
    cast(cast(aum as double) / nullif(wallet, 0) as decimal(12, 4)) as wallet,
    cast(count_referrals as decimal(12, 4)) as referrals,
from measured
left join survey_review as answers
    on
        measured.customer_id = answers.customer_id
        and measured.report_on = answers.report_on
