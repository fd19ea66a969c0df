"""Where the server stands: its hosts, its cookie secret, and the settings it ships with."""

import stat
import tomllib
from pathlib import Path

import pytest

from lobby import server

SETTINGS = tomllib.loads((server.ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_the_cookie_secret_is_made_once_and_readable_by_this_user_only(tmp_path: Path) -> None:
    home = tmp_path / "home"

    made = server.cookie_secret(home)

    assert len(made) == 2 * server.SECRET_BYTES
    assert server.cookie_secret(home) == made
    assert stat.S_IMODE((home / "cookie_secret").stat().st_mode) == 0o600


def test_a_cookie_secret_of_the_environment_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(server.SECRET_VARIABLE, "given")

    assert server.cookie_secret(tmp_path) == "given"
    assert not (tmp_path / "cookie_secret").exists()


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("server", "address", "127.0.0.1"),
        ("server", "enableCORS", True),
        ("server", "enableXsrfProtection", True),
        ("server", "xsrfCookieSameSite", "strict"),
        ("server", "fileWatcherType", "none"),
        ("server", "enableStaticServing", False),
        ("server", "maxUploadSize", 1),
        ("server", "maxMessageSize", 20),
        ("server", "disconnectedSessionTTL", 60),
        ("server", "enableAgentApi", False),
        ("server", "maxCacheDataSize", "256mb"),
        ("client", "showErrorDetails", "none"),
        ("client", "disableDataExport", True),
        ("client", "allowedOrigins", []),
        ("browser", "gatherUsageStats", False),
        ("runner", "magicEnabled", False),
        ("theme", "baseFontSize", 18),
    ],
)
def test_the_settings_that_keep_data_in_are_shipped(section: str, name: str, value: object) -> None:
    assert SETTINGS[section][name] == value


def test_only_hosts_of_this_machine_are_known_by_default() -> None:
    assert SETTINGS["server"]["allowedHosts"] == ["localhost", "127.0.0.1", "[::1]"]
    assert "cookieSecret" not in SETTINGS["server"]


def test_both_themes_set_the_same_colours() -> None:
    assert SETTINGS["theme"]["light"].keys() == SETTINGS["theme"]["dark"].keys()
