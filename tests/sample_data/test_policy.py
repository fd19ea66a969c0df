"""Whom the sample bank watches over: customers that it has."""

from pathlib import Path

from lobby.data.catalog import load_catalog

FILE = Path(__file__).parents[2] / "sample_data" / "policy.toml"


def test_the_listed_customers_are_among_the_first_2000_and_on_one_list_each() -> None:
    policy = load_catalog(policy=FILE).policy
    listed = [*policy.decoys, *policy.celebrities, *policy.colleagues]
    assert len(policy.decoys) == 3
    assert sorted(set(listed)) == sorted(listed)
    assert all(one.startswith("C") and 0 < int(one[1:]) <= 2000 and len(one) == 9 for one in listed)
