-- One row per client; the branch is that of the account, the area that of the client.
-- params: none
with relations as (
    select
        disp.client_id,
        min(account.district_id) as branch_id,
        min(account.date) filter (where disp.type = 'OWNER') as owner_since,
    from disp
    inner join account on disp.account_id = account.account_id
    group by disp.client_id
),

born as (
    select
        client_id,
        birth_number,
        district_id,
        regexp_full_match(birth_number, '\d{6}') as is_number,
        try_cast(birth_number[3:4] as integer) as born_month, -- of women: + 50
        concat_ws(
            '-',
            '19' || birth_number[1:2],
            lpad(cast(born_month % 50 as varchar), 2, '0'),
            birth_number[5:6]
        ) as iso_date,
    from client
)

select
    born.client_id as customer_id,
    case
        when not born.is_number then null
        when born.born_month between 1 and 12 then 'male'
        when born.born_month between 51 and 62 then 'female'
    end as gender,
    case
        when born.is_number then born.iso_date
        else born.birth_number
    end as birth_date,
    district.a2 as address_area,
    regexp_replace(
        relations.owner_since, '^(\d\d)(\d\d)(\d\d)$', '19\1-\2-\3'
    ) as first_opened_on,
    coalesce(relations.branch_id, born.district_id) as home_branch_id,
from born
left join relations on born.client_id = relations.client_id
left join district on born.district_id = district.a1
