-- One row per faulty staff row; every column as text.
select
    'unknown_code' as fault,
    'set_aside' as severity,
    'SX01' as staff_id,
    '无此岗' as name,
    'B001' as branch_id,
    'astrologer' as role,
    'sx01@bank.example' as login,
    'true' as active,
