-- One row per event of a customer that is alive on as_of.
-- params: as_of
-- scope: customer
select
    customer_id,
    event_code,
    happened_on,
    expires_on,
    amount,
    strength,
    evidence,
from found_event
where happened_on <= $as_of and expires_on >= $as_of
