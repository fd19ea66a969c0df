-- One row per customer contacted in the last 365 days: the last ten, newest first.
-- params: as_of
-- scope: customer
with contacts as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by contacted_at desc, contact_id desc
        ) as place,
    from contact
    where cast(contacted_at as date) between $as_of - 364 and $as_of
)

select
    customer_id,
    list_reverse_sort(list({
        'contacted_at': contacted_at,
        'contact_id': contact_id,
        'channel': channel,
        'product_code': product_code,
        'scenario_code': scenario_code,
        'outcome': outcome,
        'reason_code': reason_code,
        'next_on': next_on
    })) as contacts,
from contacts
where place <= 10
group by customer_id
