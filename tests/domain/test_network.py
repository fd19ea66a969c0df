"""Who sees whom around a customer: every role, branch, qualification and kind of relation."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import get_args

import pytest

from lobby.domain.network import ORDER, Node, Other, Sight, Tie, household_aum, nodes, sight
from lobby.domain.viewer import Role, Viewer

ADULT = 18
SINCE, LAST = date(2025, 12, 1), date(2026, 11, 9)
TIE = Tie("pays", "c02", None, None, 1, SINCE, LAST, 3, Decimal(900))
OTHER = Other("c02", "person", "李明", "b1", 28, False, Decimal(8_730))
FIRM = replace(OTHER, customer_id="c06", kind="organisation", name="星河餐饮有限公司", age=None)
ORGANISATION_TIES = ("owner", "legal_representative", "finance", "partner")


def viewer(role: Role = "adviser", *qualifications: str, branch: str | None = "b1") -> Viewer:
    return Viewer("s1", "Lin", role, branch, frozenset(qualifications))


@pytest.mark.parametrize(("role", "kind"), list(product(get_args(Role), ORDER)))
def test_only_advisers_and_managers_see_anybody(role, kind):
    seen = sight(viewer(role, "corp"), replace(TIE, kind=kind), OTHER, ADULT)
    assert (seen is not None) == (role in ("adviser", "manager"))


@pytest.mark.parametrize(
    ("role", "kind", "is_qualified"), list(product(("adviser", "manager"), ORDER, (True, False)))
)
def test_organisations_are_seen_with_the_qualification_only(role, kind, is_qualified):
    who = viewer(role, *(["corp"] if is_qualified else ["wm", "fund", "ins", "loan"]))
    of_organisation = sight(who, replace(TIE, kind=kind), OTHER, ADULT)
    assert (of_organisation is not None) == (is_qualified or kind not in ORGANISATION_TIES)
    with_one = sight(who, replace(TIE, kind=kind), FIRM, ADULT)
    assert (with_one is not None) == is_qualified


@pytest.mark.parametrize(
    ("changed", "branch", "seen"),
    [
        ({}, "b1", Sight(has_name=True, has_facts=True)),
        ({}, "b2", Sight(has_name=False, has_facts=True)),
        ({}, None, Sight(has_name=False, has_facts=True)),
        ({"age": None}, "b1", Sight(has_name=True, has_facts=True)),
        ({"age": 18}, "b1", Sight(has_name=True, has_facts=True)),
        ({"age": 17}, "b1", Sight(has_name=False, has_facts=False)),
        ({"deceased": True}, "b1", Sight(has_name=False, has_facts=False)),
        ({"deceased": True}, "b2", Sight(has_name=False, has_facts=False)),
    ],
)
def test_names_of_the_own_branch_and_nothing_of_minors_and_the_dead(changed, branch, seen):
    assert sight(viewer(branch=branch), TIE, replace(OTHER, **changed), ADULT) == seen


def shown(ties, others=(OTHER, FIRM), who=None):
    known = {other.customer_id: other for other in others}
    return nodes(who or viewer("adviser", "corp"), ties, known, {"o1": "建国五金店"}, ADULT)


def test_a_party_is_one_node_with_all_its_ties_and_a_masked_name():
    ties = [TIE, replace(TIE, kind="household", amount=None), replace(TIE, kind="paid_by")]
    (node,) = shown(ties)
    assert (node.what, node.name, node.is_own_branch) == ("person", "李*", True)
    assert [tie.kind for tie in node.ties] == ["household", "pays", "paid_by"]


def test_the_nearest_come_first_then_fewer_steps_then_more_money():
    plain = Tie("referred", None, None, None, 1, None, None, None, None)
    ties = [
        replace(plain, kind="owner", organisation_id="o1"),
        replace(plain, kind="referred", other_id="c03", step=2),
        replace(plain, kind="referred", other_id="c04", step=1),
        replace(plain, kind="employer", payer="示例科技有限公司"),
        replace(TIE, other_id="c05", amount=Decimal(10)),
        replace(TIE, other_id="c06", amount=Decimal(20)),
        replace(plain, kind="ward", other_id="c07"),
        replace(plain, kind="household", other_id="c08"),
    ]
    others = [
        replace(OTHER, customer_id=f"c0{number}", name=f"{sign}某")
        for number, sign in enumerate("甲乙丙丁戊己", start=3)
    ]
    assert [node.name for node in shown(ties, others)] == [
        "己*", "戊*", "丁*", "丙*", "示例科技有限公司", "乙*", "甲*", "建国五金店",
    ]  # fmt: skip


def test_of_a_minor_only_the_relation_is_kept():
    child = replace(OTHER, age=12)
    (node,) = shown([replace(TIE, kind="ward"), TIE], [child])
    bare = Tie("ward", "c02", None, None, 1, None, None, None, None, opens=False)
    assert node == Node("person", None, True, (bare, replace(bare, kind="pays")))


def test_somebody_who_is_no_customer_any_more_is_left_out():
    assert shown([TIE], others=()) == ()


def test_a_customer_that_is_an_organisation_stands_as_one():
    (node,) = shown([replace(TIE, kind="acts_for", other_id="c06")])
    assert (node.what, node.name) == ("organisation", "星河餐饮有限公司")


@pytest.mark.parametrize("role", get_args(Role))
def test_the_household_is_added_up_for_advisers_and_managers(role):
    household = [OTHER, replace(OTHER, customer_id="c01", aum=Decimal(200_000))]
    total = Decimal(208_730) if role in ("adviser", "manager") else None
    assert household_aum(viewer(role), household) == total


def test_no_sum_of_one_nor_with_somebody_of_another_branch():
    assert household_aum(viewer(), [OTHER]) is None
    assert household_aum(viewer(), [OTHER, replace(OTHER, home_branch_id="b2")]) is None
    assert household_aum(viewer(branch=None), [OTHER, OTHER]) is None
