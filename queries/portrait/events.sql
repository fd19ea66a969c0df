-- One row per customer: the codes of the events alive on as_of, the 20 strongest.
-- params: none
-- scope: customer
with ranked as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by strength desc, happened_on desc, event_code asc, evidence asc
        ) as place,
    from event
),

listed as (
    select
        customer_id,
        list_sort(list(distinct event_code)) as event_codes,
        list_sort(list({
            'place': place,
            'event': {
                'code': event_code,
                'happened_on': happened_on,
                'expires_on': expires_on,
                'amount': amount,
                'strength': strength,
                'evidence': evidence
            }
        }) filter (where place <= 20)) as places,
    from ranked
    group by customer_id
)

select
    customer.customer_id,
    coalesce(listed.event_codes, []) as event_codes,
    coalesce(list_transform(listed.places, lambda one: one['event']), []) as events,
from customer
left join listed on customer.customer_id = listed.customer_id
