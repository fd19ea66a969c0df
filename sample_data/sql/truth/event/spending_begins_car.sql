-- One row per grown person who began to spend on car.
select customer_id
from category_begun inner join person using (i)
where
    category = 'car' and age >= 18 and not deceased
    and first_on > as_of() - 60 and last_on >= as_of() - 45
    and (purchases >= 3 or spent >= 5000)
order by customer_id
