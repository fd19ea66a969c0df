"""The keys of machines as they are written: bound or not, never repeated in an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from lobby.data.settings import Settings
from lobby.domain.errors import SettingsError
from lobby.domain.signing import ApiKey

SECRET = "s" * 32
LONG = "t" * 40


def test_keys_are_read_from_the_environment_or_a_file(tmp_path: Path) -> None:
    text = f"east:{SECRET}:b1+b2:queue+card\nnext:{LONG}\nfaces:{LONG}::face\n"
    expected = {
        "east": ApiKey("east", SECRET, frozenset({"b1", "b2"}), frozenset({"queue", "card"})),
        "next": ApiKey("next", LONG),
        "faces": ApiKey("faces", LONG, frozenset(), frozenset({"face"})),
    }
    assert Settings(api_keys=SecretStr(text)).machine_keys() == expected
    (tmp_path / "keys").write_text(text)
    assert Settings(api_keys_file=tmp_path / "keys").machine_keys() == expected
    assert Settings().machine_keys() == {}
    assert SECRET not in repr(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"east:{SECRET} east:{LONG}", "api_key_twice"),
        (f"east:{SECRET[:-1]}", "api_key_malformed"),
        (SECRET, "api_key_malformed"),
        (f":{SECRET}", "api_key_malformed"),
        (f"east:{SECRET}:b1:queue:more", "api_key_malformed"),
    ],
)
def test_a_malformed_key_is_told_by_its_place(text: str, code: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings(api_keys=SecretStr(text)).machine_keys()
    assert refused.value.code == code
    assert SECRET[:-1] not in str(refused.value)


def test_a_file_of_keys_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings(api_keys_file=tmp_path / "none").machine_keys()
    assert refused.value.code == "api_keys_unreadable"


def test_without_a_secret_no_id_number_is_hashed(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("")
    assert Settings().hashing_key() is None
    assert Settings(id_hash_key_file=tmp_path / "key").hashing_key() is None
    assert Settings(id_hash_key=SecretStr(LONG)).hashing_key() == LONG
