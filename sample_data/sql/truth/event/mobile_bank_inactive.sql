-- One row per grown person who last used the phone bank 60 to 150 days ago.
select customer_id
from touchpoint_regular inner join person using (i)
where
    kind = 'login' and age >= 18 and not deceased
    and on_date between first_opened_on and as_of()
group by customer_id
having date_diff('day', cast(max(on_date) as date), as_of()) between 60 and 150
order by customer_id
