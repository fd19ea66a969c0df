"""The catalogue loads whole, and a broken one says which file and key is wrong."""

import re
import shutil
from dataclasses import fields

import pytest

from lobby.data.catalog import CATALOG_FOLDER, fingerprint, load_catalog
from lobby.domain.catalogue import RISK_KINDS, Product
from lobby.domain.errors import CatalogError
from lobby.domain.viewer import LANGUAGES
from tests.portraits import CATALOG

PRODUCTS = {
    "dep_term": (None, "own"), "dep_cd": (None, "own"), "dep_notice": (None, "own"),
    "gov_bond": (None, "agency"),
    "wmp_cash": ("R1", "agency"), "wmp_30d": ("R2", "agency"), "wmp_plus": ("R3", "agency"),
    "fund_mm": ("R1", "agency"), "fund_bond": ("R2", "agency"), "fund_index": ("R4", "agency"),
    "gold_acc": ("R3", "own"), "pension_acc": (None, "own"), "ins_annuity": (None, "agency"),
    "ins_medical": (None, "agency"), "cc_standard": (None, "own"), "cc_inst": (None, "own"),
    "loan_consumer": (None, "own"), "loan_small": (None, "own"), "loan_home": (None, "own"),
    "loan_biz": (None, "own"),
}  # fmt: skip
SERVICES = {
    "mobile_bank", "transfer_limit", "wallet_bind", "merchant_qr", "payroll_card", "social_card",
    "family_link",
    "risk_review", "info_update", "anti_fraud", "deposit_cert", "fx_service", "cash_booking", "inheritance",
    "complaint_care", "proxy_help",
}  # fmt: skip
RISKY = {code: product for code, product in CATALOG.products.items() if product.kind in RISK_KINDS}
NOTICES_OF_FUNDS = {code for one in RISKY.values() if one.kind == "fund" for code in one.notices}
SEGMENTS = [
    "minor", "business_owner", "elderly_saver", "elderly_pension", "pre_retire", "affluent_family",
    "family_children", "mortgage_family", "campus_starter", "young_worker", "flexible_newcitizen",
    "mature_worker",
]  # fmt: skip


def test_twenty_products_sixteen_services_twelve_segments():
    assert {code: (one.risk, one.sale) for code, one in CATALOG.products.items()} == PRODUCTS
    assert set(CATALOG.services) == SERVICES
    assert [segment.code for segment in CATALOG.segments] == SEGMENTS
    assert len(CATALOG.first_lines) == 21
    assert len(CATALOG.business) == 15
    assert {"N1", "N2", "N3", "N4", "N5", "N6"} <= CATALOG.notices.keys()
    assert "gold" in [tier.code for tier in CATALOG.tiers]


EXAMPLE = {"zh_Hans": "【示例】", "zh_Hant": "【示例】", "en": "(example)"}


@pytest.mark.parametrize("code", sorted(PRODUCTS))
def test_a_product_keeps_its_duties(code):
    product = CATALOG.products[code]
    assert (product.issuer is not None) == (product.sale == "agency")
    assert (product.risk is not None) == (product.kind in RISK_KINDS)
    assert all(
        EXAMPLE[language] in product.terms[language]
        for language in LANGUAGES
        if "0" in product.terms[language]
    )
    duty = {"wealth": "N1", "fund": "N2", "insurance": "N3", "loan": "N4", "deposit": "N5", "gold": "N6"}
    assert duty.get(product.kind, product.notices[0]) in product.notices
    if product.kind == "loan":
        assert "单利" in product.terms["zh_Hans"]


@pytest.mark.parametrize(
    ("bank", "issuer", "used"), [("R2", "R3", "R3"), ("R3", "R2", "R3"), ("R3", "R3", "R3")]
)
def test_order_7_higher_of_two_ratings_the_higher_is_used_and_named(tmp_path, bank, issuer, used):
    folder = shutil.copytree(CATALOG_FOLDER, tmp_path / "catalog")
    file = folder / "products" / "fund_bond.toml"
    text = file.read_text(encoding="utf-8")
    rated = text.replace('risk = "R2"', f'risk = "{bank}"\nissuer_risk = "{issuer}"')
    file.write_text(rated.replace("R2；", f"{used}；").replace("R2; ", f"{used}; "), encoding="utf-8")
    assert load_catalog(folder).products["fund_bond"].risk == used
    file.write_text(rated, encoding="utf-8")
    with pytest.raises(CatalogError, match=f"the level {used}"):
        load_catalog(folder)


