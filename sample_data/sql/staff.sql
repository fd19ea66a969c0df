-- One row per staff member: seven posts in each branch, four at head office in the
-- first.
with posts as (
    select * from (
        values
        (1, 'manager', 'wm;fund;loan'), (2, 'lobby', 'wm'), (3, 'lobby', null),
        (4, 'adviser', 'wm;fund;ins'), (5, 'adviser', 'wm;fund'), (6, 'teller', null),
        (7, 'adviser', 'loan;corp'), (8, 'teller', null), (11, 'head_office', null),
        (12, 'risk', null),
        (13, 'auditor', null),
        (14, 'head_office', 'wm;fund;ins;loan;corp')
    ) as post (post, role, qualifications)
),

placed as (
    select
        posts.*,
        branch.branch_id,
        cast(substr(branch_id, 2) as int) * 100 + post as k,
    from posts cross join branch
    where
        cast(substr(branch_id, 2) as int) <= getvariable('branches')
        and (post < 10 or branch_id = 'B001')
)

select
    'S' || substr(branch_id, 2) || lpad(cast(post as varchar), 2, '0') as staff_id,
    pick(words('surname'), power(u(k, 'staff surname'), 1.8)) || pick(
        case
            when u(k, 'staff sex') < 0.4 then words('given_m') else words('given_f')
        end,
        u(k, 'staff given')
    ) as name,
    branch_id,
    role,
    qualifications,
    's'
    || substr(branch_id, 2)
    || lpad(cast(post as varchar), 2, '0')
    || '@bank.example'
        as login,
    post <> 8 or branch_id <> 'B002' as active,
from placed
order by staff_id
