-- One row per account that is open on as_of, with its owner.
-- params: as_of
-- scope: bank
select account_id, customer_id, kind, opened_on
from account
where opened_on <= $as_of and (closed_on is null or closed_on > $as_of)
