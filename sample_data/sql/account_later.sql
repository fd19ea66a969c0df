-- One row per account up to the last day the bank goes on to: what ends is closed, what
-- is taken up is opened.
select
    * exclude (closed_on),
    if(
        not auto_renew and closed_on is null
        and matures_on >= as_of() and matures_on < horizon(),
        greatest(matures_on, as_of() + 1), closed_on
    ) as closed_on,
from plan_account
union all by name
select * exclude (renewed_slot)
from account_new
