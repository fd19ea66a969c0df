-- One row per customer whose assets matured within 90 days and are not held any more.
-- params: none
-- scope: customer
select
    matured.customer_id,
    max(matured.matures_on) as happened_on,
    sum(matured.value) as amount,
    max(asset_total.aum_90d_ago - coalesce(asset_total.aum, 0)) as gone,
from matured_row as matured
inner join asset_total on matured.customer_id = asset_total.customer_id
group by matured.customer_id
