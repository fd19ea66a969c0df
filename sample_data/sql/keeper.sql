-- One row per firm whose books another shop owner of the branch keeps.
select owners.i as owner, min(helpers.i) as helper
from person as owners
inner join person as helpers
    on
        owners.branch_no = helpers.branch_no and helpers.segment = 'business_owner'
        and helpers.i between owners.i + 1 and owners.i + 60
where
    owners.segment = 'business_owner' and u(owners.i, 'has firm') < 0.45
    and u(owners.i, 'has keeper') < 0.2
group by owners.i
