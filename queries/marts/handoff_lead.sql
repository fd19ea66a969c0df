-- One row per customer and thing begun in another channel: how far, what is missing.
-- params: as_of, handoff_events
-- scope: customer
with begun as (
    select
        customer_id,
        case
            when is_abandoned then 'application_abandoned' else 'calculation_left'
        end as code,
        touchpoint_id as source_id,
        coalesce(expires_on, happened_on + 30) as due_on,
        happened_on,
        amount,
        cast(to_json({
            'channel': channel,
            'product_code': product_code,
            'step': step,
            'missing_document': missing_document,
            'reference': reference
        }) as varchar) as facts,
    from unfinished_row
),

asked as (
    select
        customer_id,
        event_code as code,
        event_code || ' ' || evidence as source_id,
        least(expires_on, $as_of + 30) as due_on,
        happened_on,
        amount,
        evidence as facts,
    from event
    where list_contains($handoff_events, event_code)
)

select * from begun
union all
select * from asked
