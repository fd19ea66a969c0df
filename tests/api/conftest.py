"""The sources of the tiny bank, as the tests of the services have them."""

from tests.services.conftest import (
    catalog,
    pytest_generate_tests,
    signed_in,
    sources,
    store,
    warehouse,
    watch,
)

__all__ = ["catalog", "pytest_generate_tests", "signed_in", "sources", "store", "warehouse", "watch"]
