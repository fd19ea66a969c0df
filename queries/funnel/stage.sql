-- One row per customer: the stage at which the product leaves, null where it passes.
-- params: today, product, sold_at, terms, held_back, withholding, inferred, forbidding
-- scope: customer
with known as (
    select
        judged.*,
        coalesce(talk.count_lately, 0) as count_lately,
        coalesce(talk.is_not_today or talk.must_rest, false) as is_tired,
        cast(substr(risk_rating, 2) as integer) as tolerance,
        len(list_filter(
            events,
            lambda event: event['expires_on'] >= $today
            and list_contains($withholding, event['code'])
            and (has_profiling_consent or not list_contains($inferred, event['code']))
        )) > 0 as is_withheld,
        len(list_filter(
            scenarios,
            lambda card: list_contains($forbidding, card)
            and (has_partner_data_consent or not list_contains(partner_scenarios, card))
            and (
                (has_profiling_consent and has_marketing_consent)
                or not list_contains($inferred, card)
            )
        )) > 0 as has_forbidding_card,
    from judged
    left join talk on judged.customer_id = talk.customer_id
)

select
    customer_id,
    home_branch_id,
    segment,
    case
        when not list_contains($sold_at, home_branch_id) then 'on_sale'
        when
            $terms.is_incomparable
            or not is_shown_then
            or not is_shown_now
            or (holds_then and not list_contains(candidates, $product))
            or list_contains($terms.never_offered, segment)
            then 'eligible'
        when
            $terms.is_rated and (
                limited_capacity
                or tolerance is null
                or risk_rated_on is null
                or risk_expires_on is null
                or risk_rated_on > $today
                or $today - risk_rated_on > $terms.rating_days
                or $today > risk_expires_on
                or coalesce($terms.risk > tolerance, false)
                or ($terms.is_protected and coalesce(age >= $terms.protected_age, true))
            )
            then 'suitable'
        when list_contains($terms.too_risky, segment) then 'suitable'
        when
            kind <> 'person'
            or deceased
            or coalesce(age < $terms.adult_age, false)
            or not has_marketing_consent
            or has_open_complaint
            or coalesce(
                $today - last_complaint_on < $terms.quiet_days
                and last_complaint_on <= $today, false
            )
            or list_contains($held_back, customer_id)
            or is_withheld
            or is_control
            or count_lately >= $terms.cap
            or ($terms.is_credit and has_forbidding_card and not has_asked)
            or not holds_now
            then 'allowed'
        when is_tired then 'not_tired'
    end as stage,
from known
