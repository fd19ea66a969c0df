"""Built portraits for the tests of the build and of reading it."""

from tests.built import sample, sample_feed, sample_home, tiny, tiny_home

__all__ = ["sample", "sample_feed", "sample_home", "tiny", "tiny_home"]
