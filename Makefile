# The commands of this project; README says what each does.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header

.PHONY: setup demo run test check format lock clean

setup: $(STAMP)

$(STAMP): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("EasyCRM needs Python 3.11 or later; set PYTHON=python3.x") if sys.version_info < (3, 11) else 0'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked dependencies into .venv (a minute or two, the first time only) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $(STAMP)

demo: setup
	@$(BIN)/python -m local demo

run: setup
	@$(BIN)/python -m local run

test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=functions $(BIN)/lint-imports
	$(BIN)/cfn-lint template.yaml
	$(BIN)/python -m pytest -q tests/template

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Resolves the newest versions and writes them, with their hashes, into the locks.
lock:
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	$(LOCK) --upgrade --generate-hashes requirements-dev.in -o requirements-dev.txt
	$(LOCK) functions/requirements.in -c requirements-dev.txt -o functions/requirements.txt
	$(LOCK) functions/layers/spreadsheets/requirements.in -c requirements-dev.txt -o functions/layers/spreadsheets/requirements.txt

clean:
	rm -rf .venv .local .aws-sam
