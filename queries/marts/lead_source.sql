-- One row per customer and dated reason to talk: what it is, when due, how much.
-- params: as_of, lead_events
-- scope: customer
with homes as (
    select customer_id, home_branch_id from customer
),

maturing as (
    select
        customer_id,
        case
            when kind = 'time_deposit' then 'deposit_maturing'
            else 'investment_maturing'
        end as code,
        account_id as source_id,
        matures_on as due_on,
        cast(null as date) as happened_on,
        value as amount,
        cast(to_json({'kind': kind, 'renews': auto_renew}) as varchar) as facts,
    from maturity_row
    where matures_on <= $as_of + 30
),

news as (
    select
        customer_id,
        event_code as code,
        event_code || ' ' || evidence as source_id,
        case
            when strength >= 1 then happened_on else least(expires_on, $as_of + 30)
        end as due_on,
        happened_on,
        amount,
        evidence as facts,
    from event
    where list_contains($lead_events, event_code)
),

leads as (
    select 'maturity' as source, * from maturing
    union all
    select 'handoff' as source, * from handoff_lead
    union all
    select 'rating' as source, * from rating_lead
    union all
    select 'event' as source, * from news
)

select
    leads.customer_id,
    homes.home_branch_id,
    leads.source,
    leads.code,
    leads.source_id,
    leads.due_on,
    leads.happened_on,
    leads.amount,
    leads.facts,
from leads
inner join homes on leads.customer_id = homes.customer_id
