# `make audit` and `make test` need Python 3.11+, git and make, and set up the rest themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SCHEMAS := baseline ignore manifest record provenance report settings

.PHONY: audit test test-slow docs format generate clean

audit: $(VENV)/.installed
	$(BIN)/auditor audit seeds --report reports/seeds

test: $(VENV)/.installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -m "not slow" -n auto

# The page is tested in Debian's Chromium, which is installed where it is missing and can be.
test-slow: $(VENV)/.installed-dev
	command -v chromium >/dev/null || command -v google-chrome >/dev/null || { apt-get update -q && apt-get install -qy chromium; } || \
	  echo "NO BROWSER: Chromium could not be installed; the tests of the HTML report will say so"
	$(BIN)/pytest -m slow

# The pages of docs/ as a site, in site/: every link and anchor is checked.
docs: $(VENV)/.installed-dev
	$(BIN)/mkdocs build --strict

format: $(VENV)/.installed-dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# Everything that is generated from the code: schemas, rule pages, the README's table, the seeds' report.
generate: $(VENV)/.installed-dev
	for name in $(SCHEMAS); do $(BIN)/auditor schema $$name > schemas/$$name.schema.json; done
	$(BIN)/python docs/generate.py
	$(BIN)/auditor audit seeds --report reports/seeds

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "auditor needs Python 3.11 or newer; say which with: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist site *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
