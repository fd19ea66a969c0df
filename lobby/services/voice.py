"""How reasons are told: in the language on the screen, and only those the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lobby.domain import evidence
from lobby.domain.case import Case
from lobby.domain.catalogue import Catalog
from lobby.domain.evidence import Evidence
from lobby.domain.viewer import Language
from lobby.services.views import Reason


@dataclass(frozen=True)
class Voice:
    """The language on the screen, the one to speak, and the currency amounts are in."""

    shown: Language
    spoken: Language
    currency: str | None = None


def reasons(found: Iterable[Evidence], case: Case, voice: Voice) -> tuple[Reason, ...]:
    """Those of the reasons that the viewer may see and that name nothing private."""
    shown = [one for one in found if evidence.may_be_shown(one, case.catalog, case.viewer)]
    named = [one for one in shown if not evidence.names_private(one.facts, case.catalog)]
    return tuple(reason(one, case.catalog, voice) for one in named)


def reason(found: Evidence, catalog: Catalog, voice: Voice) -> Reason:
    """One reason; a scenario card is called by its name."""
    facts = evidence.unnamed(found.facts, catalog)
    if found.code in ("scenario", "scenario_partner"):
        facts = {"scenario": catalog.cards.scenarios[str(facts["scenario"])].name[voice.shown]}
    return Reason(found.code, facts, found.figure, found.stage, evidence.is_unspoken(found, catalog))
