"""How many examples a property is tried on: in CI, and by `make proof`."""

from hypothesis import HealthCheck, settings

IN_CI = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
IN_PROOF = settings(IN_CI, max_examples=10_000)
