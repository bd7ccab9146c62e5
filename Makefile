# Every target carries a `##` line: `make` alone prints them.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
BASE_DOMAIN ?= localhost
STAMP := $(VENV)/.installed

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(STAMP) ## .venv with all extras, from requirements.lock

$(STAMP): requirements.lock pyproject.toml
	@test -x $(PY) || python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: install ## build a demo database with all provinces and serve on http://localhost:8000
	BASE_DOMAIN=$(BASE_DOMAIN) $(VENV)/bin/gonghui demo --port $(PORT)

browser: install
	@bash tools/browser.sh

test test-all: export PYTHONDONTWRITEBYTECODE := # what one process has compiled the others need not
test: browser ## run the suite (as root on Debian installs a Chromium if none is found)
	$(PY) -m pytest -n 2

test-all: browser ## the suite and the long checks
	GONGHUI_TEST_ALL=1 $(PY) -m pytest -n 2

check: install ## everything but the suite: style, types, layers, templates, policies
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/yamllint -s policies
	$(VENV)/bin/djlint --lint --quiet templates
	$(VENV)/bin/gonghui policy check
	$(VENV)/bin/gonghui policy test --quiet

bench: install ## performance as ratios against a floor of the same run (writes bench/latest.json)
	$(PY) -m bench

bench-slow: install ## eight slow senders and forty large pictures while visitors walk, on PostgreSQL
	$(PY) -m bench.slow_senders

format: install ## put the code in order
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

.PHONY: help install demo browser test test-all check bench bench-slow format
