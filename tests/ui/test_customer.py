"""The customer's page: order, bands, folds, rows and the states without anything to offer."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from lobby.domain.errors import DeskError, QueryError
from lobby.domain.sections import Holdings, Movements
from tests.ui.conftest import words_of
from tests.ui.fakes import AUDITOR, FakeHouse
from tests.ui.tiny_house import keys, press, reveal

OpenApp = Callable[..., AppTest]


def open_customer(open_app: OpenApp, **more: object) -> AppTest:
    return open_app("customer", customer_id="C0000001", **more)


def test_the_heading_is_masked_and_names_the_service_not_the_segment(open_app: OpenApp) -> None:
    app = open_customer(open_app)
    heading = app.markdown[0].value

    assert heading.startswith("**王\\*\\* 女士**")
    assert "稳健储蓄" in heading
    assert "测评 C2 有效至 2027" in heading
    assert app.button(key="consents").label == "已同意介绍产品"
    assert "引导入座" in heading
    assert "elderly" not in heading


def test_say_first_comes_before_unfinished_business_before_offers(open_app: OpenApp) -> None:
    shown = [one.value for one in open_customer(open_app).markdown]
    order = [
        next(i for i, text in enumerate(shown) if words in text)
        for words in ("先说这一句", "先办", "三年期大额存单", "最近与到期", "习惯")
    ]

    assert order == sorted(order)


def test_until_the_decision_is_kept_there_is_a_name_and_what_to_say_and_nothing_else(
    open_app: OpenApp, house: FakeHouse
) -> None:
    house.fault = DeskError("desk_unavailable", "The desk store cannot be written.")
    app = open_customer(open_app)

    name, heading, line = (one.value for one in app.markdown)
    assert (name.startswith("**王"), "先说这一句" in heading, line.startswith("**“")) == (True, True, True)
    assert [key for key in keys(app, "") if not key.startswith("talk_")] == keys(app, "complain_")
    assert [one.value for one in app.get("metric")] == []


def test_the_decision_is_kept_once_per_visit(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_customer(open_app)
    app.run()

    assert [asked for asked in house.asked if asked[0] == "decision"] == [("decision", "V-C0000001")]


def test_what_is_said_in_another_language_is_told_in_the_screens_own(
    open_app: OpenApp, house: FakeHouse
) -> None:
    house.meaning = "Good day, one matter of yours comes up soon."
    shown = [one.value for one in open_customer(open_app, language="en").markdown]

    (said,) = [text for text in shown if "您好，您有一项业务近期要处理" in text]
    line, meaning = said.replace("\\", "").split("  \n")
    assert line.startswith("**“您好，您有一项业务近期要处理")
    assert meaning == ":gray[Good day, one matter of yours comes up soon.]"


def test_the_categories_named_are_those_that_say_something(open_app: OpenApp) -> None:
    (habits,) = [one.value for one in open_customer(open_app).markdown if "**习惯 11-20**" in one.value]

    assert habits.endswith("15 日养老金 · 超市、医药、餐饮]")


def test_amounts_are_bands_and_no_exact_amount_is_sent(open_app: OpenApp) -> None:
    app = open_customer(open_app)

    assert [one.value for one in app.metric] == ["40万档", "20万档"]
    assert "204,512" not in words_of(app)
    assert "456" not in words_of(app)


def test_every_reason_with_rows_opens_them(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_customer(open_app)

    app.button(key="why_dep_cd_deposit_maturing").click().run()

    assert ("rows", "C0000001", "maturing_30d") in house.asked
    assert "合计 20万档，共 1 笔" in words_of(app)


def test_a_reveal_is_asked_of_the_house_and_shows_exact_amounts(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_customer(open_app)
    app.button(key="open_total").click().run()

    reveal(app)

    assert ("reveal", "C0000001", "amounts", "verify", "") in house.asked
    assert [one.value for one in app.metric] == ["¥45.63万", "¥20.45万"]


def test_details_are_made_only_when_opened(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_customer(open_app)
    assert not [one for one in app.button if one.key == "kind_fund"]

    app.session_state["fold_assets"] = True
    app.run()

    assert app.button(key="kind_fund").label == "基金 2万档 · 11-20"
    assert ("section", "C0000001", Holdings) in house.asked
    assert "联名：活期 5678，金额只给户主看" in words_of(app)


def test_the_weekdays_named_are_those_of_most_payments(open_app: OpenApp) -> None:
    app = open_customer(open_app)
    app.session_state["fold_habits"] = True
    app.run()

    assert "常在 周四 · 周一 · 周二" in words_of(app)


def test_a_deposit_may_renew_and_a_debt_just_ends(open_app: OpenApp) -> None:
    app = open_customer(open_app)
    app.session_state["fold_assets"] = True
    app.run()

    matures = [row[2] for row in app.table[0].value.to_numpy().tolist()]
    assert matures == ["12\\-03 未约定自动转存", "2027\\-12\\-03"]


def test_contacts_stand_with_channel_and_outcome(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_customer(open_app)
    app.session_state["fold_contacts"] = True
    app.run()

    assert app.table[0].value.to_numpy().tolist() == [
        ["09\\-03", "电话 · 整存整取定期存款", "暂不 · 12\\-01 再谈"]
    ]

    house.is_bare = True
    app.session_state["kept_view"] = None
    app.run()

    assert "最近一年没有联系记录。" in words_of(app)


def test_audit_sees_no_contacts(open_app: OpenApp) -> None:
    assert "近期联系" not in words_of(open_customer(open_app, viewer=AUDITOR))


def test_an_opened_part_stays_open_and_is_read_once(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_customer(open_app)
    app.session_state["fold_habits"] = True
    app.run()

    app.run()

    assert app.button(key="method_alipay")
    assert [asked for asked in house.asked if asked[0] == "section"] == [("section", "C0000001", Movements)]


def test_a_part_that_cannot_be_read_leaves_the_page_standing(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_customer(open_app)
    house.fault = QueryError("query_too_slow", "It took too long.", "Ask for less at once.")
    app.session_state["fold_habits"] = True
    app.run()

    assert "先说这一句" in words_of(app)
    assert [one.value for one in app.info]


def test_what_is_not_suggested_says_stage_and_reason(open_app: OpenApp) -> None:
    app = open_customer(open_app)

    app.session_state["fold_withheld"] = True
    app.run()

    shown = words_of(app)
    assert "宽基指数基金定投" in shown
    assert "R4" in shown


def test_agency_6_an_agency_product_names_its_issuer_and_its_notice(open_app: OpenApp) -> None:
    app = open_customer(open_app)

    in_hand = {"subject": "wmp_30d", "chips": [], "note": ""}
    app.session_state["kept_section_jotting"] = (("V-C0000001",), in_hand)
    app.run()

    shown = words_of(app)
    assert "代销 · 示例银行理财公司" in shown
    assert "代销产品，非本行发行。" in shown
    assert "理财非存款、产品有风险、投资须谨慎。" in shown


def test_without_anything_the_page_is_whole_and_just_helps(open_app: OpenApp, house: FakeHouse) -> None:
    house.is_bare = True

    app = open_customer(open_app, language="en")

    shown = words_of(app)
    assert "Customer ending 0001" in shown
    assert "No offer today, just help" in shown
    assert "No payments on record." in shown
    assert "None" not in shown


def test_not_this_one_closes_the_visit_and_goes_back(open_app: OpenApp) -> None:
    app = open_customer(open_app)

    press(app, "not_this_one_")

    assert app.text_input(key="search") is not None
    assert "王" not in words_of(app)
    assert "visit" not in app.session_state


def test_without_a_customer_the_page_leads_to_the_board(open_app: OpenApp) -> None:
    app = open_app("customer")

    assert "还没有打开客户" in words_of(app)


def test_a_language_changes_every_word(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_customer(open_app, viewer=AUDITOR)
    app.session_state["menu"] = True
    app.run()

    app.button(key="language_en").click().run()

    assert "Say this first" in words_of(app)
    assert house.spoken == {"S003": "en"}
    assert ("view", "C0000001", "en") in house.asked


def test_a_rerun_reads_the_portrait_once(open_app: OpenApp, house: FakeHouse) -> None:
    app = open_customer(open_app)

    app.run()

    assert [asked[0] for asked in house.asked] == ["view", "decision"]


def test_rows_stay_open_when_the_page_is_made_anew_and_close_when_they_are_left(
    open_app: OpenApp, house: FakeHouse
) -> None:
    app = open_customer(open_app)
    app.button(key="open_total").click().run()

    app.run()

    assert "合计 20万档，共 1 笔" in words_of(app)
    assert house.asked.count(("rows", "C0000001", "aum")) == 1

    del app.session_state["dialog"]
    app.run()
    assert "合计" not in words_of(app)

    app.button(key="open_total").click().run()
    assert house.asked.count(("rows", "C0000001", "aum")) == 2
