"""Each Python rule catches its fault in a small bad sample, and finds none in the good one."""

import pytest

from tests.house import rules, usage_rules

LONG = "def long():\n" + "    pass\n" * 40


def test_a_page_of_81_lines_or_4_functions_is_caught() -> None:
    assert rules.page_faults("pages/board.py", "x = 1\n" * 80) == []
    assert len(rules.page_faults("pages/board.py", "x = 1\n" * 81)) == 1
    functions = "".join(f"def f{number}(): ...\n" for number in range(4))
    assert rules.page_faults("pages/board.py", functions) == [
        "pages/board.py: 4 functions, a page has at most 3"
    ]


def test_a_file_over_its_limit_is_caught() -> None:
    assert rules.length_faults("lobby/x.py", "x = 1\n" * 300, 300) == []
    assert rules.length_faults("lobby/x.py", "x = 1\n" * 301, 300) == [
        "lobby/x.py: 301 lines, the limit is 300"
    ]


def test_a_function_of_41_lines_is_caught_unless_its_limit_is_raised() -> None:
    assert rules.function_faults("a.py", LONG, {}) == ["a.py::long: 41 lines, the limit is 40"]
    assert rules.function_faults("a.py", LONG, {"a.py::long": 41}) == []
    assert rules.function_faults("a.py", "def short(): ...\n", {"a.py::short": 41}) != []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("lobby/services/find.py", "import duckdb"),
        ("lobby/ui/cards.py", "def show():\n    import sqlalchemy.orm"),
        ("lobby/commands/find.py", "from alembic import command"),
        ("lobby/services/show.py", "import streamlit as st"),
        ("lobby/api/live.py", "from streamlit.web import x"),
        ("lobby/domain/consent.py", "import pandas"),
        ("lobby/domain/consent.py", "import random"),
        ("lobby/domain/consent.py", "from lobby.data import desk"),
        ("lobby/domain/consent.py", "from lobby import data"),
        ("lobby/ui/cards.py", "from pages import board"),
        ("lobby/data/build.py", "from tests.data import tiny"),
        ("pages/board.py", "from lobby.data import desk"),
        ("pages/board.py", "import pandas as pd"),
        ("pages/board.py", "from lobby import data"),
        ("app.py", "from lobby.api import live"),
    ],
)
def test_an_import_against_the_layers_is_caught(path: str, source: str) -> None:
    assert len(rules.import_faults(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("lobby/data/warehouse.py", "import duckdb\nimport sqlalchemy"),
        ("lobby/domain/consent.py", "import datetime\nfrom lobby.domain.errors import LobbyError"),
        ("pages/board.py", "import streamlit as st\nfrom lobby.ui import session\nfrom lobby import ui"),
        ("lobby/server.py", "import streamlit"),
        ("tests/ui/test_board.py", "import duckdb\nfrom pages import board"),
    ],
)
def test_an_import_along_the_layers_is_let_through(path: str, source: str) -> None:
    assert rules.import_faults(path, source) == []


@pytest.mark.parametrize(
    "call",
    ["date.today()", "datetime.now(tz)", "dt.datetime.utcnow()", "pd.Timestamp.now()", "time.time()"],
)
def test_a_clock_below_the_session_is_caught(call: str) -> None:
    assert len(rules.clock_faults("lobby/services/show.py", call)) == 1
    assert rules.clock_faults("lobby/ui/session.py", call) == []
    assert rules.clock_faults("lobby/ui/cards.py", "session.now()\ntime.monotonic()") == []


@pytest.mark.parametrize(
    "text",
    [
        "'select x from y'",
        "f'select {x} from y'",
        "'INSERT INTO visit VALUES (1)'",
        "'delete from visit'",
        "'update visit set x = 1'",
        "'create table x as y'",
        "'with a as (b)'",
    ],
)
def test_sql_text_outside_the_data_layer_is_caught(text: str) -> None:
    assert len(rules.sql_text_faults("lobby/services/show.py", f"query = {text}")) == 1
    assert rules.sql_text_faults("lobby/data/build.py", f"query = {text}") == []
    assert rules.sql_text_faults("lobby/services/show.py", '"""What to select from a list."""') == []


@pytest.mark.parametrize(
    "source",
    ["st.session_state['x'] = 1", "from streamlit import session_state", "getattr(st, 'session_state')"],
)
def test_session_state_outside_its_home_is_caught(source: str) -> None:
    assert len(rules.session_state_faults("pages/board.py", source)) == 1
    assert rules.session_state_faults("lobby/ui/state.py", source) == []


@pytest.mark.parametrize(
    "source",
    [
        "st.markdown(x, unsafe_allow_html=True)",
        "st.html(x)",
        "components.html(x)",
        "st.markdown('<style>p {}</style>')",
        "page = f'< SCRIPT src={x}>'",
    ],
)
def test_html_styles_and_scripts_are_caught(source: str) -> None:
    assert len(rules.injection_faults("lobby/ui/cards.py", source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "duckdb.sql('x')",
        "duckdb.execute('x')",
        "cursor = connection.cursor()",
        "self._db.cursor().execute('x')",
    ],
)
def test_a_shared_connection_or_an_open_cursor_is_caught(source: str) -> None:
    assert len(rules.connection_faults("lobby/data/warehouse.py", source)) == 1


def test_a_cursor_closed_by_with_is_let_through() -> None:
    source = "with duckdb.connect(path) as db, db.cursor() as cursor:\n    cursor.execute('x')"
    assert rules.connection_faults("lobby/data/warehouse.py", source) == []


