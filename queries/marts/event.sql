-- One row per event of a customer that is alive on as_of and may be used.
-- params: as_of, consent_default, profiling_events
-- scope: customer
with alive as (
    select *, list_contains($profiling_events, event_code) as needs_profiling
    from found_event
    semi join living_customer
        on found_event.customer_id = living_customer.customer_id
    where happened_on <= $as_of and expires_on >= $as_of
)

select
    alive.customer_id,
    alive.event_code,
    alive.happened_on,
    alive.expires_on,
    alive.amount,
    alive.strength,
    alive.evidence,
from alive
left join consent_total as consents on alive.customer_id = consents.customer_id
where
    not alive.needs_profiling
    or coalesce(consents.profiling, $consent_default)
