# Handslag: `make demo` to play, `make test` to prove it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
START ?= 2022-10-03
CYCLES ?= 200
MINUTES ?= 240
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install install-dev demo run test check bench faults soak audit strength goldens clean

help: ## This list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

install: $(VENV)/.installed ## A virtual environment with what the bot needs

install-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

demo: install ## Play it in a browser; PORT= and START= change the port and the first morning
	@$(BIN)/python -m bot demo --port $(PORT) --start $(START)

run: install ## The bot itself, in one process: TELEGRAM_TOKEN=... make run
	@$(BIN)/python -m bot run

test: install-dev check ## Style, types, import rules and the whole suite
	$(BIN)/python -m pytest -q -rs -n 4 --dist loadfile --no-loadscope-reorder

check: install-dev ## Style, types and import rules alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install-dev ## Speed and memory, as ratios of one run; NAME=flow ROUNDS=5 JSON=FILE; QUICK=1 guards what is kept
	$(BIN)/python -m tests.bench $(NAME) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(JSON),--json $(JSON)) \
	  $(if $(SIZE),--size $(SIZE)) $(if $(QUICK),--quick)

faults: install-dev ## Kill the real bot at random, CYCLES= times on each database; ROWS=all plays every row of the bench
	$(BIN)/python -m tests.faults $(ROWS) --cycles $(CYCLES) $(if $(SHORT),--short) $(if $(TIMES),--times $(TIMES))

soak: install-dev ## Mixed load with faults for MINUTES= minutes on each database
	$(BIN)/python -m tests.faults soak --times $(MINUTES)

audit: ## Look for known holes in what is pinned
	test -x .audit/bin/pip-audit || $(PYTHON) -m venv .audit
	.audit/bin/python -m pip install --quiet --require-hashes -r requirements-audit.txt
	@.audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.txt || \
	  { echo "A hole above, or the database of holes cannot be reached: docs/drift.md, Dependencies."; exit 2; }

strength: install-dev ## Change the code of policy, sealed, outbox and desk in every small way, and see the tests notice
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut results

goldens: install-dev ## Record the golden texts anew; read the diff
	RECORD=1 $(BIN)/python -m pytest -q tests/messages

clean: ## Remove what was installed
	rm -rf $(VENV) .audit mutants
