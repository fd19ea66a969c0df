-- One row per hand-off of another channel, ordered by customer_id, happened_on, id.
-- params: none
-- about: people
-- load: heavy
with begun as (
    select * from lead_source
    where source = 'handoff'
)

select
    begun.customer_id,
    begun.home_branch_id,
    begun.source,
    begun.code,
    begun.source_id,
    begun.due_on,
    begun.happened_on,
    begun.facts,
    portrait.last_branch_visit_on,
    portrait.last_complaint_on,
    portrait.has_open_complaint,
    portrait.contacts,
    portrait.consents,
from begun
inner join portrait on begun.customer_id = portrait.customer_id
where not portrait.deceased
order by begun.customer_id, begun.happened_on, begun.source_id
