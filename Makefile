# Revenue Arc. `make help` lists what there is. A machine needs Python 3.11 or later and make; the rest is installed here.

PORT ?= 8000
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)
PY = .venv/bin/python
# npm trusts the certificates that this machine trusts.
NPM = NODE_OPTIONS=--use-system-ca .venv/bin/npm
DJANGO = ARC_SECRET_KEY=$${ARC_SECRET_KEY:-only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ} $(PY) manage.py
PACKAGES = revenue_arc people initiatives signals audits scorecards sample_company

# Without its bytecode every start of Python costs seconds.
unexport PYTHONDONTWRITEBYTECODE
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help install run test check bench bench-faults images lock clean reset browser

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/.installed node_modules/.installed ## install what `make run` needs, under the checkout

run: install ## start the console with the sample company (PORT=8123 changes the port), until Ctrl-C
	@exec $(PY) -m revenue_arc.supervisor

test: .venv/.installed-dev node_modules/.installed browser ## run the whole suite, a browser included, on servers of its own
	$(PY) -m pytest --numprocesses=logical --maxprocesses=8 --dist=worksteal $(TESTS)

check: .venv/.installed-dev node_modules/.installed ## style, types, layers, migrations, deployment settings, templates, dependencies
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	PYTHONWARNINGS=ignore::RuntimeWarning $(DJANGO) makemigrations --check --dry-run
	$(DJANGO) check --deploy --fail-level WARNING
	$(PY) -m djlint templates --lint --quiet
	$(PY) -m deptry .

bench: .venv/.installed-dev ## speed and size as ratios within one run, written to var/bench.json
	$(PY) -m bench

bench-faults: .venv/.installed-dev ## kill workers, PostgreSQL and Redis 200 times during pulls (FAULTS="20 --seed 7"), written to var/faults.json
	$(PY) -m bench.faults $(FAULTS)

images: .venv/.installed-dev node_modules/.installed browser ## take the pictures of docs/images/ anew
	$(PY) -m tests.pictures

lock: .venv/.installed-dev ## pin every dependency anew, with hashes, from pyproject.toml and package.json
	$(PY) -m uv pip compile $(LOCKED) pyproject.toml --output-file requirements.lock
	$(PY) -m uv pip compile $(LOCKED) pyproject.toml --group dev --output-file requirements-dev.lock
	$(NPM) install --package-lock-only --ignore-scripts

LOCKED = --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --upgrade --quiet

clean: ## remove what was installed and built; the data of `make run` stays
	rm -rf .venv node_modules staticfiles var/bytecode .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	find $(PACKAGES) tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

reset: .venv/.installed ## throw away the data of `make run`
	@$(PY) -m revenue_arc.supervisor --reset

browser: .venv/.installed-dev
	@$(PY) -m tests.browser.install

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Revenue Arc needs Python 3.11 or later. Install it, or name it: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv || { rm -rf .venv; echo "Python could not make a virtual environment: see above." >&2; exit 1; }

.venv/.installed: requirements.lock | .venv/bin/python
	$(PY) -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock | .venv/bin/python
	$(PY) -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@ .venv/.installed

node_modules/.installed: package-lock.json | .venv/.installed
	$(NPM) ci --ignore-scripts --no-progress --loglevel=error
	@touch $@
