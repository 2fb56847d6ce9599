# One plain command for each thing; each sets up what it needs.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Python keeps what it compiles: the command line starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help site serve test lint bench soak shots clean tools

help:            ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

site: $(VENV)/site.stamp            ## Build the bundled anthology into output/
	@$(BIN)/creditroll build

serve: $(VENV)/site.stamp           ## The same, live, at http://127.0.0.1:8000
	@$(BIN)/creditroll serve

test: tools                         ## Run all tests; sets up browser and validators
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/dev.stamp             ## Style, types, floors
	@$(BIN)/ruff check generator tests
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/dev.stamp            ## Time builds against Hugo and others; ARGS=--quick for a few minutes
	@$(BIN)/python -m tests.bench $(ARGS)

soak: tools                         ## The long forms of the tests
	@CREDITROLL_SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadgroup

shots: tools                        ## Screenshots of the bundled anthology into shots/
	@$(BIN)/python -m tests.shots
	@$(BIN)/python -m tests.shots_of_serve

tools: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.tools

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Creditroll needs Python 3.11 or later; make site PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/site.stamp: $(VENV)/bin/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --editable '.[media]'
	@touch $@

$(VENV)/dev.stamp: $(VENV)/site.stamp
	@$(BIN)/python -m pip install --quiet --editable '.[media,cluster,dev]'
	@touch $@

clean:           ## Delete what can be made again
	rm -rf $(VENV) .cache output shots .mypy_cache .ruff_cache .pytest_cache
