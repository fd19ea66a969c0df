"""Each of the ten risks of OWASP 2025 is held by rules and faults of the list, and by files."""

from pathlib import Path

import pytest

from tests.house import trust

ROOT = Path(__file__).parents[2]
FOUND = trust.held(trust.all_proofs(), trust.listed_codes())
OUTSIDE = trust.LISTED["outside"]

HELD_BY = {
    "A01 broken access control": ("asvs_8_2_1", "asvs_8_3_2", "f2", "f3", "f54"),
    "A02 security misconfiguration": ("f51", "f52", "f59"),
    "A03 software supply chain": ("f57",),
    "A04 cryptographic failures": ("jrt_0171_transport",),
    "A05 injection": ("asvs_1_2_4", "f46", "f47", "f48"),
    "A06 insecure design": ("f43", "gdpr_22", "order_7_12"),
    "A07 authentication failures": ("asvs_7_2_3", "asvs_7_3_1", "f53"),
    "A08 software or data integrity": ("f12", "f13", "f56"),
    "A09 logging and alerting": ("asvs_16_2_1", "f42", "f49", "f55"),
    "A10 exceptional conditions": ("asvs_16_5_1", "f30", "f37", "f50"),
}
FILES = {
    "A03 software supply chain": ("requirements.lock", "requirements-dev.lock"),
    "A06 insecure design": ("docs/trust.md",),
    "A09 logging and alerting": ("lobby/domain/suspicion.py",),
}


def test_owasp_2025_is_whole() -> None:
    assert [risk[:3] for risk in HELD_BY] == [f"A{number:02}" for number in range(1, 11)]


@pytest.mark.parametrize("risk", HELD_BY)
def test_owasp_2025_each_risk_has_its_evidence(risk: str) -> None:
    assert [code for code in HELD_BY[risk] if not FOUND[code] and code not in OUTSIDE] == []
    assert any(FOUND[code] for code in HELD_BY[risk])
    assert [name for name in FILES.get(risk, ()) if not (ROOT / name).is_file()] == []
