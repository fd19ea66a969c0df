-- One row per customer with consent rows: the last word per purpose and channel.
-- params: none
-- scope: customer
select
    customer_id,
    list_sort(list({
        'purpose': purpose,
        'channel': channel,
        'is_granted': is_granted,
        'changed_on': changed_on
    })) as consents,
from consent_row
group by customer_id
