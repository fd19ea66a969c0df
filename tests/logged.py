"""What was logged, as the server writes it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lobby.services.logs import Lines


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Every line of a test, read again."""
    return [json.loads(Lines().format(record)) for record in caplog.records]
