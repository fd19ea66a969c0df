-- One row per row of the feed table survey: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        survey_id, customer_id, try_cast(answered_on as date) as answered_on,
        lower(aspect) as aspect, try_cast(score as integer) as score, product_code,
        account_id, trigger, comment, source_file, source_row,
    from raw_survey
)

select
    survey_id, customer_id, answered_on, aspect, score, product_code, account_id,
    trigger, comment, source_file, source_row,
    case
        when survey_id is null then 'key:survey_id'
        when customer_id is null then 'required:customer_id'
        when answered_on is null or year(answered_on) not between 1900 and 2200
            then 'required:answered_on'
        when
            aspect is null or aspect not in (
                'product', 'service', 'process', 'campaign'
            )
            then 'required:aspect'
        when score is null or score not between 1 and 5 then 'required:score'
    end as fault,
from typed
