-- One row per customer: who this is, and what the bank may do.
-- params: as_of, consent_default
-- scope: customer
with customers as (
    select * from customer
),

dated as (
    select
        *,
        extract(year from cast($as_of as date)) - extract(year from birth_date)
        - case
            when
                extract(month from birth_date) * 100 + extract(day from birth_date)
                > extract(month from cast($as_of as date)) * 100
                + extract(day from cast($as_of as date))
                then 1
            else 0
        end as age,
        coalesce(id_number_last4, right(id_number, 4)) as last4,
    from customers
)

select
    dated.customer_id,
    cast($as_of as date) as as_of,
    dated.kind,
    dated.name,
    case
        when lower(dated.gender) in ('f', 'female', '女', '女性', '女士') then 'female'
        when lower(dated.gender) in ('m', 'male', '男', '男性', '先生') then 'male'
    end as gender,
    dated.birth_date,
    cast(dated.age as integer) as age,
    dated.last4 as id_number_last4,
    dated.id_expires_on,
    dated.phone,
    dated.address_area,
    dated.address_key,
    dated.occupation,
    dated.employer,
    dated.education,
    dated.marital_status,
    dated.income_band,
    dated.language,
    case when dated.first_opened_on <= $as_of then dated.first_opened_on end
        as first_opened_on,
    dated.home_branch_id,
    dated.manager_staff_id,
    dated.risk_rating,
    dated.risk_rated_on,
    dated.risk_expires_on,
    coalesce(dated.limited_capacity, false) as limited_capacity,
    coalesce(dated.care_needs, []) as care_needs,
    coalesce(dated.deceased, false) as deceased,
    coalesce(consents.marketing, $consent_default) as has_marketing_consent,
    coalesce(consents.profiling, $consent_default) as has_profiling_consent,
    coalesce(consents.partner_data, $consent_default) as has_partner_data_consent,
    coalesce(consents.face, $consent_default) as has_face_consent,
    coalesce(consent_list.consents, []) as consents,
    control_group.is_control,
from dated
left join consent_total as consents on dated.customer_id = consents.customer_id
left join consent_list on dated.customer_id = consent_list.customer_id
left join control_group on dated.customer_id = control_group.customer_id
