-- One row per customer who lives and has come: a person or not, perhaps of age.
-- params: as_of, adult_age
-- scope: customer
select
    customer_id,
    first_opened_on,
    kind = 'person' as is_person,
    coalesce(
        birth_date <= cast(cast($as_of as date) - to_years($adult_age) as date), true
    ) as is_adult,
from customer
where
    not coalesce(deceased, false)
    and coalesce(first_opened_on <= $as_of, true)
