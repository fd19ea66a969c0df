-- One row per row of the feed table customer: typed, with its fault or NULL.
-- params: business_date
-- scope: customer
with typed as (
    select
        customer_id, lower(kind) as kind, name, gender,
        try_cast(birth_date as date) as birth_date, id_number, id_number_last4,
        try_cast(id_expires_on as date) as id_expires_on, phone, address_area,
        address_key, occupation, employer, education, marital_status, income_band,
        language, try_cast(first_opened_on as date) as first_opened_on, home_branch_id,
        manager_staff_id, referred_by, upper(risk_rating) as risk_rating,
        try_cast(risk_rated_on as date) as risk_rated_on,
        try_cast(risk_expires_on as date) as risk_expires_on,
        try_cast(limited_capacity as boolean) as limited_capacity,
        lower(replace(care_needs, ' ', '')) as care_needs,
        try_cast(deceased as boolean) as deceased, source_file, source_row,
    from raw_customer
)

select
    customer_id, case when kind in ('person', 'organisation') then kind end as kind,
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
    limited_capacity,
    list_filter(
        string_split(care_needs, ';'),
        lambda code: code in (
            'seat', 'large_print', 'read_aloud', 'cannot_sign', 'interpreter',
            'guardian'
        )
    ) as care_needs,
    deceased, source_file, source_row,
    case
        when customer_id is null then 'key:customer_id'
        when birth_date > $business_date then 'born_after_business_date:birth_date'
        when home_branch_id is null then 'required:home_branch_id'
    end as fault,
from typed
