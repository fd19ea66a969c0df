-- One row per customer: everything planted about the person; other tables follow
-- from this.
with jobs as (
    select
        named.*,
        segment = 'elderly_pension' and u(i, 'pensioned') >= pensioned
        and u(i, 'deceased') < 0.08 as deceased,
        u(i, 'salaried') < salaried as has_salary,
        u(i, 'pensioned') < pensioned as has_pension,
        step_to(log_between(u(i, 'income'), income_low, income_high), 10)
            as base_income,
        cast(floor(u(i, 'employer') * 288) as int) as employer_no,
        cast(as_of() - to_years(age) as date)
        - 1 - cast(floor(u(i, 'birthday') * 363) as int) as born_on,
    from person_named as named
),

timed as (
    select
        jobs.* exclude (base_income, income_low, income_high),
        if(income_low = 0 or deceased, 0, base_income) as income,
        employer.employer,
        employer.employer_account,
        employer.pay_day,
        pick([10, 15, 20], u(branch_no, 'pension day')) as pension_day,
        case
            when segment = 'young_worker' then 7
            when segment <> 'campus_starter' then months()
            when u(i, 'first salary') < 0.5 and employer.pay_day <= day(as_of()) then 2
            else 3
        end
        + case
            when segment = 'young_worker'
                then cast(floor(u(i, 'working since') * 40) as int)
            else 0
        end as paid_months,
        case when segment = 'pre_retire' and u(i, 'salary stopped') < 0.06 then 3 else 0
        end as unpaid_months,
        segment in ('mature_worker', 'young_worker', 'mortgage_family')
        and u(i, 'raise') < 0.12 as has_raise,
        if(u(i, 'raise month') < 0.5, 2, 3) as raised_months,
        segment = 'mature_worker' and u(i, 'new trade') < 0.03 as has_new_trade,
        u(i, 'untagged salary') < 0.06 as is_untagged,
        case
            when segment in ('campus_starter', 'minor')
                then
                    as_of()
                    - 60
                    - cast(floor(u(i, 'since') * least(1100, age * 290)) as int)
            when u(i, 'newcomer') < 0.05 and segment <> 'young_worker'
                then as_of() - 210 - cast(floor(u(i, 'since') * 400) as int)
            else
                as_of() - months() * 31 - 40
                - cast(floor(u(i, 'since') * least(4600, (age - 17) * 330)) as int)
        end as first_opened_on,
        (
            select max(band) from band
            where age between age_low and age_high
        ) as band,
        segment not in ('unknown', 'minor') and not deceased as is_active,
    from jobs left join employer using (employer_no)
)

select
    timed.*,
    case
        when
            age <= 64 and u(i, 'new pension') < 0.2
            and pension_day <= day(as_of()) then 2
        else months()
    end as pension_months,
    'B' || lpad(cast(branch_no as varchar), 3, '0') as branch_id,
    pick(words('area'), u(household, 'area')) as address_area,
    branch.city as home_city,
    between_of(u(i, 'saving'), save_low, save_high) as save_ratio,
    step_to(log_between(u(i, 'current'), current_low + 1, current_high), 0.01)
        as current_target,
    if(deceased, 0, cast(round(
        spend_rate
        * getvariable('spend_mean')
        * exp(0.45 * bell(u(i, 'n1'), u(i, 'n2')) - 0.1)
    ) as int)) as count_spend,
    greatest(
        0.45, least(3.0, power(greatest(income, 1500) / cast(6500 as double), 0.55))
    )
        as spend_size,
from timed
left join branch on branch.branch_id = 'B' || lpad(cast(branch_no as varchar), 3, '0')
