-- One row per customer: in the control group of the quarter of as_of, or not.
-- params: salt, period, control_share
-- scope: customer
with hashed as (
    select customer_id, sha256($salt || $period || customer_id) as hash
    from customer
),

digits as (
    select
        customer_id,
        strpos('0123456789abcdef', substr(hash, 1, 1)) - 1 as d1,
        strpos('0123456789abcdef', substr(hash, 2, 1)) - 1 as d2,
        strpos('0123456789abcdef', substr(hash, 3, 1)) - 1 as d3,
        strpos('0123456789abcdef', substr(hash, 4, 1)) - 1 as d4,
        strpos('0123456789abcdef', substr(hash, 5, 1)) - 1 as d5,
        strpos('0123456789abcdef', substr(hash, 6, 1)) - 1 as d6,
        strpos('0123456789abcdef', substr(hash, 7, 1)) - 1 as d7,
        strpos('0123456789abcdef', substr(hash, 8, 1)) - 1 as d8,
    from hashed
),

numbers as (
    select
        customer_id,
        d1 * 268435456 + d2 * 16777216 + d3 * 1048576 + d4 * 65536
        + d5 * 4096 + d6 * 256 + d7 * 16 + d8 as number,
    from digits
)

select customer_id, number % 10000 < $control_share * 10000 as is_control
from numbers
