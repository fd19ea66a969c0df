-- One row per customer: the portrait with today's age and what was said at desks since.
-- params: today, said, product
-- scope: customer
with words as (
    select unnest(
        cast($said as struct(
            customer_id varchar,
            marketing boolean,
            profiling boolean,
            partner_data boolean,
            complained_on date,
            has_complaint_today boolean,
            has_asked boolean
        )[]),
        recursive := true
    )
)

select
    ruled.* replace (
        case
            when
                month($today) * 100 + day($today)
                < month(birth_date) * 100 + day(birth_date)
                then year($today) - year(birth_date) - 1
            else year($today) - year(birth_date)
        end as age,
        coalesce(words.marketing, has_marketing_consent) as has_marketing_consent,
        coalesce(words.profiling, has_profiling_consent) as has_profiling_consent,
        coalesce(words.partner_data, has_partner_data_consent)
            as has_partner_data_consent,
        coalesce(
            greatest(last_complaint_on, words.complained_on),
            last_complaint_on,
            words.complained_on
        ) as last_complaint_on,
        has_open_complaint or coalesce(words.has_complaint_today, false)
            as has_open_complaint
    ),
    coalesce(words.has_asked, false) or len(list_filter(
        list_concat(questions, unfinished),
        lambda touch: touch['product_code'] = $product
        and touch['kind'] in ('question', 'calculator')
    )) > 0 as has_asked,
from ruled
left join words on ruled.customer_id = words.customer_id
