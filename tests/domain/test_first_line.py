"""The sentence to say first: the most careful one that applies."""

from datetime import date

import pytest

from lobby.domain.first_line import SITUATIONS, Open, Waiting, situation
from tests.portraits import AS_OF, CATALOG, POLICY, portrait

NOTHING = Open(
    complaint=False, scam=False, unfinished=False, maturity=False, idle=False, anything_to_offer=False
)
ALL = Open(complaint=True, scam=True, unfinished=True, maturity=True, idle=True, anything_to_offer=True)
OFFER = Open(
    complaint=False, scam=False, unfinished=False, maturity=False, idle=False, anything_to_offer=True
)


def found(**changed):
    return Open(**(vars(NOTHING) | changed))


@pytest.mark.parametrize(
    ("customer", "open_", "arrival", "expected"),
    [
        ({}, NOTHING, None, "default"),
        ({"care_needs": ["seat"], "deceased": True, "age": 80}, ALL, None, "complaint"),
        ({"care_needs": ["seat"], "age": 80}, found(unfinished=True), None, "care"),
        ({"deceased": True, "age": 80}, found(maturity=True), None, "proxy"),
        ({"age": 12}, found(unfinished=True), None, "guardian"),
        ({"age": 12, "care_needs": ["guardian"]}, NOTHING, None, "guardian"),
        ({"age": 12, "care_needs": ["guardian", "seat"]}, NOTHING, None, "care"),
        ({"age": 40, "care_needs": ["guardian"]}, NOTHING, None, "care"),
        ({"age": 40, "care_needs": ["interpreter"]}, found(unfinished=True), None, "interpreter"),
        ({"age": 40, "care_needs": ["interpreter", "read_aloud"]}, NOTHING, None, "care"),
        ({"age": 63}, found(unfinished=True, maturity=True), None, "unfinished"),
        ({"age": 63}, found(maturity=True, idle=True), None, "maturity"),
        ({"age": 60}, found(idle=True), None, "elder"),
        ({"age": 59}, found(idle=True), None, "idle"),
        ({"segment": "business_owner"}, found(idle=True), None, "business_owner"),
        ({"segment": "young_worker"}, NOTHING, None, "young_worker"),
        ({"first_opened_on": date(2026, 11, 13)}, NOTHING, None, "new_visitor"),
        ({"first_opened_on": date(2026, 11, 12)}, NOTHING, None, "default"),
        ({"last_branch_visit_on": date(2025, 11, 20)}, NOTHING, None, "default"),
        ({"last_branch_visit_on": date(2025, 11, 19)}, NOTHING, None, "lapsed"),
        ({"age": 63}, NOTHING, Waiting("A037", 3, 6, "transfer"), "elder_transfer"),
        ({}, found(scam=True), Waiting("A037", 3, 6, "transfer"), "elder_transfer"),
        ({}, found(scam=True), Waiting("A037", 3, 6, "cash"), "no_offer"),
        ({}, found(scam=True), None, "default"),
        ({}, NOTHING, Waiting("A037", 3, 6, "complaint"), "complaint"),
        ({}, NOTHING, Waiting("A037", 3, 6, self_service=True), "self_service"),
        ({"age": 60}, NOTHING, Waiting("A037", 3, 6, self_service=True), "elder"),
        ({}, NOTHING, Waiting("A037", 3, 6, "proxy"), "proxy"),
        ({}, NOTHING, Waiting("A037", 3, 6, "inheritance"), "proxy"),
        ({}, found(sold_out=True), None, "sold_out"),
        ({}, found(sold_out=True, maturity=True), None, "maturity"),
        ({}, NOTHING, Waiting("A037", 3, 6, "cash"), "no_offer"),
        ({}, OFFER, Waiting("A037", 3, 6, "cash"), "default"),
    ],
)
def test_the_most_careful_sentence_comes_first(customer, open_, arrival, expected):
    assert situation(portrait(**customer), open_, arrival, AS_OF, POLICY) == expected


def test_there_are_twenty_one_and_each_has_words():
    assert len(SITUATIONS) == 21
    assert set(SITUATIONS) == set(CATALOG.first_lines)
