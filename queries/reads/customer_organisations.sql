-- One row per organisation with one of these numbers, ordered by organisation_id.
-- params: organisation_ids
-- about: people
select organisation_id, name
from organisation
where organisation_id in (select unnest($organisation_ids))
order by organisation_id
