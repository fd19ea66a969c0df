-- One row per customer and quarter date with answers: the mean per aspect, newer first.
-- params: survey
-- scope: customer
with answers as (
    select
        survey_row.customer_id,
        survey_row.aspect,
        survey_row.score,
        review_date.report_on,
        cast(
            date_diff('day', survey_row.answered_on, review_date.report_on) as double
        ) / nullif($survey['half_days'], 0) as half_lives,
    from survey_row
    inner join review_date
        on
            survey_row.answered_on <= review_date.report_on
            and survey_row.answered_on > review_date.report_on - $survey['days']
    where review_date.is_quarter
),

-- Whole thousandths add up to the same sum in any order.
weighed as (
    select
        *,
        cast(floor(1000 * power(0.5, half_lives)) as bigint) as weight,
    from answers
),

means as (
    select
        customer_id,
        report_on,
        aspect,
        cast(sum(score * weight) as double) / nullif(sum(weight), 0) as mean,
    from weighed
    group by all
)

select
    customer_id,
    report_on,
    max(mean) filter (where aspect = 'product') as product,
    max(mean) filter (where aspect = 'service') as service,
    max(mean) filter (where aspect = 'process') as process,
    max(mean) filter (where aspect = 'campaign') as campaign,
from means
group by all
