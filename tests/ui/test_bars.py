"""The bars a customer is opened with: what is drawn, and what of the amounts leaves the server."""

import base64
import re
from collections.abc import Mapping
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

SVG = "{http://www.w3.org/2000/svg}"


def drawn(call: str) -> ElementTree.Element:
    """The picture that `call` shows."""
    script = f"from decimal import Decimal\nfrom lobby.ui import bars\n{call}"
    (shown,) = AppTest.from_string(script).run().get("image")
    (picture,) = shown.proto.imgs
    assert picture.alt == "what it shows"
    kind, _, content = picture.url.partition(",")
    assert kind == "data:image/svg+xml;base64"
    return ElementTree.fromstring(base64.b64decode(content))  # noqa: S314 our own


def months(
    series: Mapping[str, list[Decimal]], names: list[str], is_exact: bool = True
) -> ElementTree.Element:
    return drawn(f"bars.show_months({names!r}, {series!r}, 'what it shows', is_exact={is_exact})")


def words(picture: ElementTree.Element) -> list[str]:
    return [str(one.text) for one in picture.iter(f"{SVG}text")]


def bars_of(picture: ElementTree.Element) -> list[tuple[float, float]]:
    """Top and height of each bar, in pixels."""
    rows = [one for one in picture.iter(f"{SVG}rect") if one.get("rx") is None]
    return [(float(one.attrib["y"]), float(one.attrib["height"])) for one in rows]


def test_one_bar_is_cut_into_whole_percents_and_holds_no_amount() -> None:
    parts = {"活期": Decimal("200000.37"), "理财": Decimal("100000.11"), "贷款": Decimal(0)}
    picture = drawn(f"bars.show_parts({parts!r}, 'what it shows')")

    shares = [one.get("width") for one in picture.iter(f"{SVG}rect") if str(one.get("y")) == "0.0"]
    assert shares == ["67.00%", "33.00%"]
    assert words(picture) == ["活期", "理财"]
    assert not re.search(r"20000|10000|\.37|\.11", ElementTree.tostring(picture, encoding="unicode"))


def test_without_assets_there_is_no_bar() -> None:
    script = "from lobby.ui import bars\nbars.show_parts({}, 'what it shows')"

    assert not AppTest.from_string(script).run().get("image")


def test_what_was_spent_in_a_month_stands_on_top_of_each_other() -> None:
    picture = months(
        {"微信": [Decimal(1000), Decimal(0)], "刷卡": [Decimal(500), Decimal(3000)]}, ["10月", "11月"]
    )

    assert words(picture) == ["0", "1,000", "2,000", "3,000", "10月", "11月", "微信", "刷卡"]
    assert bars_of(picture) == [(70.0, 30.0), (55.0, 15.0), (100.0, 0.0), (10.0, 90.0)]


@pytest.mark.parametrize(("is_exact", "height"), [(True, 89.9), (False, 89.1)])
def test_an_amount_is_rounded_down_unless_it_may_be_exact(is_exact: bool, height: float) -> None:
    picture = months({"微信": [Decimal("998.50")]}, ["11月"], is_exact)

    assert [tall for _, tall in bars_of(picture)] == [height]


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (900, ["0", "500", "1,000"]),
        (3001, ["0", "2,000", "4,000"]),
        (1_500_000, ["0", "500,000", "1,000,000", "1,500,000"]),
    ],
)
def test_the_axis_has_up_to_three_even_steps(top: int, ticks: list[str]) -> None:
    assert words(months({"微信": [Decimal(top)]}, ["11月"]))[: len(ticks) + 1] == [*ticks, "11月"]


def test_where_the_months_do_not_fit_some_names_are_left_out_but_no_bar() -> None:
    names = [f"{number}月" for number in range(1, 13)]
    picture = months({"微信": [Decimal(9)] * 12}, names)

    assert [name for name in words(picture) if name.endswith("月")] == [
        "1月",
        "3月",
        "5月",
        "7月",
        "9月",
        "11月",
    ]
    assert len(bars_of(picture)) == 12


def test_a_name_is_written_as_it_stands() -> None:
    assert words(months({"A&B <b>": [Decimal(9)]}, ["11月"]))[-1] == "A&B <b>"
