-- One row per deposit or investment that ends after the day the bank was planned for
-- and does not renew by itself.
select
    i,
    slot,
    kind,
    product_code,
    greatest(matures_on, as_of() + 1) as ends_on,
    amount,
    row_number() over (partition by i order by matures_on, slot) as place,
from plan_account
where
    is_asset(kind) and not auto_renew and closed_on is null
    and matures_on >= as_of() and matures_on < horizon() and horizon() > as_of()
