# Each target works alone, from a clean clone, in any order. HOST and PORT name where `make run` serves.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
HOST := $(or $(HOST),$(LOBBY_HOST),127.0.0.1)
PORT := $(or $(PORT),$(LOBBY_PORT),8501)
run: export LOBBY_HOST := $(HOST)
run: export LOBBY_PORT := $(PORT)
run: export LOBBY_POLICY := $(or $(LOBBY_POLICY),sample_data/policy.toml)

.PHONY: setup run test check bench bench-large screenshots proof lock audit

setup: ; @.ci/setup dev

run: ; @.ci/setup run; .ci/sample-bank; exec .venv/bin/lobby serve --sample-day

test: ; @.ci/setup dev; .ci/test-packages; .ci/tests

check: ; @.ci/setup dev; .ci/check

bench: ; @.ci/setup dev; .ci/test-packages; .venv/bin/python -m bench.run --quick

bench-large: ; @.ci/setup dev; .ci/test-packages; .venv/bin/python -m bench.run --large $(if $(WORK),--work '$(WORK)')

screenshots: ; @.ci/setup dev; .ci/test-packages; .venv/bin/python -m tests.browser.screenshots

proof: ; @.ci/setup dev; .ci/test-packages; mkdir -p docs/proof; .venv/bin/pytest -m proof | tee "docs/proof/$$(date +%F).log"

lock: ; @.ci/setup dev; .ci/lock

audit: ; @.ci/setup dev; .ci/audit
