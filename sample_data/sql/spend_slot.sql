-- One row per age band and slot of 4096: a uniform slot gives a merchant and its
-- habits.
with shares as (
    unpivot category on b0, b1, b2, b3, b4, b5 into name band_name value share
),

shops as (
    select code, category, unnest(string_split(merchants, ';')) as merchant
    from merchant
),

weighted as (
    select
        cast(substr(band_name, 2) as int) as band,
        shares.category,
        code,
        merchant,
        median,
        sigma,
        hour,
        spread,
        share / count(*) over (partition by band_name, shares.category) as weight,
    from shares inner join shops on shares.category = shops.category
    where share > 0
),

ranges as (
    select
        *,
        sum(weight) over (partition by band order by category, code, merchant) as upto,
        sum(weight) over (partition by band) as total,
    from weighted
),

prep_1 as (select unnest(range(4096)) as slot),

slots as (
    select
        ranges.*,
        upto - weight as since,
        cast(slot as int) as spend_slot,
    from ranges
    inner join prep_1
        on
            (slot + 0.5) / 4096 * total > upto - weight
            and (slot + 0.5) / 4096 * total <= upto
)

select band, spend_slot, category, code, merchant, median, sigma, hour, spread
from slots
