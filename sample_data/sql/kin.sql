-- One row per customer with a relation: spouse, parent of a minor, grown child of
-- an elder.
with ranked as (
    select
        i,
        segment,
        branch_no,
        gender,
        row_number() over (partition by segment, branch_no, gender order by i) as place,
        row_number() over (partition by segment, branch_no order by i) as place_all,
        count(*) over (partition by segment, branch_no) as size,
    from person_base
),

couples as (
    select men.i as husband, women.i as wife
    from ranked as men
    inner join ranked as women
        on
            men.segment = women.segment and men.branch_no = women.branch_no
            and men.place = women.place and men.gender = 'm' and women.gender = 'f'
    where
        men.segment in (
            'family_children', 'mortgage_family', 'pre_retire', 'elderly_saver',
            'elderly_pension', 'affluent_family'
        )
        and u(men.i, 'couple') < 0.4
),

parents as (
    select minors.i, grown.i as parent
    from ranked as minors
    inner join ranked as grown
        on
            minors.branch_no = grown.branch_no
            and grown.place_all = 1 + (minors.place_all - 1) % grown.size
    where minors.segment = 'minor' and grown.segment = 'family_children'
),

children as (
    select elders.i, grown.i as grown_child
    from ranked as elders
    inner join ranked as grown
        on
            elders.branch_no = grown.branch_no
            and grown.place_all = 1 + (elders.place_all - 1) % grown.size
    where
        elders.segment in ('elderly_saver', 'elderly_pension')
        and grown.segment = 'mature_worker' and u(elders.i, 'grown child') < 0.12
)

select i, max(spouse) as spouse, max(parent) as parent, max(grown_child) as grown_child
from (
    select husband as i, wife as spouse, null as parent, null as grown_child
    from couples
    union all
    select wife, husband, null, null from couples
    union all
    select i, null, parent, null from parents
    union all
    select i, null, null, grown_child from children
)
group by i
