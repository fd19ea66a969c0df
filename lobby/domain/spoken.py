"""What is said: a text in every language, who may hear it, and how far the customer has come when it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from lobby.domain.viewer import Language

Words: TypeAlias = Mapping[Language, str]
SpeakLevel = Literal["public", "seated", "never"]
SPEAK_LEVELS: tuple[SpeakLevel, ...] = ("public", "seated", "never")
DecisionStage = Literal["need_arises", "awareness", "search", "evaluation", "purchase", "after"]
DECISION_STAGES: tuple[DecisionStage, ...] = (
    "need_arises", "awareness", "search", "evaluation", "purchase", "after",
)  # fmt: skip
