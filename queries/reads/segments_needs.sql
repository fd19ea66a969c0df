-- One row per segment and scenario card in hand there, ordered by segment, count, code.
-- params: branch_id
-- about: groups
-- load: heavy
with needs as (
    select segment, unnest(scenarios) as code
    from portrait
    where
        kind = 'person'
        and not deceased
        and has_marketing_consent
        and home_branch_id = coalesce($branch_id, home_branch_id)
)

select segment, code, count(*) as count_customers
from needs
group by segment, code
order by segment, count_customers desc, code
