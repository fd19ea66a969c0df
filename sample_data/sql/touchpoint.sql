-- One row per touchpoint of the feed.
with everything as (
    select * from touchpoint_regular
    union all by name
    select * from touchpoint_story
    union all by name
    select * from touchpoint_again
    union all by name
    select
        i, 'f1' as mark, taken_on as on_date, 20.5 as hour, 'mobile' as channel,
        'application_submitted' as kind, product_code, '5' as step,
        'P' || i as reference
    from take_up
    where is_taken and is_finished
)

select
    'H' || lpad(cast(i as varchar), 8, '0') || mark as touchpoint_id,
    customer_of(i) as customer_id,
    case when everything.channel in ('branch', 'counter') then person.branch_id end
        as branch_id,
    moment(on_date, hour, u(i, mark) * 60) as happened_at,
    channel, kind, product_code, amount, step, missing_document,
    cast(expires_on as date) as expires_on, reference,
from everything inner join person using (i)
where on_date <= until() and on_date >= first_opened_on
order by customer_id, happened_at, touchpoint_id
