"""Words, amounts and dates in three languages."""

from datetime import date
from decimal import Decimal

import pytest
from sqlglot import parse_one

from lobby.data import queries
from lobby.domain.viewer import LANGUAGES, Language
from lobby.services.rows import HIDDEN
from lobby.ui.text import Words, catalogue, first_guess, plain

AS_OF = date(2026, 11, 20)


def test_the_three_languages_have_the_same_keys_and_placeholders() -> None:
    keys = {language: set(catalogue(language)) for language in LANGUAGES}
    assert keys["zh_Hans"] == keys["zh_Hant"] == keys["en"]

    for key in keys["en"]:
        needed = {Words(language).placeholders(key) for language in LANGUAGES}
        assert len(needed) == 1, key


@pytest.mark.parametrize(
    ("browser", "language"),
    [
        ("zh-CN", "zh_Hans"), ("zh", "zh_Hans"), ("zh-Hans-HK", "zh_Hans"), ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"), ("zh-Hant", "zh_Hant"), ("en-US", "en"), ("cs", "en"), (None, "zh_Hans"),
    ],
)  # fmt: skip
def test_the_first_guess_is_the_browsers_language(browser: str | None, language: Language) -> None:
    assert first_guess(browser) == language


@pytest.mark.parametrize(
    ("language", "currency", "amount", "band", "money", "exact"),
    [
        ("zh_Hans", "CNY", "204512.37", "20万档", "¥20.45万", "¥204,512.37"),
        ("zh_Hant", "CNY", "204512.37", "20萬檔", "¥20.45萬", "¥204,512.37"),
        ("en", "CNY", "204512.37", "¥200,000+", "¥204,512.37", "¥204,512.37"),
        ("zh_Hans", "CNY", "99999.99", "9万档", "¥10万", "¥99,999.99"),
        ("zh_Hans", "CNY", "4820", "4千档", "¥4,820", "¥4,820.00"),
        ("zh_Hans", "CNY", "830.5", "1千以下", "¥830.5", "¥830.50"),
        ("zh_Hans", "CNY", "0", "0", "¥0", "¥0.00"),
        ("zh_Hans", "CNY", "123456789", "1亿档", "¥1.23亿", "¥123,456,789.00"),
        ("zh_Hans", "CNY", "-12000", "−1万档", "−¥1.2万", "−¥12,000.00"),
        ("en", "CZK", "52341.20", "CZK 50,000+", "CZK 52,341.2", "CZK 52,341.20"),
    ],
)  # fmt: skip
def test_amounts(language: Language, currency: str, amount: str, band: str, money: str, exact: str) -> None:
    t = Words(language, currency)

    assert (t.band(Decimal(amount)), t.money(Decimal(amount)), t.exact(Decimal(amount))) == (
        band,
        money,
        exact,
    )


def test_an_amount_is_a_band_until_it_is_revealed_and_never_invented() -> None:
    assert Words("zh_Hans").amount(Decimal("204512.37")) == "20万档"
    assert Words("zh_Hans", is_masked=False).amount(Decimal("204512.37")) == "¥20.45万"
    assert Words("en").amount(None) == "not supplied"


def test_a_date_names_its_year_only_when_it_is_another_one() -> None:
    chinese, english = Words("zh_Hans", as_of=AS_OF), Words("en", as_of=AS_OF)

    assert (chinese.day(date(2026, 12, 3)), english.day(date(2026, 12, 3))) == ("12-03", "3 Dec")
    assert (chinese.day(date(2027, 3, 12)), english.day(date(2027, 3, 12))) == ("2027-03-12", "12 Mar 2027")


def test_a_name_stays_a_name() -> None:
    assert plain("![t](http://x) *a* :red[b] `c` $d$ <i>") == (
        r"\!\[t\]\(http" "\u2060" r"\://x\) \*a\* \:red\[b\] \`c\` \$d\$ \<i\>"
    )


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert Words("en").code("kind", "time_deposit") == "Time deposit"
    assert Words("en").code("kind", "caravan") == "caravan"


def test_every_column_of_the_rows_has_a_word() -> None:
    of_rows = [name for name in queries.names("reads") if "customer_rows_" in name]
    columns = {
        column.alias_or_name
        for name in of_rows
        for column in parse_one(queries.load(name).sql, dialect="duckdb").selects
    }
    shown = columns - {*HIDDEN, "account_id"}
    assert {name for name in shown if not Words("en").has(f"column.{name}")} == set()
    assert len(of_rows) > 20


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("![t](http://a.test)", r"\!\[t\]\(http" + "\u2060" + r"\://a\.test\)"),
        ("www.a.test a@b.test", "www\u2060" + r"\.a\.test a" + "\u2060" + r"@b\.test"),
        (":material/home: :red[x]", r"\:" + "\u2060" + r"material/home\: \:red\[x\]"),
        ("<b>&lt;</b> $x$", r"\<b\>\&lt;\</b\> \$x\$"),
        ("张伟 A037", "张伟 A037"),
    ],
)
def test_f47_nothing_in_a_text_is_read_as_markdown(typed: str, said: str) -> None:
    assert plain(typed) == said
