-- One row per branch and per segment: how many customers have an index, and its mean.
-- params: none
-- scope: bank
with members as (
    select home_branch_id, segment, loyalty_index, loyalty_index_before, loyalty_parts
    from portrait
    where loyalty_index is not null
),

indexes as (
    select
        home_branch_id,
        segment,
        count(*) as count_customers,
        sum(loyalty_index) as reached,
        sum(loyalty_index_before) as reached_before,
        count(loyalty_index_before) as count_before,
    from members
    group by grouping sets ((home_branch_id), (segment))
),

each_part as (
    select home_branch_id, segment, unnest(loyalty_parts) as one
    from members
),

by_part as (
    select
        home_branch_id,
        segment,
        one.part,
        count(*) as count_customers,
        sum(one.points) as reached,
    from each_part
    where one.points is not null
    group by grouping sets ((home_branch_id, one.part), (segment, one.part))
),

parts as (
    select
        home_branch_id,
        segment,
        list_sort(list({
            'part': part,
            'count': count_customers,
            'points': cast(
                cast(reached as double) / nullif(count_customers, 0) as decimal(4, 1)
            )
        })) as parts,
    from by_part
    group by home_branch_id, segment
)

select
    if(indexes.segment is null, 'branch', 'segment') as group_kind,
    coalesce(indexes.segment, indexes.home_branch_id) as group_code,
    indexes.count_customers,
    cast(
        cast(reached as double) / nullif(indexes.count_customers, 0) as decimal(4, 1)
    ) as loyalty_index,
    cast(
        cast(reached_before as double) / nullif(count_before, 0) as decimal(4, 1)
    ) as loyalty_index_before,
    parts.parts,
from indexes
left join parts
    on
        indexes.home_branch_id is not distinct from parts.home_branch_id
        and indexes.segment is not distinct from parts.segment
