-- One row per customer of the feed.
select
    customer_id,
    'person' as kind,
    name,
    gender,
    case when not is_undated then born_on end as birth_date,
    case
        when u(i, 'id kept') < 0.97 then lpad(cast(
            cast(floor(u(i, 'id tail') * 99) as int) * 100
            + (
                case when gender = 'm' then 1 else 0 end
                + 2 * cast(floor(u(i, 'id sex') * 5) as int)
            ) * 10
            + cast(floor(u(i, 'id check') * 10) as int) as varchar
        ), 4, '0')
    end as id_number_last4,
    as_of() - 60 + cast(floor(u(i, 'id expiry') * 5000) as int) as id_expires_on,
    case
        when segment <> 'minor' and u(i, 'phone kept') < 0.96
            then phone_of((i * 7919) % 700000)
    end as phone,
    address_area,
    'H' || lpad(cast(household as varchar), 8, '0') as address_key,
    case
        when
            segment = 'minor' or (segment = 'campus_starter' and not has_salary)
            then '学生'
        when segment = 'business_owner' then pick(words('job_owner'), u(i, 'job'))
        when segment = 'flexible_newcitizen' then pick(words('job_free'), u(i, 'job'))
        when age >= 60 then '退休'
        when has_salary and age < 36 then pick(words('job_young'), u(i, 'job'))
        when has_salary then pick(words('job_mature'), u(i, 'job'))
        when segment <> 'unknown' then pick(words('job_home'), u(i, 'job'))
    end as occupation,
    case when has_salary and unpaid_months = 0 then employer end as employer,
    case
        when age < 18 then null
        when
            age >= 60
            then pick(['primary', 'secondary', 'secondary', 'college'], u(i, 'edu'))
        else
            pick(
                ['secondary', 'college', 'bachelor', 'bachelor', 'master'], u(i, 'edu')
            )
    end as education,
    case
        when age < 18 then null
        when spouse is not null then 'married'
        when age >= 60 and u(i, 'marital') < 0.2 then 'widowed'
        when age < 30 then pick(['single', 'single', 'married'], u(i, 'marital'))
        else
            pick(
                ['married', 'married', 'married', 'single', 'divorced'], u(i, 'marital')
            )
    end as marital_status,
    case
        when income = 0 then null when income < 4000 then 'low'
        when income < 10000 then 'middle' when income < 20000 then 'upper' else 'high'
    end as income_band,
    case
        when u(i, 'language') < 0.97 then 'zh_Hans'
        when u(i, 'language') < 0.985 then 'zh_Hant' else 'en'
    end as language,
    first_opened_on,
    branch_id as home_branch_id,
    manager_staff_id,
    referred_by,
    risk_rating,
    risk_rated_on,
    risk_expires_on,
    limited_capacity,
    care_needs,
    deceased,
from person inner join person_flags using (i)
order by i
