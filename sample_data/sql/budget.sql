-- One row per customer: what comes in and what regularly leaves in a month.
with dues as (
    select i, avg(due_amount) as loan_due
    from loan_plan
    where m between 0 and 5
    group by i
),

costs as (
    select
        person.*,
        coalesce(dues.loan_due, 0) as loan_due,
        case
            when
                segment = 'young_worker' and u(i, 'rents') < 0.5
                or segment = 'flexible_newcitizen' and u(i, 'rents') < 0.5
                or segment = 'campus_starter' and has_salary and u(i, 'rents') < 0.3
                then step_to(least(income * 0.28, 4200), 50)
            else 0
        end as rent,
        case
            when segment = 'campus_starter' then 2
            when u(i, 'rents lately') < 0.06 then 3
            else months()
        end as rent_months,
        case
            when is_active and age >= 26 and u(i, 'debits bills') < 0.45
                then 90 + cast(floor(u(i, 'bill size') * 260) as int)
            else 0
        end as bills,
        count_spend * spend_size * mean_purchase
        / (least(months(), 13) + 0.35 * greatest(months() - 13, 0)) as expected_spend,
    from person
    left join band_mean using (band)
    left join dues using (i)
)

select
    *,
    step_to(greatest(
        0, income * (1 - save_ratio) - expected_spend - rent - bills - loan_due
    ), 100) as moves_out,
    not has_salary and not has_pension and income > 0
    and segment not in ('business_owner', 'flexible_newcitizen') as is_supported,
from costs
