-- One row per age band: mean size of a purchase before the person's own scale.
select band, avg(median * exp(sigma * sigma / 2)) as mean_purchase
from spend_slot
group by band
