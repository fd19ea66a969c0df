-- One row per card: junior, classic and gold all draw on a current account.
-- params: none
select
    card.card_id,
    disp.account_id,
    disp.client_id as customer_id,
    'debit' as kind,
    regexp_replace(card.issued, '^(\d\d)(\d\d)(\d\d) 00:00:00$', '19\1-\2-\3')
        as issued_on,
from card
left join disp on card.disp_id = disp.disp_id
