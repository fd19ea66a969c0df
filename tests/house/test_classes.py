"""Every column of the feed and of the portrait has a class, and there is none of the third."""

from lobby.data.catalog_classes import load_classes
from lobby.data.feed.contract import TABLES
from lobby.data.feed.files import is_forbidden
from lobby.domain.sections import every_column

FEED = {(f"feed.{table.name}", column.name) for table in TABLES for column in table.columns}
PORTRAIT = {("portrait", column) for column in every_column()}


def test_pipl_51_jrt_0171_classes_every_column_has_one() -> None:
    assert sorted((FEED | PORTRAIT) ^ set(load_classes())) == []


def test_jrt_0171_classes_there_is_no_column_of_the_third() -> None:
    assert [column for _, column in sorted(FEED | PORTRAIT) if is_forbidden(column)] == []


def test_jrt_0171_classes_what_the_contract_calls_personal_is_restricted() -> None:
    about_customers = [table for table in TABLES if table.name != "staff"]
    personal = [
        (f"feed.{table.name}", column.name)
        for table in about_customers
        for column in table.columns
        if column.personal or column.sensitive or column.type == "money"
    ]
    assert len(personal) >= 20
    assert {load_classes()[one] for one in personal} == {"C2"}


def test_a_column_about_no_customer_is_in_a_table_of_the_bank() -> None:
    internal = {table for (table, _), found in load_classes().items() if found == "internal"}
    assert internal == {
        "feed.branch", "feed.staff", "feed.product", "feed.merchant_category", "feed.fx_rate", "portrait",
    }  # fmt: skip
