"""In both engines: the network is drawn under the strict policy, and the year fills the screen alone."""

import duckdb
import pytest

from tests.browser.at_the_desk import broken_policies, find, press, sign_in, too_small
from tests.browser.bank import Server
from tests.browser.engines import STILL, TEXT, Browser, says, there, until

pytestmark = pytest.mark.browser

WHO = """
select relation.customer_id, any_value(staff.name)
from rows.relation as relation
inner join portrait using (customer_id)
inner join staff on staff.branch_id = portrait.home_branch_id and staff.role = 'manager'
where portrait.age >= 18 and not portrait.deceased and portrait.count_transactions_365d > 0
group by all
order by count(distinct other_id) desc, customer_id
limit 1
"""
DRAWN = "document.querySelectorAll('.st-key-network svg text').length >= 4"


@pytest.fixture(scope="module")
def opened(browser: Browser, server: Server) -> Browser:
    """A manager has opened the customer with most people around."""
    (portrait,) = (server.home / "portraits").glob("portrait-*.duckdb")
    (rows,) = (server.home / "portraits").glob("rows-*.duckdb")
    with duckdb.connect(str(portrait), read_only=True) as con:
        con.execute(f"attach '{rows}' as rows (read_only)")
        customer_id, manager = con.execute(WHO).fetchone()
    browser.open(server.url)
    sign_in(browser, manager)
    find(browser, customer_id)
    return browser


def test_the_network_is_drawn_and_read(opened: Browser) -> None:
    press(opened, ".st-key-fold_network summary")
    until(opened, f"{DRAWN} && {STILL}")
    assert opened.value(says("同一住址"))
    assert too_small(opened) == []


def test_the_year_is_alone_on_the_screen_until_staff_turn_it_back(opened: Browser) -> None:
    press(opened, ".st-key-fold_year summary")
    until(opened, f"{there('.st-key-turn_year button')} && {STILL}")
    press(opened, ".st-key-turn_year button")
    until(opened, says("您的这一年"))
    until(opened, "!document.querySelector('.st-key-say_first')")
    assert "同一住址" not in opened.value(TEXT)
    assert "先说这一句" not in opened.value(TEXT)
    assert too_small(opened) == []
    press(opened, ".st-key-staff button")
    press(opened, ".st-key-turn_back button")
    until(opened, there(".st-key-say_first"))


def test_no_policy_was_broken(opened: Browser) -> None:
    assert opened.foreign == []
    assert broken_policies(opened) == []
