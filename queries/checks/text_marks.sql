-- One row per kind of mark and file found in the text column under check.
-- params: none
-- scope: bank
with texts as (
    select any_value(text) as text from checked_text
    group by text
),

suspicious as (
    select text from texts
    where
        regexp_matches(
            text,
            '[<\x00-\x1f\x7f\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}'
            || '\x{e000}-\x{f8ff}\x{fffd}]|锟斤拷|烫烫烫|[Â-ï][\x{80}-\x{bf}]|â€'
        )
),

marked as (
    select
        text,
        unnest([
            case when regexp_matches(text, '<[A-Za-z/!]') then 'markup' end,
            case when regexp_matches(
                text, '[\x{e000}-\x{f8ff}\x{fffd}]|锟斤拷|烫烫烫|[Â-ï][\x{80}-\x{bf}]|â€'
            ) then 'garbled_text' end,
            case when regexp_matches(
                text,
                '[\x00-\x1f\x7f\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}]'
            ) then 'control_characters' end,
        ]) as code,
    from suspicious
)

select
    marked.code,
    checked_text.source_file,
    count(*) as count_rows,
    min(checked_text.source_row) as source_row,
from checked_text
inner join marked on checked_text.text = marked.text
where marked.code is not null
group by marked.code, checked_text.source_file
