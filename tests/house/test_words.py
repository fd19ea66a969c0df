"""Every word on screen exists in the three languages, is used, and is written once."""

import re
import tomllib
from pathlib import Path

from lobby.data.catalog import load_catalog
from lobby.data.catalog_access import load_access
from lobby.domain.viewer import LANGUAGES
from tests.house import word_rules
from tests.house.word_rules import Used

ROOT = Path(__file__).parents[2]
LOCALES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "lobby" / "locales").glob("*.po")}
KNOWN = {key for po in LOCALES.values() for key, _ in word_rules.entries(po)}
PROGRAM = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "lobby").rglob("*.py")]
SCREEN = ("app.py", "pages/", "lobby/ui/", "lobby/services/", "lobby/server.py")


def used_in(paths: list[Path]) -> Used:
    found = [word_rules.used_in(path.read_text(encoding="utf-8")) for path in paths if path.exists()]
    return Used(
        frozenset[str]().union(*(used.keys for used in found)),
        frozenset[str]().union(*(used.beginnings for used in found)),
    )


def test_the_three_locales_agree() -> None:
    assert set(LOCALES) == set(LANGUAGES)
    assert "\n".join(word_rules.locale_faults(LOCALES)) == ""


def test_every_key_the_screen_names_has_words() -> None:
    screen = [path for path in PROGRAM if path.relative_to(ROOT).as_posix().startswith(SCREEN)]
    keys = frozenset(used_in(screen).keys) - set(load_access().entries)  # a service is named like a key
    assert "\n".join(word_rules.missing_keys(keys, KNOWN)) == ""


def test_every_word_is_used() -> None:
    codes = [*(ROOT / "lobby" / "catalog").rglob("*.toml"), *(ROOT / "queries").rglob("*.sql")]
    texts = [path.read_text(encoding="utf-8") for path in (*PROGRAM, *codes)]
    written = {path.stem for path in codes} | set(re.findall(r"\w+", "\n".join(texts)))
    assert "\n".join(word_rules.unused_keys(used_in(PROGRAM), KNOWN, written)) == ""


def test_every_talk_and_first_sentence_has_a_name() -> None:
    catalog = load_catalog()
    named = {f"talk_code.{code}" for code in catalog.talks}
    named |= {f"first_line.{code}" for code in catalog.first_lines}
    assert {key for key in KNOWN if key.startswith(("talk_code.", "first_line."))} == named


def test_the_catalogue_speaks_three_languages() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in sorted((ROOT / "lobby" / "catalog").rglob("*.toml"))
        for fault in word_rules.catalogue_faults(tomllib.loads(path.read_text(encoding="utf-8")))
    ]
    assert "\n".join(faults) == ""