def test_performance_2023_marketing_9_no_product_has_a_yield_to_be_shown_or_sorted_by():
    facts = {field.name for field in fields(Product)}
    assert [name for name in facts if re.search("yield|return|perform|benchmark|rate$|nav", name)] == []
    said = {
        code: (product.name, product.terms, product.cost, product.talk) for code, product in RISKY.items()
    }
    told = re.compile(r"业绩|業績|收益率|年化|[Pp]erformance|[Bb]enchmark|yield")
    assert {code: found for code, words in said.items() if (found := told.findall(repr(words)))} == {}
    assert all("过往业绩不代表未来表现" in CATALOG.notices[code].text["zh_Hans"] for code in NOTICES_OF_FUNDS)


def test_the_fingerprint_changes_with_any_byte(tmp_path):
    folder = shutil.copytree(CATALOG_FOLDER, tmp_path / "catalog")
    assert fingerprint(folder) == CATALOG.fingerprint
    (folder / "tiers.toml").write_text("standard = 0\ngold = 10\n", encoding="utf-8")
    assert fingerprint(folder) != CATALOG.fingerprint
    assert [tier.code for tier in load_catalog(folder).tiers] == ["standard", "gold"]


BREAKAGES = [
    ("levers.toml", "weight = 1.2", "weight = 0", "catalog_value", ["levers.toml", "weight"]),
    ("levers.toml", "pension_acc", "pension_ac", "catalog_name", ["levers.toml", "pension_ac"]),
    ("levers.toml", "pre_retire", "pre_retir", "catalog_name", ["levers.toml", "pre_retir"]),
    ("levers.toml", "until = 2026-12-31", "until = 2026-10-31", "catalog_value", ["levers.toml", "until"]),
    ("products/fund_index.toml", 'risk = "R4"', 'risk = "R9"', "catalog_name", ["fund_index", "risk"]),
    ("products/fund_index.toml", 'risk = "R4"\n', "", "product_risk", ["fund_index"]),
    ("products/dep_cd.toml", 'sale = "own"', 'sale = "own"\nrisk = "R1"', "product_risk", ["dep_cd"]),
    ("products/fund_bond.toml", 'en = "R2; ', 'en = "', "product_risk", ["fund_bond", "terms", "R2"]),
    (
        "products/fund_index.toml",
        'column = "age"',
        'column = "agee"',
        "unknown_column",
        ["fund_index", "agee"],
    ),
    ("products/fund_index.toml", "cool_down_days", "cool_down_dais", "catalog_value", ["cool_down_days"]),
    ("products/fund_index.toml", "value = 4", "value = 4\nvalu = 3", "catalog_key", ["valu"]),
    ("products/fund_index.toml", "salary_regular", "salary_regula", "catalog_name", ["salary_regula"]),
    ("products/fund_index.toml", 'notices = ["N2"]', 'notices = ["N22"]', "catalog_name", ["N22"]),
    ("products/fund_index.toml", 'who = ["fund"]', 'who = ["funds"]', "catalog_name", ["funds"]),
    ("products/dep_cd.toml", 'sale = "own"', 'sale = "agency"', "agency_issuer", ["dep_cd"]),
    (
        "products/loan_home.toml",
        'sale = "own"',
        'sale = "own"\nprivate = true',
        "private_product",
        ["CAR1", "loan_home"],
    ),
    (
        "products/loan_small.toml",
        'sale = "own"',
        'sale = "own"\nprivate = true',
        "private_product",
        ["loan_small"],
    ),
    (
        "products/dep_cd.toml",
        'en = "Certificate of deposit, 3 years"\n',
        "",
        "catalog_language",
        ["dep_cd", "en"],
    ),
    (
        "products/dep_cd.toml",
        "大额存单 20 万起",
        "大额存单跟存 款一样",
        "forbidden_word",
        ["dep_cd", "跟存款一样"],
    ),
    ("products/dep_cd.toml", "大额存单 20 万起", "{{ nonsense }}", "unknown_fact", ["dep_cd", "nonsense"]),
    (
        "products/dep_cd.toml",
        "大额存单 20 万起",
        "{{ segment }}",
        "speak_level",
        ["dep_cd", "segment", "never"],
    ),
    ("products/dep_cd.toml", "大额存单 20 万起", "{% if %}", "template", ["dep_cd"]),
    ("first_lines.toml", "您慢慢坐", "{{ aum }}您慢慢坐", "speak_level", ["elder", "aum", "seated"]),
    ("business.toml", 'where = ["zone"]', "where = []", "catalog_value", ["wealth", "where"]),
    ("business.toml", '"phone", ', '"fone", ', "catalog_name", ["transfer", "fone"]),
    (
        "business.toml",
        '["certificate", ',
        '["certificat", ',
        "catalog_name",
        ["deposit_maturity", "certificat"],
    ),
    ("business.toml", '"remittance"', '"deposit"', "catalog_value", ["deposit"]),
    ("business.toml", "[business.other", "[business.another", "catalog_value", ["other"]),
    ("business.toml", '"小额存取"', '"跟存款一样"', "forbidden_word", ["cash", "跟存款一样"]),
    ("first_lines.toml", "要带{{ documents }}", "要带{{ aum }}", "speak_level", ["default", "aum"]),
    ("first_lines.toml", "[lapsed]", "[lapse]", "catalog_name", ["lapsed"]),
    (
        "services/social_card.toml",
        "social_card_inactive",
        "social_card_inactiv",
        "catalog_name",
        ["social_card"],
    ),
    ("reasons.toml", "needs_profiling = true", "", "profiling", ["card_spending"]),
    ("reasons.toml", 'amount = "asset_wealth"', 'amount = "asset_welth"', "catalog_name", ["asset_welth"]),
    (
        "segments.toml",
        'column = "age", below = 18',
        'column = "tier", equals = "x"',
        "unknown_column",
        ["tier"],
    ),
    ("policy.toml", "protected_age = 65", "", "catalog_value", ["policy.toml", "protected_age"]),
    ("policy.toml", "protected_age", "protectd_age", "catalog_name", ["policy.toml", "protectd_age"]),
    ("tiers.toml", "silver = 50_000", "silver = 0", "catalog_value", ["tiers.toml"]),
    ("facts.toml", '"ticket",', '"ticket", "aum",', "catalog_value", ["facts.toml", "aum"]),
    (
        "events/large_inflow.toml",
        "least_amount",
        "least_amoun",
        "query_numbers",
        ["large_inflow", "least_amoun"],
    ),
    (
        "events/large_inflow.toml",
        "window_days = 30",
        "",
        "query_numbers",
        ["large_inflow", "window_days"],
    ),
    (
        "events/large_inflow.toml",
        "window_days = 30",
        "window_days = 30\nas_of = 3",
        "query_numbers",
        ["large_inflow", "as_of"],
    ),
    (
        "events/large_inflow.toml",
        "window_days = 30",
        'window_days = "30"',
        "catalog_value",
        ["large_inflow", "window_days"],
    ),
    ("events/large_inflow.toml", '"need_arises"', '"need"', "catalog_name", ["large_inflow", "need"]),
    ("notices.toml", "[N1]", "[N1", "catalog_file", ["notices.toml"]),
    ("scenarios/WED1.toml", "count_60d", "count_61d", "unknown_column", ["WED1", "count_61d"]),
    ("scenarios/WED1.toml", "windows.wedding", "windows.weding", "catalog_name", ["WED1", "weding"]),
    ("scenarios/WED1.toml", "needs_profiling = true\n", "", "profiling", ["WED1"]),
    ("scenarios/TRG5.toml", "needs_profiling = true\n", "", "profiling", ["TRG5"]),
    ("scenarios/WED1.toml", 'category = "wedding"', 'category = "weding"', "catalog_name", ["weding"]),
    ("scenarios/WED1.toml", 'deck = "loan_consumer"', 'deck = "loans"', "catalog_name", ["WED1", "loans"]),
    ("scenarios/WED1.toml", 'product = "cc_inst"', 'product = "cc_ins"', "catalog_name", ["cc_ins"]),
    ("scenarios/WED1.toml", "fit_product = 4", "fit_product = 6", "catalog_value", ["fit_product", "5"]),
    ("scenarios/WED1.toml", "full = 30_000", "full = 0", "catalog_value", ["WED1", "strength"]),
    ("scenarios/WED1.toml", "最近家里", "{{ segment }}", "speak_level", ["WED1", "zh_Hans"]),
    ("scenarios/WED1.toml", "最近家里", "返现", "forbidden_word", ["WED1", "返现"]),
    ("scenarios/WED3.toml", 'product = "dep_term"', 'product = "loan_small"', "loan_forbidden", ["WED3"]),
    ("scenarios/TRG1.toml", "large_inflow", "large_inflw", "catalog_name", ["TRG1", "large_inflw"]),
    ("scenarios/RNT3.toml", "housing_fund", "housing_found", "catalog_name", ["housing_found"]),
    (
        "scenarios/MED4.toml",
        'column = "asked_topics", contains = "paying_hospital"',
        'column = "category_windows.medical.count_60d", at_least = 1',
        "sensitive",
        ["MED4", "category_windows"],
    ),
    (
        "scenarios/CUL1.toml",
        "category_windows.culture",
        "category_windows.medical",
        "kept_private",
        ["CUL1", "medical"],
    ),
    ("tags/spending.toml", "365d.education", "365d.child", "kept_private", ["learns", "child"]),
    ("tags/spending.toml", "needs_profiling = true\n", "", "profiling", ["buys_groceries"]),
    (
        "tags/relationship.toml",
        'condition = { column = "first_opened_on", within_last_days = 365 }',
        'condition = { column = "churn_points", at_least = 30 }',
        "unspoken",
        ["churn_points"],
    ),
    (
        "scenarios/MED2.toml",
        'column = "has_social_security_card_inactive", is_true = true',
        'column = "loyalty_index", at_most = 30',
        "unspoken",
        ["MED2", "loyalty_index"],
    ),
    (
        "scenarios/RNT3.toml",
        'partner = { column = "external_attributes"',
        'partner = { column = "held_kinds"',
        "catalog_value",
        ["RNT3", "held_kinds"],
    ),
    ("tags/assets.toml", "[aum_none]", "[learns]", "catalog_value", ["learns"]),
    ("tags/assets.toml", 'freshness = "daily"', 'freshness = "dayly"', "catalog_name", ["dayly"]),
    ("topics.toml", "高考|", "(高考|", "catalog_value", ["college", "words"]),
    ("benefits.toml", 'category = "renovation"', 'category = "home"', "catalog_name", ["bricks", "home"]),
    ("calendar.toml", "2027-01-01,", '"New Year",', "catalog_value", ["holidays"]),
]


