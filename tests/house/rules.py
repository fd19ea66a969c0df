"""Checkers over the text of a Python file: each takes its path inside the checkout and returns the faults."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from typing import Any

from lobby.data import queries

FACTS = ("lobby/data/", "sample_data/", "bench/", "tests/")
SCREEN = ("lobby/ui/", "pages/", "app.py", "lobby/server.py", "lobby/api/oidc.py", "bench/", "tests/")
HOME_OF = {"duckdb": FACTS, "sqlalchemy": FACTS, "alembic": FACTS, "streamlit": SCREEN, "plotly": SCREEN}
SCRIPT_IMPORTS = ("lobby.ui", "lobby.services", "lobby.domain")
ROOTS = ("lobby/ui/session.py", "lobby/api/session.py", "lobby/server.py", "lobby/cli.py", "lobby/commands/")
IMPURE = re.compile(
    "io|logging|os|pathlib|random|shutil|socket|sqlite3|subprocess|sys|tempfile|threading|time|urllib"
)
SHARED_CONNECTION = re.compile(
    r"duckdb\.(?:append|begin|close|commit|cursor|df|execute|executemany|fetch\w+|from_\w+|query|query_df"
    r"|read_\w+|register|rollback|sql|table|values)"
)
SQL_TEXT = re.compile(
    r"\b(?:select|SELECT)\b.+\b(?:from|FROM)\b"
    r"|\b(?:insert into|INSERT INTO|delete from|DELETE FROM)\b"
    r"|\b(?:update|UPDATE) \w+ (?:set|SET)\b"
    r"|\b(?:create|CREATE|drop|DROP) (?:table|view|index|TABLE|VIEW|INDEX)\b"
    r"|^\s*(?:with|WITH) \w+ (?:as|AS) \(",
    re.DOTALL,
)
LOGGING = re.compile(r"(?:log|logger|logging)\.(?:debug|info|warning|error|exception|critical|log)")
LOG_HOME = "lobby/services/logs.py"
RUN_SQL = ("execute", "executemany", "exec_driver_sql", "sql", "query", "extract_statements")
COMPILERS = (  # the nightly build: names of tables, columns and files of its own, and no word of a person
    "lobby/data/build", "lobby/data/feed/", "lobby/data/history.py", "lobby/data/portrait_files.py",
    "lobby/data/desk_append_only.py", "lobby/data/desk_engine.py", "lobby/data/adapters.py",
    "sample_data/", "bench/", "tests/",
)  # fmt: skip
SHOWN = frozenset(
    {"markdown", "caption", "header", "subheader", "title", "button", "metric", "popover", "expander", "info",
     "warning", "error", "success", "checkbox", "toggle", "badge", "table", "dialog", "fold"}
)  # fmt: skip
SAFE = frozenset({"plain", "code", "codes", "day", "count", "amount", "moment", "clock", "share", "money"})
UNSHOWN = frozenset({"key", "on_click", "args", "icon", "type", "disabled", "on_change", "max_chars"})
TEXTS = re.compile(
    r"name|name_masked|note|text|reason|author|about|comment|memo|device|bank|staff_id|customer_id|ticket"
    r"|made_by|answered_by|branch_name|issuer|employer|title|words"
)
CACHES = ("cache", "lru_cache", "cache_data", "cache_resource")
SOMEBODYS = ("session_state", "user", "context", "query_params")  # of Streamlit: whoever asks first
STATES = ("session", "state", "demo")  # our own modules around it
FOR_WHOM = frozenset({"viewer", "branch_id", "customer_id"})
BANNED_NAMES = re.compile(r"_?(?:utils?|helpers?|common|misc|get_\w+)")
PAST = re.compile(
    r"\b(?:no longer|previously|formerly|originally|used to be|legacy|for now|temporar(?:y|ily)"
    r"|TODO|FIXME|XXX|HACK)\b"
)


def page_faults(path: str, source: str) -> list[str]:
    """A page of more than 80 lines or 3 functions."""
    lines, functions = count_lines(source), len(list(functions_of(source)))
    faults = [f"{path}: {lines} lines, a page has at most 80"] if lines > 80 else []
    return faults + ([f"{path}: {functions} functions, a page has at most 3"] if functions > 3 else [])


def length_faults(path: str, source: str, limit: int) -> list[str]:
    """A file of more than `limit` lines."""
    lines = count_lines(source)
    return [f"{path}: {lines} lines, the limit is {limit}"] if lines > limit else []


def function_faults(path: str, source: str, raised: dict[str, int]) -> list[str]:
    """Functions of more than 40 lines, or than `raised` allows for `path::name`; raises nobody needs."""
    faults = []
    for function in functions_of(source):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        limit = raised.get(f"{path}::{function.name}", 40)
        if length > limit:
            faults.append(f"{path}::{function.name}: {length} lines, the limit is {limit}")
        elif limit > 40 >= length:
            faults.append(f"{path}::{function.name}: {length} lines need no raised limit")
    return faults


def import_faults(path: str, source: str) -> list[str]:
    """Imports that a layer must not have, at the top of the file or inside a function."""
    return [f"{path}: imports {module}" for module in imported(source) if not may_import(path, module)]


def may_import(path: str, module: str) -> bool:
    top = module.split(".")[0]
    if top in HOME_OF and not path.startswith(HOME_OF[top]):
        return False
    if top == "pages" or module == "app":
        return path.startswith("tests/")
    if path.startswith("lobby/domain/"):
        pure = top in sys.stdlib_module_names and not IMPURE.fullmatch(top)
        return pure or module.startswith("lobby.domain")
    if path.startswith("pages/") or path == "app.py":
        return top in sys.stdlib_module_names or top == "streamlit" or module.startswith(SCRIPT_IMPORTS)
    return not (path.startswith("lobby/") and top in ("tests", "bench", "sample_data"))


def clock_faults(path: str, source: str) -> list[str]:
    """Calls that read the clock below the session."""
    if not path.startswith("lobby/") or path.startswith(ROOTS):
        return []
    faults = []
    for call in nodes(source, ast.Call):
        name = dotted(call.func)
        reads = name.endswith((".today", ".utcnow", ".now")) or name in ("time.time", "time.time_ns")
        if reads and not name.startswith("session."):
            faults.append(f"{path}:{call.lineno}: {name}() reads the clock")
    return faults


def sql_text_faults(path: str, source: str) -> list[str]:
    """SQL in a string outside the data layer; docstrings may speak of it."""
    if path.startswith(FACTS):
        return []
    spoken = {id(node.value) for node in nodes(source, ast.Expr)}
    parts = {id(part) for text in nodes(source, ast.JoinedStr) for part in text.values}
    texts = [text for text in nodes(source, ast.Constant, ast.JoinedStr) if id(text) not in spoken | parts]
    return [f"{path}:{text.lineno}: SQL text" for text in texts if SQL_TEXT.search(string_of(text))]


def session_state_faults(path: str, source: str) -> list[str]:
    """`session_state` named outside `lobby/ui/state.py`."""
    if path == "lobby/ui/state.py" or path.startswith(("tests/", "bench/")):
        return []
    return [
        f"{path}:{node.lineno}: session_state"
        for node in nodes(source, ast.Attribute, ast.Name, ast.alias, ast.Constant)
        if "session_state" in (getattr(node, key, None) for key in ("attr", "id", "name", "value"))
    ]


def injection_faults(path: str, source: str) -> list[str]:
    """HTML, styles or scripts put into the page."""
    if path.startswith(("tests/", "bench/")):
        return []
    faults = [
        f"{path}: unsafe_allow_html" for word in nodes(source, ast.keyword) if word.arg == "unsafe_allow_html"
    ]
    for call in nodes(source, ast.Call):
        if dotted(call.func) in ("st.html", "streamlit.html", "st.iframe", "components.html"):
            faults.append(f"{path}:{call.lineno}: {dotted(call.func)}()")
    for text in nodes(source, ast.Constant):
        if isinstance(text.value, str) and re.search(r"<\s*(?:style|script)\b", text.value, re.IGNORECASE):
            faults.append(f"{path}:{text.lineno}: a style or script in a string")
    return faults


def connection_faults(path: str, source: str) -> list[str]:
    """DuckDB's shared module connection, and cursors that no `with` closes."""
    if not path.startswith("lobby/"):
        return []
    faults = [
        f"{path}:{call.lineno}: {dotted(call.func)}() uses the connection every thread shares"
        for call in nodes(source, ast.Call)
        if SHARED_CONNECTION.fullmatch(dotted(call.func))
    ]
    closed = {id(item.context_expr) for block in nodes(source, ast.With) for item in block.items}
    for call in nodes(source, ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "cursor" and id(call) not in closed:
            faults.append(f"{path}:{call.lineno}: a cursor that no `with` closes")
    return faults


def log_faults(path: str, source: str) -> list[str]:
    """What is logged beside a code: text, or values put into it, may be a customer's."""
    if not path.startswith("lobby/"):
        return []
    return [
        f"{path}:{call.lineno}: logs more than a code and `extra`"
        for call in nodes(source, ast.Call)
        if LOGGING.fullmatch(dotted(call.func))
        and not (len(call.args) == 1 and (is_code(call.args[0]) or path == LOG_HOME))
    ]


def is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and bool(re.fullmatch(r"[a-z][a-z0-9_]*", str(node.value)))


def built_sql_faults(path: str, source: str) -> list[str]:
    """SQL put together where it is run, outside the build, which no word of a person reaches."""
    if path.startswith(COMPILERS):
        return []
    built = {
        target.id
        for node in nodes(source, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and is_put_together(node.value)
    }
    return [
        f"{path}:{call.lineno}: SQL put together"
        for call in nodes(source, ast.Call)
        if dotted(call.func).rpartition(".")[2] in RUN_SQL and call.args
        if is_put_together(call.args[0]) or getattr(call.args[0], "id", None) in built
    ]


def is_put_together(node: ast.AST) -> bool:
    """An f-string that computes something, `+`, `%`, or a call of format, join or replace."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, (ast.Add, ast.Mod))
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    of_text = isinstance(node.func.value, ast.Constant)  # a query, too, is joined with another one
    return node.func.attr in ("format", "replace") or (node.func.attr == "join" and of_text)


def markdown_faults(path: str, source: str) -> list[str]:
    """A text of the bank or of a person that Streamlit reads as Markdown without `plain` around it."""
    if not path.startswith(("lobby/ui/", "pages/")):
        return []
    return [
        f"{path}:{call.lineno}: {ast.unparse(text)} is read as Markdown"
        for call in nodes(source, ast.Call)
        if dotted(call.func).removeprefix("st.") in SHOWN
        for text in unescaped(call)
        if TEXTS.fullmatch(text.attr)
    ]


def unescaped(node: ast.AST) -> Iterator[ast.Attribute]:
    """The values of objects that reach a call through nothing that escapes or formats them."""
    if isinstance(node, ast.Attribute):
        yield node
    elif isinstance(node, ast.Call):
        name = dotted(node.func).rpartition(".")[2]
        keys = {"t": len(node.args), "own": len(node.args), "fold": 1}.get(name, 0)
        shown = [*node.args[keys:], *(word.value for word in node.keywords if word.arg not in UNSHOWN)]
        for part in () if name in SAFE else shown:
            yield from unescaped(part)
    elif isinstance(node, ast.Subscript):
        yield from unescaped(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*unescaped(node.body), *unescaped(node.orelse))
    elif not isinstance(node, (ast.Lambda, ast.Compare)):
        for part in ast.iter_child_nodes(node):
            yield from unescaped(part)


def cache_faults(path: str, source: str) -> list[str]:
    """What is kept for all and was read for one: of a session, or people's rows of no branch or viewer."""
    if not path.startswith(("lobby/", "pages/", "app.py")):
        return []
    faults = []
    for function in functions_of(source):
        if not any(is_cache(one) for one in function.decorator_list):
            continue
        for node in reached(function, source):
            if is_somebodys(node):
                faults.append(f"{path}::{function.name}: keeps {ast.unparse(node)} for everybody")
            elif is_about_people(node) and not FOR_WHOM & told_to(function, source):
                faults.append(f"{path}::{function.name}: keeps {ast.unparse(node)} for nobody in particular")
    return faults


def is_cache(decorator: ast.expr) -> bool:
    """`@cache`, `@functools.lru_cache(maxsize=2)`, `@st.cache_data(ttl=60)` and the like."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return dotted(called).rpartition(".")[2] in CACHES


def is_somebodys(node: ast.AST) -> bool:
    """Something of Streamlit's session, or a call of our own modules that ask it."""
    if isinstance(node, ast.Call):
        module, _, name = dotted(node.func).rpartition(".")
        return module in STATES and name != "house"
    name = dotted(node)
    return name.rpartition(".")[2] == "session_state" or name in {f"st.{one}" for one in SOMEBODYS}


def is_about_people(node: ast.AST) -> bool:
    """A name of a read whose rows tell of people."""
    if not isinstance(node, ast.Constant) or f"reads/{node.value}" not in queries.names("reads"):
        return False
    return queries.load(f"reads/{node.value}").about in ("people", "customer")


def reached(function: ast.AST, source: str) -> Iterator[ast.AST]:
    """Every node of a function and of those of the same file that it calls, but for its own decorators."""
    known = {one.name: one for one in functions_of(source)}
    waiting, seen = [function], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        for statement in getattr(one, "body", ()):
            for node in ast.walk(statement):
                yield node
                called = dotted(node.func) if isinstance(node, ast.Call) else ""
                waiting += [known[called]] if called in known else []


def told_to(function: ast.FunctionDef | ast.AsyncFunctionDef, source: str) -> set[str]:
    """The names of what a function is asked with, and of the fields of those that are classes of the file."""
    classes = {one.name: one for one in nodes(source, ast.ClassDef)}
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    named = {one.arg for one in given}
    for one in given:
        kind = classes.get(dotted(one.annotation)) if one.annotation else None
        for node in kind.body if kind else ():
            named |= {node.target.id} if isinstance(getattr(node, "target", None), ast.Name) else set()
    return named


def name_faults(path: str, source: str) -> list[str]:
    """Names that say nothing, of the file, its classes and its functions."""
    words = path.removesuffix(".py").split("/")
    words += [node.name for node in nodes(source, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)]
    return [f"{path}: the name {word}" for word in words if BANNED_NAMES.fullmatch(word.lower())]


def comment_faults(path: str, source: str) -> list[str]:
    """Comments that speak of the past or of work not done."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    notes = [token for token in tokens if token.type == tokenize.COMMENT]
    return [f"{path}:{note.start[0]}: {past[0]}" for note in notes for past in PAST.finditer(note.string)]


def docstring_faults(path: str, source: str) -> list[str]:
    """A module of the package that does not say what it is."""
    inside = path.startswith("lobby/") and "/migrations/" not in path
    return [f"{path}: no docstring"] if inside and not ast.get_docstring(parsed(source)) else []


def imported(source: str) -> Iterator[str]:
    for node in nodes(source, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.ImportFrom):
            if node.module == "lobby":
                yield from (f"lobby.{name.name}" for name in node.names)
            else:
                yield "." * node.level + (node.module or "")
        else:
            yield from (name.name for name in node.names)


def functions_of(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from nodes(source, ast.FunctionDef, ast.AsyncFunctionDef)


def nodes(source: str, *kinds: type[Any]) -> Iterator[Any]:
    yield from (node for node in walked(source) if isinstance(node, kinds))


@cache
def walked(source: str) -> tuple[ast.AST, ...]:
    """Every node of a file, found once for all rules."""
    return tuple(ast.walk(parsed(source)))


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of names; a call or an index in it stands as an empty part."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def string_of(node: ast.AST) -> str:
    """The text of a string; what an f-string computes stands as `x`."""
    if isinstance(node, ast.JoinedStr):
        return "".join(string_of(part) for part in node.values)
    value = getattr(node, "value", None)
    return value if isinstance(node, ast.Constant) and isinstance(value, str) else "x"


def count_lines(source: str) -> int:
    return len(source.splitlines())
