-- One row per customer who lets partner data be used: what partners told, and when.
-- params: as_of, consent_default
-- scope: customer
with told as (
    select external.*
    from external
    inner join customer on external.customer_id = customer.customer_id
    left join consent_total as consents
        on external.customer_id = consents.customer_id
    where
        coalesce(consents.partner_data, $consent_default)
        and external.measured_on <= $as_of
)

select
    customer_id,
    list_sort(list({
        'attribute': attribute,
        'source': source,
        'value': value,
        'measured_on': measured_on
    })) as external_facts,
    list_sort(list(distinct concat_ws(':', source, attribute)))
        as external_attributes,
from told
group by customer_id
