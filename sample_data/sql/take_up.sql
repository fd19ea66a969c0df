-- One row per customer and product that may be taken up after the day the bank was
-- planned for: what a talk of the file was about, and for everybody else the same
-- products, some time within half a year. What ends within 30 days of a talk is
-- renewed with it; what talks before that day came to is opened by then.
with told as (
    select
        cast(substr(customer_id, 2) as bigint) as i,
        product_code,
        min(talked_on) as talked_on,
        arg_min(is_treated, talked_on) as is_treated,
        true as is_told,
        row_number() over (
            partition by customer_id order by min(talked_on), product_code
        ) as place,
    from talk
    group by customer_id, product_code
),

unasked as (
    select
        person.i,
        product_code,
        as_of() + 1 + cast(floor(u(person.i, 'unasked ' || product_code) * 180) as int)
            as talked_on,
        false as is_treated,
        false as is_told,
        0 as place,
    from person
    inner join holding using (segment)
    anti join plan_account
        on
            person.i = plan_account.i
            and holding.product_code = plan_account.product_code
    where
        person.is_active and holding.probability > 0
        and product_code in (select product_code from talk)
),

asked as (
    from told
    union all
    from unasked anti join told
        on
            unasked.i = told.i and unasked.product_code = told.product_code
            and told.talked_on <= unasked.talked_on
),

drawn as (
    select
        asked.*,
        terms.account_kind as kind,
        getvariable('base_rate') + if(is_treated, getvariable('lift'), 0) as chance,
        u(asked.i, 'takes up ' || product_code) as draw,
        ends.slot as renewed_slot,
        ends.ends_on,
        ends.amount as renewed_amount,
        1 + cast(floor(u(asked.i, 'takes up on ' || product_code) * 20) as int) as days,
    from asked
    inner join product_terms as terms using (product_code)
    left join account_end as ends
        on
            asked.i = ends.i and asked.place = 1 and ends.place = 1
            and is_asset(terms.account_kind)
            and ends_on between talked_on and talked_on + 30
)

select
    drawn.* exclude (draw, days, ends_on, place),
    draw < chance as is_taken,
    coalesce(ends_on, talked_on + days) as taken_on,
    ends_on is null and product_code = abandoned_product and talked_on >= as_of()
        as is_finished,
from drawn left join plan_touch using (i)
