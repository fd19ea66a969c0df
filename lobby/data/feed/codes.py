"""Every check a feed goes through: its code, its severity, what it means and what to do about it.

`docs/checks.md` is rendered from here: `python -m lobby.data.feed.codes`; a test holds them equal.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["stop", "set_aside", "to_null", "warn"]

DOCUMENT = Path(__file__).parents[3] / "docs" / "checks.md"


@dataclass(frozen=True)
class CheckCode:
    """One check; `meaning` says what was found, `advice` what the bank's data engineer does."""

    code: str
    severity: Severity
    meaning: str
    advice: str


# fmt: off
CODES: tuple[CheckCode, ...] = (
    CheckCode("feed_toml", "stop", "feed.toml is missing, is not TOML, or a key is missing or malformed",
              "write the key the message names"),
    CheckCode("table_missing", "stop", "a table that is not optional is not in the folder",
              "deliver <table>.parquet, <table>.csv, <table>.csv.gz or a folder <table>/ of Parquet parts"),
    CheckCode("table_repeated", "stop", "one table comes in two forms", "deliver it once"),
    CheckCode("table_empty", "stop", "a table that is not optional holds no row",
              "deliver it whole, or set accept_counts"),
    CheckCode("file_unreadable", "stop", "a file is damaged, empty or ends inside a quoted value",
              "write it again; compare its size with the source"),
    CheckCode("text_undecodable", "stop", "a CSV is neither UTF-8 nor GB18030, or mixes the two",
              "export it in one encoding, UTF-8 best"),
    CheckCode("text_garbled", "stop", "more than 1 in 1,000 texts of a column came garbled",
              "find the step that decoded it wrongly; what was lost cannot be brought back"),
    CheckCode("column_missing", "stop", "a required column is not in the table",
              "deliver it under the contract's name"),
    CheckCode("column_repeated", "stop", "a column name stands twice in the header", "name each column once"),
    CheckCode("column_forbidden", "stop",
              "a column is named for a password, PIN, CVV, track data or a biometric",
              "take it out of the export: it must never leave its system"),
    CheckCode("date_before_served", "stop", "business_date is older than the portrait being served",
              "deliver the newer feed"),
    CheckCode("date_after_today", "stop", "business_date is more than a day ahead of the clock",
              "correct business_date or the clock"),
    CheckCode("count_fell", "stop", "a table has less than half the rows of the last accepted feed",
              "deliver it whole, or set accept_counts"),
    CheckCode("count_rose", "stop", "a table has more than three times the rows of the last accepted feed",
              "look for repeated rows, or set accept_counts"),
    CheckCode("too_many_set_aside", "stop", "more rows of a table are set aside than max_set_aside allows",
              "mend the rows listed under the table's other checks"),
    CheckCode("line_malformed", "set_aside", "a CSV line has too many or too few values, or a stray quote",
              "quote values that hold a comma, a quote or a line break (RFC 4180)"),
    CheckCode("key_missing", "set_aside", "a column of the key is empty", "fill it"),
    CheckCode("key_malformed", "set_aside",
              "a column of the key does not read as its type, or passed through a float (6.22E+18)",
              "export identifiers as text"),
    CheckCode("required_missing", "set_aside", "a required value is empty", "fill it"),
    CheckCode("required_malformed", "set_aside",
              "a required value does not read as its type, is out of range or an unknown code",
              "write ISO dates, plain decimals and the contract's codes"),
    CheckCode("born_after_business_date", "set_aside", "birth_date lies after business_date", "correct it"),
    CheckCode("duplicate_differs", "set_aside",
              "rows share a key and differ: all of them are set aside, but a refusal of consent is kept",
              "deliver one row per key"),
    CheckCode("orphan", "set_aside", "the row it belongs to is missing or set aside",
              "deliver the parent row too"),
    CheckCode("malformed", "to_null", "an optional value does not read as its type", "correct its form"),
    CheckCode("unknown_code", "to_null", "an optional value is none of the contract's codes",
              "map the bank's codes to the contract's"),
    CheckCode("out_of_range", "to_null", "an optional value is out of range (dates: 1900–2200)",
              "correct it"),
    CheckCode("open_end", "to_null", "9999-12-31 means that there is no end", "nothing; or leave it empty"),
    CheckCode("maturity_before_opening", "to_null",
              "matures_on lies before opened_on", "correct one of them"),
    CheckCode("reference_missing", "to_null", "an optional reference leads to a missing row",
              "deliver the row it names"),
    CheckCode("home_branch_unknown", "to_null",
              "home_branch_id leads to no branch: the customer is put under the branch `unknown`",
              "deliver the branch"),
    CheckCode("duplicate_identical", "warn", "rows are copies of one another: one is kept",
              "deliver it once"),
    CheckCode("file_unknown", "warn", "a file is named like no table; it is ignored",
              "rename it if it is one"),
    CheckCode("column_unknown", "warn", "columns the contract does not know are ignored",
              "take them out, or rename them if they are a known column"),
    CheckCode("markup", "warn", "a text holds HTML; it is kept and shown as text", "clean it at its source"),
    CheckCode("control_characters", "warn", "a text holds control or direction characters; kept as text",
              "clean it at its source"),
    CheckCode("garbled_text", "warn", "a text came garbled (锟斤拷, Ã¤, private-use glyphs)",
              "correct it at its source"),
    CheckCode("rating_expired", "warn", "a customer's risk rating is older than 365 days or past its end",
              "nothing in the feed: the customer is asked to take the questionnaire again"),
    CheckCode("balance_unexplained", "warn",
              "the transactions do not explain how a current account's balance moved since the one before",
              "look for missing transactions or balances of another moment"),
    CheckCode("after_business_date", "warn",
              "rows are dated after business_date: loaded, but they give no amount, event or suggestion",
              "nothing, if the feed was cut on purpose"),
)
# fmt: on

BY_CODE: dict[str, CheckCode] = {check.code: check for check in CODES}

PREFACE = """\
# What a feed is checked for

`lobby check-feed DIR` prints the checks that found something; `lobby build` runs the same ones. Nothing is
dropped or guessed silently: every check has a count, and the rows stand on the `data` page.

- **stop**: nothing is published, yesterday's portrait keeps serving; exit code 3.
- **set_aside**: the whole row is left out, and so are the rows that hang on it.
- **to_null**: the value is left out, the row stays.
- **warn**: loaded as it came.

A `feed.toml`:

```toml
bank = "示例银行"
business_date = 2026-11-20
currency = "CNY"
timezone = "Asia/Shanghai"
country = "CN"
demo = false

[options]                         # each may be left out; these are the defaults
consent_default = "not_granted"   # or "granted", where that is lawful or the data is anonymised
clock = "wall"                    # or "business_date": today is the feed's date (samples, old data)
max_set_aside = 0.05              # of a table's rows
accept_counts = false             # true for one feed: a table may be far smaller or larger than last time
```
"""


def checks_document() -> str:
    """The text of docs/checks.md."""
    lines = [PREFACE, "| code | severity | what was found | what to do |", "|---|---|---|---|"]
    lines += [f"| `{c.code}` | {c.severity} | {c.meaning} | {c.advice} |" for c in CODES]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(checks_document(), encoding="utf-8")
