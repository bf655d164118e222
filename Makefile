# To get started: `make demo` and `make test`. The other targets are for development.
.PHONY: demo test check lint types docs screenshots accuracy verdicts quotes bench scale soak guard hostile build clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

demo: $(VENV)/installed
	$(BIN)/citecache demo

test: $(VENV)/installed-dev $(VENV)-pywb/installed $(VENV)-wacz/installed $(VENV)-datasette/installed
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/hostile
	$(BIN)/python -m pytest tests/hostile  # not in parallel: it measures times and memory

check: lint types test guard

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

# docs/cli.md from the commands, docs/api.md from the public Python API.
docs: $(VENV)/installed-dev
	$(BIN)/python docs/generate.py

# The pictures of docs/web.md. OPTIONS="--all FOLDER": every page at each width, light and dark, to be looked at.
screenshots: $(VENV)/installed-dev
	$(BIN)/python docs/screenshots.py $(OPTIONS)

# Text per page type beside other extractors, on our own pages and on recorded webs (WEB, several allowed).
accuracy: $(VENV)/installed-dev
	$(BIN)/python bench/accuracy.py $(WEB)

# The judge's verdicts on labelled pages and, with a recorded web (WEB), the data behind its thresholds.
verdicts: $(VENV)/installed-dev
	$(BIN)/python bench/verdicts.py $(WEB)

# Quotations made of our own pages and of a recorded web (WEB), told apart: as they stand, edited, altered, foreign; and
# how long a search takes; then how many of those that people labelled in documents are found. OPTIONS: --each, --half,
# --mistakes, --megabytes.
quotes: $(VENV)/installed-dev
	$(BIN)/python -m bench.quotes $(WEB) $(OPTIONS)
	$(BIN)/python -m bench.quotes.finding --time

# A whole crawl beside other ways to get the text, on our own pages or a recorded web (WEB). OPTIONS: --pages, --rounds,
# --only, --write (docs/benchmarks.md). Then what every export, and every page of the web view, of 100,000 resources
# costs.
bench: $(VENV)/installed-bench
	$(BIN)/python -m bench.speed $(WEB) $(OPTIONS)
	$(BIN)/python bench/exports.py
	$(BIN)/python bench/web.py

# What the commands cost on caches of 100,000 and 1,000,000 pages, made for it in TMPDIR. OPTIONS: --write (into
# docs/scaling.md), --note.
SIZES ?= 100000 1000000
scale: $(VENV)/installed-dev
	$(BIN)/python -m bench.scale table $(SIZES) $(OPTIONS)

# A web of 2,000 hosts on loopback crawled, then refreshed 19 times: memory, growth of the file, throughput. Hours. OPTIONS:
# --pages, --hosts, --epochs, --speed. `make test` runs a short form.
soak: $(VENV)/installed-dev
	$(BIN)/python -m bench.soak $(OPTIONS)

# Extraction against a reference workload in the same run: fails on a loss of 15 %. RECORD=--record records a new ratio.
# Then pages of the web view at ten times the resources: fails if they take over twice as long.
guard: $(VENV)/installed-dev
	$(BIN)/python bench/guard.py $(RECORD)
	$(BIN)/python bench/web.py --ratio

# A crawl against hostile servers, hostile words on every page of the web view, and a cluster whose processes are killed:
# the long forms. `make test` runs the short ones.
hostile: $(VENV)/installed-dev
	$(BIN)/python tests/hostile/run.py $(PARTS)
	CITECACHE_LONG=1 $(BIN)/python -m pytest tests/web/test_hostile.py tests/citecache/cluster/test_failures.py

# The lock file pins the versions; uv itself is installed into the project's environment from the package index.
# If the index uses a certificate that only the system's store knows, uv needs --system-certs.
SYNC := sync --quiet --frozen --inexact
$(VENV)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(VENV)/installed: $(VENV)/uv pyproject.toml uv.lock
	$(BIN)/uv $(SYNC) --no-dev --extra web || $(BIN)/uv $(SYNC) --no-dev --extra web --system-certs
	@touch $@

$(VENV)/installed-dev: $(VENV)/uv pyproject.toml uv.lock
	$(BIN)/uv $(SYNC) || $(BIN)/uv $(SYNC) --system-certs
	@touch $@ $(VENV)/installed

$(VENV)/installed-bench: $(VENV)/uv pyproject.toml uv.lock
	$(BIN)/uv $(SYNC) --no-dev --group bench || $(BIN)/uv $(SYNC) --no-dev --group bench --system-certs
	@touch $@ $(VENV)/installed

# The web archive of tests/crawler/memento: a program that the tests start, never a dependency (it is GPL). pywb 2.9
# needs Python < 3.13. Where it cannot be installed the tests that need it are skipped; under CI they fail.
$(VENV)-pywb/installed: $(VENV)/uv tests/crawler/memento/pywb.txt
	@$(BIN)/uv venv --quiet --clear --python '>=3.9,<3.13' $(VENV)-pywb \
	    && { $(BIN)/uv pip install --quiet --python $(VENV)-pywb/bin/python -r tests/crawler/memento/pywb.txt \
	    || $(BIN)/uv pip install --quiet --system-certs --python $(VENV)-pywb/bin/python -r tests/crawler/memento/pywb.txt; } \
	    && touch $@ || { echo "pywb cannot be installed: the tests that need it are skipped" >&2; test -z "$$CI"; }

# The validator of tests/citecache/exports/wacz, in an environment of its own for the fifty packages that it brings.
$(VENV)-wacz/installed: $(VENV)/uv tests/citecache/exports/wacz/wacz.txt
	@$(BIN)/uv venv --quiet --clear --python '>=3.11' $(VENV)-wacz \
	    && { $(BIN)/uv pip install --quiet --python $(VENV)-wacz/bin/python -r tests/citecache/exports/wacz/wacz.txt \
	    || $(BIN)/uv pip install --quiet --system-certs --python $(VENV)-wacz/bin/python -r tests/citecache/exports/wacz/wacz.txt; } \
	    && touch $@ || { echo "py-wacz cannot be installed: the tests that need it are skipped" >&2; test -z "$$CI"; }

# The Datasette of tests/citecache/exports/datasette, which opens a cache as its users do.
$(VENV)-datasette/installed: $(VENV)/uv tests/citecache/exports/datasette/datasette.txt
	@$(BIN)/uv venv --quiet --clear --python '>=3.11' $(VENV)-datasette \
	    && { $(BIN)/uv pip install --quiet --python $(VENV)-datasette/bin/python -r tests/citecache/exports/datasette/datasette.txt \
	    || $(BIN)/uv pip install --quiet --system-certs --python $(VENV)-datasette/bin/python -r tests/citecache/exports/datasette/datasette.txt; } \
	    && touch $@ || { echo "Datasette cannot be installed: the tests that need it are skipped" >&2; test -z "$$CI"; }

# The wheel and the source distribution, in dist/.
build: $(VENV)/installed-dev
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

clean:
	rm -rf $(VENV) $(VENV)-pywb $(VENV)-wacz $(VENV)-datasette dist build .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
