-- One row per row of the feed table staff: typed, with its fault or NULL.
-- params: none
-- scope: customer
with typed as (
    select
        staff_id, name, branch_id, lower(role) as role,
        lower(replace(qualifications, ' ', '')) as qualifications, login,
        try_cast(active as boolean) as active, source_file, source_row,
    from raw_staff
)

select
    staff_id, name, branch_id, role,
    list_filter(
        string_split(qualifications, ';'),
        lambda code: code in (
            'wm', 'fund', 'ins', 'loan', 'corp'
        )
    ) as qualifications,
    login, active, source_file, source_row,
    case
        when staff_id is null then 'key:staff_id'
        when name is null then 'required:name'
        when branch_id is null then 'required:branch_id'
        when
            role is null or role not in (
                'lobby', 'adviser', 'teller', 'manager', 'head_office', 'risk',
                'auditor'
            )
            then 'required:role'
        when login is null then 'required:login'
    end as fault,
from typed
