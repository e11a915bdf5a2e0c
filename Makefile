# The commands of the project. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PO := $(wildcard app/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
CHECKERS := tests/node/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help run install test sweep coverage mutate torture bench lint lock translations vendor screenshots clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

run: $(VENV)/.run-ready $(MO) ## Start Établi with a demonstration school on http://127.0.0.1:8000
	@$(BIN)/python -m app.serve --demo

install: $(VENV)/.run-ready $(MO) ## Install what a server needs, and nothing for tests

test: $(VENV)/.test-ready $(CHECKERS) $(MO) lint ## Everything that has to hold, checked on both databases
	@./bin/system-packages chromium postgresql
	$(BIN)/python -m tests.suite

sweep: $(VENV)/.test-ready $(MO) ## Every page in a browser: accessibility, widths, light and dark, languages; nothing injected runs
	@./bin/system-packages chromium
	$(BIN)/python -m pytest tests/browser/test_sweep.py tests/browser/injection

coverage: $(VENV)/.test-ready $(MO) ## Which branches the tests reach
	$(BIN)/python -m pytest --ignore=tests/browser --cov=app --cov-report=term:skip-covered

mutate: $(VENV)/.test-ready $(MO) ## Which mistakes in the marking the tests would not notice (up to an hour)
	$(BIN)/python -m tests.mutation

torture: $(VENV)/.test-ready $(MO) ## Ten thousand writes, a thousand certificates, kills again and again: none is lost (some minutes)
	$(BIN)/python -m tests.torture --writes 10000 --certificates 1000

bench: $(VENV)/.test-ready $(MO) ## Measure what docs and benchmarks/results.md claim
	@./bin/system-packages chromium wrk
	$(BIN)/python -m benchmarks

lint: $(VENV)/.test-ready ## Style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint app/templates

lock: $(VENV)/.test-ready ## Renew the lock files from requirements/*.in
	$(BIN)/uv pip compile --upgrade $(LOCK) requirements/run.in -o requirements/run.txt
	$(BIN)/uv pip compile --upgrade $(LOCK) -c requirements/run.txt requirements/dev.in -o requirements/dev.txt

LOCK := -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

translations: $(VENV)/.test-ready ## Collect the texts to translate into app/translations
	$(BIN)/pybabel -q extract -F app/translations/babel.cfg -k _ -k ngettext:1,2 -k lazy_gettext --no-location --sort-output -o $(VENV)/messages.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --width=100 --ignore-pot-creation-date -i $(VENV)/messages.pot -d app/translations

vendor: $(VENV)/.test-ready ## Fetch the vendored browser files, fonts and payloads again, by npm and pip
	$(BIN)/python -m vendor.renew

screenshots: $(VENV)/.test-ready $(MO) ## Draw the pictures of README and docs again
	@./bin/system-packages chromium
	$(BIN)/python -m docs.screenshots
	$(BIN)/python -m docs.format_pictures

clean: ## Remove what the other commands made, but not instance/ with its data
	rm -rf $(VENV) tests/node/node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis $(MO)

%.mo: %.po | $(VENV)/.run-ready
	@$(BIN)/pybabel -q compile -i $< -o $@

$(VENV)/bin/python:
	@PYTHON="$(PYTHON)" ./bin/virtual-environment $(VENV)

$(VENV)/.run-ready: requirements/run.txt | $(VENV)/bin/python
	@echo "Installing what Établi needs into $(VENV) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.test-ready: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $(VENV)/.run-ready $@

# Other people's software, with which tests check Open Badges. Where Node can't be had, those tests are left out.
$(CHECKERS): tests/node/package-lock.json
	@./bin/system-packages nodejs npm
	@if command -v npm >/dev/null 2>&1; then echo "Installing what checks Open Badges into tests/node …"; \
		npm ci --prefix tests/node --ignore-scripts --silent && touch $@; fi
