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

abandoned as (
    select
        customer_id,
        'application_abandoned' as code,
        touchpoint_id as source_id,
        coalesce(expires_on, happened_on + 30) as due_on,
        happened_on,
        amount,
        cast(to_json({
            'product_code': product_code,
            'step': step,
            'missing_document': missing_document
        }) as varchar) as facts,
    from unfinished_row
    where is_abandoned
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
    select * from maturing
    union all
    select * from abandoned
    union all
    select * from rating_lead
    union all
    select * from news
)

select
    leads.customer_id,
    homes.home_branch_id,
    leads.code,
    leads.source_id,
    leads.due_on,
    leads.happened_on,
    leads.amount,
    leads.facts,
from leads
inner join homes on leads.customer_id = homes.customer_id