@pytest.mark.parametrize(
    "source",
    [
        'cursor.execute(f"select {name}")',
        'cursor.execute("select " + name)',
        'cursor.execute("select %s" % name)',
        'cursor.execute("select {}".format(name))',
        'connection.exec_driver_sql(" ".join(parts))',
        'wanted = f"select {name}"\ncursor.execute(wanted)',
    ],
)
def test_sql_put_together_is_caught(source: str) -> None:
    assert len(rules.built_sql_faults("lobby/data/warehouse.py", source)) == 1
    assert rules.built_sql_faults("lobby/data/build.py", source) == []


def test_sql_with_parameters_is_let_through() -> None:
    source = 'cursor.execute("select $name", {"name": name})\ncursor.execute(query.sql, values)'
    assert rules.built_sql_faults("lobby/data/warehouse.py", source) == []


@pytest.mark.parametrize(
    "source",
    [
        "st.markdown(line.note)",
        'st.caption(f"**{one.name}** and more")',
        'st.button(t("leads.receiver", name=one.name), key=one.staff_id)',
        'fold("key", one.name)',
        "st.markdown(SEPARATOR.join((one.name, other)))",
        'st.metric(one.title if one.title else "", 1)',
    ],
)
def test_a_text_read_as_markdown_is_caught(source: str) -> None:
    assert rules.markdown_faults("lobby/ui/x.py", source)


@pytest.mark.parametrize(
    "source",
    [
        "st.markdown(plain(line.note))",
        'st.button(t("leads.receiver", name=plain(one.name)), key=one.staff_id, args=(one.name,))',
        'st.markdown(t(f"part.{part.name}"))',
        "fold(part.name, label)",
        "st.caption(t.amount(one.name))",
        "st.markdown(words[one.name])",
        "show(one.name)",
    ],
)
def test_an_escaped_text_is_let_through(source: str) -> None:
    assert rules.markdown_faults("lobby/ui/x.py", source) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("lobby/ui/utils.py", ""),
        ("lobby/common/x.py", ""),
        ("lobby/ui/x.py", "def get_customer(): ..."),
        ("lobby/ui/x.py", "def _get_customer(): ..."),
        ("lobby/ui/x.py", "class Helper: ..."),
    ],
)
def test_a_name_that_says_nothing_is_caught(path: str, source: str) -> None:
    assert len(rules.name_faults(path, source)) == 1


@pytest.mark.parametrize("comment", ["# no longer needed", "x = 1  # TODO later", "# previously a list"])
def test_a_comment_about_the_past_is_caught(comment: str) -> None:
    assert len(rules.comment_faults("a.py", comment)) == 1
    assert rules.comment_faults("a.py", "x = 'TODO'  # the widest column") == []


def test_a_module_that_does_not_say_what_it_is_is_caught() -> None:
    assert rules.docstring_faults("lobby/x.py", "x = 1") == ["lobby/x.py: no docstring"]
    assert rules.docstring_faults("lobby/x.py", '"""The x."""') == []


@pytest.mark.parametrize(
    "source",
    ["log.warning('%s came', name)", "log.error(f'{name}')", "log.info('two words')", "log.error(text)"],
)
def test_f49_text_in_the_log_is_caught(source: str) -> None:
    assert len(rules.log_faults("lobby/api/live.py", source)) == 1
    assert rules.log_faults("lobby/api/live.py", "log.warning('message_refused', extra={'code': code})") == []


@pytest.mark.parametrize(
    "source",
    [
        "@st.cache_data\ndef f(): return st.session_state['viewer']",
        "@st.cache_data(ttl=60)\ndef f(): return st.user.email",
        "@st.cache_resource\ndef f(): return st.context.cookies",
        "@lru_cache(maxsize=2)\ndef f(): return session.viewer()",
        "@functools.cache\ndef f(): return state.chosen('branch')",
        "@cache\ndef f(): return g()\n\ndef g(): return st.session_state",
        "@lru_cache\ndef f(portraits, fingerprint): return portraits.rows('leads_today')",
        "@cache\ndef f(asked): return g(asked)\n\ndef g(asked): return asked.portraits.rows('board_hits')",
    ],
)
def test_f2_a_cache_that_keeps_one_persons_answer_for_all_is_caught(source: str) -> None:
    assert len(rules.cache_faults("lobby/services/x.py", source)) == 1
    assert rules.cache_faults("tests/x.py", source) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(): return st.session_state",
        "@cache\ndef house(): return House(Settings())",
        "@lru_cache\ndef f(portraits, fingerprint): return portraits.rows('staff_branches')",
        "@lru_cache\ndef f(portraits, branch_id): return portraits.rows('leads_today', branch_id=branch_id)",
        "class Asked:\n    branch_id: str\n\n@cache\ndef f(asked: Asked): return asked.rows('leads_today')",
    ],
)
def test_f2_a_cache_of_what_is_everybodys_or_names_whose_it_is_is_let_through(source: str) -> None:
    assert rules.cache_faults("lobby/services/x.py", source) == []


def test_a_name_that_nothing_but_a_test_asks_for_is_caught() -> None:
    source = "@cache\ndef left(): ...\n\n@app.command()\ndef told(): ...\n\ndef used(): ...\n\nSIZE = 1\n"
    program = {"lobby.x": source, "lobby.y": "from lobby import x\nx.used()\n", "app": "import lobby.y\n"}
    assert usage_rules.unused(program, frozenset({("lobby.x", "SIZE")})) == [
        "lobby.x.left is asked for by nobody"
    ]
