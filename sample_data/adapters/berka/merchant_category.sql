-- One row per symbol of a transaction that tells what was paid for.
-- params: none
select code, category
from (values ('SIPO', 'utilities'), ('POJISTNE', 'insurance')) as symbols (code, category)
