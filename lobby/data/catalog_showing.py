"""What customers are shown: consents and erasure (`privacy.toml`), and the sheets of the services."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import cast, get_args

from lobby.data.catalog_tables import Table, read_toml
from lobby.domain.consent import PURPOSES, Channel, Purpose
from lobby.domain.shown_words import ConsentWording, KeptByLaw, Privacy, ServiceSheet


def read_privacy(folder: Path) -> Privacy:
    """The wordings and what the law makes the bank keep; no purpose and channel has two wordings."""
    file = read_toml(folder, "privacy.toml")
    consents = file.table("consent")
    wordings = {code: _wording(code, consents.table(code)) for code in consents.values}
    asked = [(one.purpose, one.channel) for one in wordings.values()]
    if len(asked) != len(set(asked)):
        raise consents.fault("channel", "is asked about twice for one purpose")
    privacy = Privacy(
        version=file.text("version"),
        wordings=MappingProxyType(wordings),
        stops=file.listed_words("stops"),
        kept=tuple(_kept(table) for table in file.tables("kept")),
    )
    file.finish()
    return privacy


def _wording(code: str, table: Table) -> ConsentWording:
    wording = ConsentWording(
        code=code,
        purpose=cast(Purpose, table.text("purpose", PURPOSES)),
        channel=cast(Channel, table.text("channel", get_args(Channel))),
        title=table.words("title"),
        what=table.words("what"),
        for_what=table.words("for_what"),
        how_long=table.words("how_long"),
        withdraw=table.words("withdraw"),
    )
    table.finish()
    return wording


def _kept(table: Table) -> KeptByLaw:
    kept = KeptByLaw(table.words("what"), table.words("how_long"), table.words("because"))
    table.finish()
    return kept


def read_sheet(table: Table) -> ServiceSheet:
    """The `[sheet]` of a service."""
    sheet = ServiceSheet(table.words("title"), table.listed_words("document"), table.listed_words("step"))
    table.finish()
    return sheet
