# Two commands for a newcomer: `make demo` and `make test`. The rest is for those who change the code.
.PHONY: demo test check lint types docs accuracy verdicts speed hostile build clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

demo: $(VENV)/installed
	$(BIN)/citecache demo

test: $(VENV)/installed-dev $(VENV)-pywb/installed
	$(BIN)/python -m pytest -n auto --ignore=tests/hostile
	$(BIN)/python -m pytest tests/hostile  # alone: it measures times and memory

check: lint types test

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

# docs/cli.md from the commands, docs/api.md from the public Python API.
docs: $(VENV)/installed-dev
	$(BIN)/python docs/generate.py

accuracy: $(VENV)/installed-dev
	$(BIN)/python bench/accuracy.py $(WEB)
	$(BIN)/python bench/crawl.py $(WEB)

# What the judge says of labelled pages, and what its thresholds stand on where there is a recorded web.
verdicts: $(VENV)/installed-dev
	$(BIN)/python bench/verdicts.py $(WEB)

speed: $(VENV)/installed-dev
	$(BIN)/python bench/crawl.py $(WEB)

# What strangers' servers can do to a crawl: the long form. `make test` has a short one.
hostile: $(VENV)/installed-dev
	$(BIN)/python tests/hostile/run.py $(PARTS)

# The lock file decides the versions; uv comes into the project's own environment, from the package index.
# Where the index is reached by way of a certificate that only the system knows, uv has to be told.
SYNC := sync --quiet --frozen --inexact
$(VENV)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(VENV)/installed: $(VENV)/uv pyproject.toml uv.lock
	$(BIN)/uv $(SYNC) --no-dev || $(BIN)/uv $(SYNC) --no-dev --system-certs
	@touch $@

$(VENV)/installed-dev: $(VENV)/uv pyproject.toml uv.lock
	$(BIN)/uv $(SYNC) || $(BIN)/uv $(SYNC) --system-certs
	@touch $@ $(VENV)/installed

# The archive of tests/crawler/memento: a program that the tests start, never a dependency (it is GPL). pywb 2.9 wants a Python
# below 3.13. Where it cannot be had the tests that need it are skipped, and fail under CI.
$(VENV)-pywb/installed: $(VENV)/uv tests/crawler/memento/pywb.txt
	@$(BIN)/uv venv --quiet --clear --python '>=3.9,<3.13' $(VENV)-pywb \
	    && { $(BIN)/uv pip install --quiet --python $(VENV)-pywb/bin/python -r tests/crawler/memento/pywb.txt \
	    || $(BIN)/uv pip install --quiet --system-certs --python $(VENV)-pywb/bin/python -r tests/crawler/memento/pywb.txt; } \
	    && touch $@ || { echo "pywb cannot be installed: the tests against it are left out" >&2; test -z "$$CI"; }

# The wheel and the source distribution, in dist/.
build: $(VENV)/installed-dev
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

clean:
	rm -rf $(VENV) $(VENV)-pywb dist build .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
