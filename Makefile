# `make dataset` and `make test` are all that a fresh machine needs; `make help` lists the rest.
PYTHON ?= python3.11
RAW ?= raw
OUT ?= processed
PORT ?= 4200
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.waybill-ready
TOOLS := $(VENV)/.waybill-tools
export RAW OUT
# Compiled once, the libraries load in half the time; an environment that forbids it makes every run pay again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help dataset test setup lint types arrows docs accuracy gains benchmark serve stop readme picture lock clean
OLD ?= HEAD
NEW ?=

help:  ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

dataset: $(STAMP)  ## read RAW (raw) and publish a release under OUT (processed), as the Prefect flow
	@$(PY) -m flows --raw "$$RAW" --out "$$OUT"

test: lint types arrows  ## lint, types, import contract, doctests and tests
	@$(PY) -m pytest

lint: $(TOOLS)  ## ruff: style and the mistakes it knows
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

types: $(TOOLS)  ## mypy, strict, over waybill/ and schemas/
	@$(PY) -m mypy

arrows: $(TOOLS)  ## the import contract: flows -> waybill -> schemas
	@$(PY) $(VENV)/bin/lint-imports --no-logo

setup: $(TOOLS)  ## the environment in .venv with all tools, from hashes, with uv where it can be had and pip where not

$(STAMP): requirements.txt requirements-uv.txt pyproject.toml setup.sh
	@sh setup.sh "$(PYTHON)" "$(VENV)"

$(TOOLS): $(STAMP) requirements-dev.txt
	@sh setup.sh "$(PYTHON)" "$(VENV)" requirements-dev.txt && touch $@

docs: $(TOOLS)  ## write the generated pages again and build the documentation into docs/_build
	@$(PY) -m docs.generate && $(PY) -m sphinx -q -W -b html docs docs/_build && echo docs/_build/index.html

accuracy: $(TOOLS)  ## measure the reading on the gold reports, and keep the figures that releases quote
	@$(PY) -m tests.gold.measure --write

gains: $(TOOLS)  ## which gold claims NEW (the working tree) gained, lost and changed against OLD (HEAD)
	@$(PY) -m tests.gold.gains $(OLD) $(NEW)

BENCH := benchmarks/.venv
$(BENCH)/.ready: benchmarks/quantities/requirements.txt $(TOOLS)
	@$(PY) -m venv --clear $(BENCH) && $(BENCH)/bin/python -m pip install -qq --disable-pip-version-check \
	  --require-hashes --no-deps -r benchmarks/quantities/requirements.txt && touch $@

benchmark: $(BENCH)/.ready  ## speed and accuracy of the quantity reader beside what people install (minutes)
	@$(PY) benchmarks/quantities/run.py $(BENCHMARK)
	@$(PY) benchmarks/quantities/accuracy.py

serve: $(STAMP)  ## a Prefect server on loopback (PORT), the deployments of prefect.yaml and a worker
	@$(PY) -m flows.serve start --port $(PORT)

stop: $(STAMP)  ## end what `make serve` started, and nothing else
	@$(PY) -m flows.serve stop

readme: $(TOOLS)  ## run the README's commands again and put their real output under them
	@$(PY) docs/run_examples.py

picture: $(TOOLS)  ## draw the README's picture of the page again (needs Chromium)
	@$(PY) -m docs.picture

LOCKED = $(PY) -m uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 --no-header -q
lock: $(STAMP)  ## resolve again: requirements*.txt from pyproject.toml (hashes, no addresses)
	@$(LOCKED) --upgrade -o requirements.txt && $(LOCKED) --upgrade -c requirements.txt --extra dev -o requirements-dev.txt

clean:  ## remove the environment and every cache; raw/ and processed/ stay
	@rm -rf $(VENV) $(BENCH) .pytest_cache .mypy_cache .ruff_cache .prefect .hypothesis .import_linter_cache
