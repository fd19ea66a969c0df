-- One row per customer a card holds for, ordered by customer_id, at most so many.
-- params: code, refused, refused_partner, at_most
-- about: people
-- load: heavy
select *
from portrait
where
    list_contains(scenarios, $code)
    and not list_contains($refused, customer_id)
    and not (
        list_contains(partner_scenarios, $code)
        and list_contains($refused_partner, customer_id)
    )
order by customer_id
limit $at_most