@pytest.mark.parametrize(("file", "right", "wrong", "code", "named"), BREAKAGES)
def test_a_broken_catalogue_does_not_load_and_says_why(tmp_path, file, right, wrong, code, named):
    folder = shutil.copytree(CATALOG_FOLDER, tmp_path / "catalog")
    text = (folder / file).read_text(encoding="utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        load_catalog(folder)
    assert caught.value.code == code
    assert all(name in str(caught.value) for name in named)


def test_a_tag_that_is_never_spoken_of_may_tell_of_a_warning(tmp_path):
    folder = shutil.copytree(CATALOG_FOLDER, tmp_path / "catalog")
    path = folder / "tags/assets.toml"
    text = path.read_text(encoding="utf-8")
    warned = text.replace('{ column = "aum", at_most = 0 }', '{ column = "churn_points", at_least = 30 }')
    assert warned != text
    path.write_text(warned, encoding="utf-8")
    assert load_catalog(folder).cards.tags["aum_none"].speak == "never"


def test_an_event_and_its_query_need_each_other(tmp_path):
    folder = shutil.copytree(CATALOG_FOLDER, tmp_path / "catalog")
    alone = (folder / "events/mortgage_year.toml").rename(folder / "events/zoo_visited.toml")
    with pytest.raises(CatalogError, match=r"events/mortgage_year\.toml is missing"):
        load_catalog(folder)
    shutil.copy(alone, folder / "events/mortgage_year.toml")
    with pytest.raises(CatalogError, match=r"events/zoo_visited\.toml has no query"):
        load_catalog(folder)


def test_the_nearest_valid_name_is_offered(tmp_path):
    folder = shutil.copytree(CATALOG_FOLDER, tmp_path / "catalog")
    path = folder / "products/fund_index.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"age"', '"agee"'), encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        load_catalog(folder)
    assert caught.value.hint == "Did you mean 'age'?"


def test_a_missing_file_is_named(tmp_path):
    folder = shutil.copytree(CATALOG_FOLDER, tmp_path / "catalog")
    (folder / "policy.toml").unlink()
    with pytest.raises(CatalogError) as caught:
        load_catalog(folder)
    assert "policy.toml" in caught.value.message
