"""Built portraits for the tests of the queries."""

from tests.built import sample, sample_feed, sample_home, tiny, tiny_home

__all__ = ["sample", "sample_feed", "sample_home", "tiny", "tiny_home"]
