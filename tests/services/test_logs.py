"""The log: one line of JSON each, of codes and places, whatever is logged by whom."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from lobby.services import logs

NAME = 'ZhangSan\n{"level": "error", "event": "forged"}\r\u2028王秀兰'
PHONE, CARD = "13800001234", "6222020200112233"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What is logged, in a process that has begun to log; as it was, afterwards."""
    root, kind, hook = logging.getLogger(), logging.getLoggerClass(), threading.excepthook
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    root.handlers.clear()
    for name in ("uvicorn", "uvicorn.error"):  # a server of an earlier test may have taken them for itself
        logger = logging.getLogger(name)
        logger.propagate, logger.disabled = True, False
        logger.setLevel(logging.NOTSET)
    logs.begin(written)
    yield written
    root.handlers[:], threading.excepthook = handlers, hook
    root.setLevel(level)
    logging.setLoggerClass(kind)
    logging.captureWarnings(False)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_when_what_who_and_the_fields_that_are_known(stream: io.StringIO) -> None:
    log = logging.getLogger("lobby.api")
    log.warning("message_refused", extra={"code": "late", "path": "/api/queue", "customer_id": "c01"})
    (told,) = lines(stream)
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "warning",
        "event": "message_refused",
        "of": "lobby.api",
        "code": "late",
        "path": "/api/queue",
    }


def test_f49_a_name_of_several_lines_makes_one_line_and_no_line_of_its_own(stream: io.StringIO) -> None:
    log = logging.getLogger("lobby.api")
    log.warning("message_refused", extra={"code": NAME})
    log.warning(NAME)
    log.warning("not for %s", NAME)
    assert stream.getvalue().count("\n") == 3
    assert stream.getvalue().isascii()
    assert [told["event"] for told in lines(stream)] == ["message_refused", "foreign", "foreign"]
    assert lines(stream)[0]["code"] == NAME


def test_f49_asvs_14_2_1_no_text_of_a_fault_or_of_another_package_is_written(stream: io.StringIO) -> None:
    try:
        raise ValueError(f"could not convert {CARD} of {NAME}")
    except ValueError as error:
        code = logs.fault(logging.getLogger("lobby.ui"), error)
        logging.getLogger("streamlit.runtime").error("Uncaught app execution", exc_info=error)
        logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    logging.getLogger("websockets.server").warning("closed for %s at %s", NAME, PHONE)
    logging.getLogger("uvicorn.error").error("address in use by %s", PHONE)
    logging.getLogger("lobby.api").warning("message_refused", extra={"code": CARD})
    told = lines(stream)
    assert [one.get("error_id") for one in told] == [code, code, code, None, None, None]
    assert {one["kind"] for one in told[:3]} == {"ValueError"}
    assert "test_logs.py" in told[0]["place"]
    assert told[3]["place"].startswith("test_logs.py:")
    assert told[4]["said"] == "address in use by *"
    assert [word for word in ("ZhangSan", "\\u738b", PHONE, CARD) if word in stream.getvalue()] == []


def test_a_package_that_brings_its_own_handler_writes_through_ours(stream: io.StringIO) -> None:
    own = io.StringIO()
    package = logging.getLogger("package_of_test_logs")
    package.propagate = False
    package.addHandler(logging.StreamHandler(own))
    package.error("said %s", NAME)
    assert own.getvalue() == ""
    assert [(told["of"], told["event"]) for told in lines(stream)] == [("package_of_test_logs", "foreign")]


def test_a_fault_that_ends_a_thread_is_told_without_its_text(stream: io.StringIO) -> None:
    thread = threading.Thread(target=int, args=(PHONE[:3] + NAME,))
    thread.start()
    thread.join()
    (told,) = lines(stream)
    assert (told["of"], told["event"], told["kind"]) == ("lobby.thread", "fault", "ValueError")
    assert "ZhangSan" not in stream.getvalue()


def test_the_log_goes_where_errors_go(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stream: io.StringIO
) -> None:
    monkeypatch.setattr(sys, "argv", ["lobby", "no-such-command"])
    from lobby.cli import main

    with pytest.raises(SystemExit):
        main()
    logging.getLogger("lobby.cli").error("fault")
    assert json.loads(capsys.readouterr().err.splitlines()[-1])["of"] == "lobby.cli"
    assert stream.getvalue() == ""
