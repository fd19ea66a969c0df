-- One row per customer and reason to offer something, the best of each branch.
-- params: lead_cards, lead_offer_days, lead_offers_most
-- scope: bank
with willing as (
    select * from portrait
    where
        kind = 'person' and has_marketing_consent and age >= 18
        and not (deceased or limited_capacity or is_control or has_open_complaint)
),

cards as (
    select unnest($lead_cards) as one
),

held as (
    select *, unnest(scenario_since) as began from willing
),

reasons as (
    select
        held.* exclude (began),
        'scenario' as source,
        held.began.code as what,
        held.began.since_on as happened_on,
        cast(null as decimal(18, 2)) as amount,
        cards.one.worth,
    from held inner join cards on held.began.code = cards.one.code
    where list_contains(held.scenarios, held.began.code)
    union all
    select
        *,
        'churn' as source,
        churn_level as what,
        as_of as happened_on,
        aum as amount,
        churn_points as worth,
    from willing
    where churn_level in ('medium', 'high')
    union all
    select
        *,
        'long_tail' as source,
        reach_state as what,
        as_of as happened_on,
        gone_lately as amount,
        if(potential = 'high', 2, 1) as worth,
    from willing
    where
        reach_state in ('dormant', 'never_contacted', 'reachable')
        and potential in ('high', 'medium')
),

of_customer as (
    select * from reasons
    qualify
        row_number() over (
            partition by customer_id, source order by worth desc, happened_on desc, what
        ) = 1
),

of_branch as (
    select * from of_customer
    qualify
        row_number() over (
            partition by home_branch_id, source
            order by worth desc, last_contact_on nulls first, aum desc, customer_id
        ) <= $lead_offers_most
)

select
    home_branch_id,
    greatest(happened_on + $lead_offer_days, as_of) as due_on,
    customer_id,
    source,
    source as code,
    source || ' ' || what as source_id,
    happened_on,
    amount,
    cast(to_json({'what': what}) as varchar) as facts,
from of_branch
