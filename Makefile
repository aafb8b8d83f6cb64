# SmartPick's doors. Each target does its own set-up; set-up that is done is not repeated.
# Needs: Python 3.11 or newer with pip, make, git. Everything else goes into .venv, pinned and hash-checked.

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
JOBS ?= 2
PROFILE ?= examples/derm_j1.yaml

# The newest-fitting interpreter: asked for only while .venv is made.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# Stamps carry the folder's checksum: a copied or moved clone sets itself up again instead of running the old code.
HERE := $(shell printf %s '$(CURDIR)' | cksum | cut -d' ' -f1)
READY := $(VENV)/.ready-$(HERE)
READY_DEV := $(VENV)/.ready-dev-$(HERE)
CHARTS := $(VENV)/.charts-$(HERE)

# Without compiled modules everything starts two to four times slower.
unexport PYTHONDONTWRITEBYTECODE
export UV_COMPILE_BYTECODE := 1
export UV_NO_PROGRESS := 1

INSTALL = $(UV) pip install --quiet --python $(PY) --require-hashes -r $(1) \
  || $(PYTHON) -m pip --python $(PY) install -qq --require-hashes -r $(1)
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run plan test lint check bench lock reference wheel charts screenshots chromium clean

help:  ## say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 18

run: $(READY) $(CHARTS)  ## set up and open the app on 127.0.0.1
	@$(VENV)/bin/smartpick serve

plan: $(READY)  ## set up and print the plan of an example profile (PROFILE=FILE for another)
	@$(VENV)/bin/smartpick plan $(PROFILE)

test: $(READY_DEV) $(CHARTS) chromium  ## set up and run the whole suite
	@$(PY) -m pytest -n $(JOBS) --dist worksteal

lint: $(READY_DEV)  ## ruff, mypy --strict and the floors of the house
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) $(VENV)/bin/lint-imports

check: lint test  ## lint, then test: what .ci/run calls

bench: $(READY_DEV)  ## measure what must stay fast, beside a fixed calibration loop
	@$(PY) -m benchmarks

reference: $(READY_DEV)  ## write docs/reference and the model card again: commands, parameters, checks, coverage
	@$(PY) -m tools.commands_page
	@$(PY) -m tools.parameters_page
	@$(PY) -m tools.model_card
	@$(PY) -m tools.coverage_page
	@$(PY) -m tools.third_party

wheel: $(READY)  ## build the wheel to install elsewhere, and the pins that go with it, into dist/
	@$(PY) -m tools.vendor --missing --strict
	@rm -rf dist
	@$(PY) -m hatchling build -t wheel -d dist >/dev/null
	@cp requirements/run.txt dist/requirements.txt

charts: $(READY)  ## fetch the chart scripts again; pages are whole without them
	@$(PY) -m tools.vendor --strict
	@touch $(CHARTS)

screenshots: $(READY_DEV) $(CHARTS) chromium  ## pictures of every page into screenshots/
	@$(PY) -m tools.screenshots

lock: $(UV)  ## pin and hash the requirements again (UPGRADE=--upgrade for newer versions)
	$(COMPILE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) requirements/build.in -c requirements/run.txt -o requirements/build.txt
	$(COMPILE) pyproject.toml requirements/build.in --group dev -c requirements/run.txt -c requirements/build.txt -o requirements/dev.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt

clean:  ## remove what set-up and checks have made
	rm -rf $(VENV) .build dist node_modules src/smartpick/web/static/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(PY):
	@test -n "$(PYTHON)" || { echo "SmartPick needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python3."; exit 2; }
	@echo "Setting up $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv --without-pip $(VENV)

$(UV): requirements/uv.txt | $(PY)
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo "SmartPick needs pip for $(PYTHON). Install it, for example: apt-get install python3-pip."; exit 2; }
	@$(PYTHON) -m pip --python $(PY) install -qq --no-compile --require-hashes --no-deps -r requirements/uv.txt
	@touch $(UV)

$(READY): requirements/run.txt requirements/build.txt pyproject.toml | $(UV)
	@$(call INSTALL,requirements/run.txt -r requirements/build.txt)
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_DEV): requirements/dev.txt $(READY)
	@$(call INSTALL,requirements/dev.txt)
	@touch $@

# Charts answer the pointer where these scripts could be fetched: tried once, with the system's npm or one from a wheel.
$(CHARTS): package-lock.json requirements/node.txt tools/vendor.py | $(READY)
	@$(PY) -m tools.vendor
	@touch $@

# Browser tests drive the system's Chromium. Where it cannot be installed they are reported as skipped.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing chromium for the browser tests ..."; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null; } \
	    || echo "Chromium could not be installed: browser tests will be reported as skipped."; \
	else echo "No Chromium here: browser tests will be reported as skipped. Install the package 'chromium' to run them."; fi
