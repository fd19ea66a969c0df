-- One row per row of the feed table customer: typed, with its fault or NULL.
-- params: business_date
-- scope: customer
with typed as (
    select
        nullif(trim(customer_id), '') as customer_id,
        nullif(lower(trim(kind)), '') as kind, nullif(trim(name), '') as name,
        nullif(trim(gender), '') as gender, try_cast(birth_date as date) as birth_date,
        nullif(trim(id_number), '') as id_number,
        nullif(trim(id_number_last4), '') as id_number_last4,
        try_cast(id_expires_on as date) as id_expires_on,
        nullif(trim(phone), '') as phone,
        nullif(trim(address_area), '') as address_area,
        nullif(trim(address_key), '') as address_key,
        nullif(trim(occupation), '') as occupation,
        nullif(trim(employer), '') as employer,
        nullif(trim(education), '') as education,
        nullif(trim(marital_status), '') as marital_status,
        nullif(trim(income_band), '') as income_band,
        nullif(trim(language), '') as language,
        try_cast(first_opened_on as date) as first_opened_on,
        nullif(trim(home_branch_id), '') as home_branch_id,
        nullif(trim(manager_staff_id), '') as manager_staff_id,
        nullif(trim(referred_by), '') as referred_by,
        nullif(upper(trim(risk_rating)), '') as risk_rating,
        try_cast(risk_rated_on as date) as risk_rated_on,
        try_cast(risk_expires_on as date) as risk_expires_on,
        try_cast(limited_capacity as boolean) as limited_capacity,
        nullif(lower(replace(care_needs, ' ', '')), '') as care_needs,
        try_cast(deceased as boolean) as deceased, source_file, source_row,
    from raw_customer
)

select
    customer_id,
    case when kind in ('person', 'organisation') then kind else 'person' end as kind,
    name, gender,
    case when year(birth_date) between 1900 and 2200 then birth_date end as birth_date,
    id_number, id_number_last4,
    case
        when
            year(id_expires_on) between 1900 and 2200
            or id_expires_on = date '9999-12-31'
            then id_expires_on
    end as id_expires_on,
    phone, address_area, address_key, occupation, employer, education, marital_status,
    income_band, language,
    case
        when year(first_opened_on) between 1900 and 2200 then first_opened_on
    end as first_opened_on,
    home_branch_id, manager_staff_id, referred_by,
    case
        when risk_rating in ('C1', 'C2', 'C3', 'C4', 'C5') then risk_rating
    end as risk_rating,
    case
        when year(risk_rated_on) between 1900 and 2200 then risk_rated_on
    end as risk_rated_on,
    case
        when
            year(risk_expires_on) between 1900 and 2200
            or risk_expires_on = date '9999-12-31'
            then risk_expires_on
    end as risk_expires_on,
    coalesce(limited_capacity, false) as limited_capacity,
    list_filter(
        string_split(care_needs, ';'),
        lambda code: code in (
            'seat', 'large_print', 'read_aloud', 'cannot_sign', 'interpreter',
            'guardian'
        )
    ) as care_needs,
    coalesce(deceased, false) as deceased, source_file, source_row,
    case
        when customer_id is null then 'key:customer_id'
        when birth_date > $business_date then 'born_after_business_date:birth_date'
        when home_branch_id is null then 'required:home_branch_id'
    end as fault,
from typed
