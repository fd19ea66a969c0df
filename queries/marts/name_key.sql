-- One row per customer, way of finding by name (name, pinyin, initials) and key.
-- params: none
-- scope: customer
with spelt as (
    select
        customer_id,
        string_agg(plain, '' order by place) as name,
        string_agg(reading, '' order by place) as pinyin,
        string_agg(initial, '' order by place) as initials,
    from name_sign
    group by customer_id
),

surnames as (
    select
        spelt.customer_id,
        surname_reading.surname,
        surname_reading.reading,
        surname_reading.initials as letters,
    from spelt
    inner join surname_reading on starts_with(spelt.name, surname_reading.surname)
),

after_surname as (
    select
        surnames.customer_id,
        surnames.surname,
        surnames.reading,
        surnames.letters,
        coalesce(string_agg(name_sign.reading, '' order by name_sign.place), '')
            as pinyin_after,
        coalesce(string_agg(name_sign.initial, '' order by name_sign.place), '')
            as initials_after,
    from surnames
    left join name_sign
        on
            surnames.customer_id = name_sign.customer_id
            and name_sign.place > length(surnames.surname)
    group by all
),

keys as (
    select customer_id, 'name' as kind, name as key from spelt
    union
    select customer_id, 'pinyin' as kind, pinyin as key from spelt
    union
    select customer_id, 'initials' as kind, initials as key from spelt
    union
    select customer_id, 'pinyin' as kind, reading || pinyin_after as key
    from after_surname
    union
    select customer_id, 'initials' as kind, letters || initials_after as key
    from after_surname
)

select customer_id, kind, key
from keys
where key <> ''
