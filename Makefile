# Everything a person or the CI does with this project has a target here; `make` alone lists them.
# Set-up needs Python 3.11 or later with venv, and make. It is done once, and again when
# requirements.lock or pyproject.toml change.

.DEFAULT_GOAL := help
# One target after the other also under `make -j`: `bsc run` and pytest spread over the cores
# themselves, and output that is not interleaved can be read.
.NOTPARALLEL:
.DELETE_ON_ERROR:
.SUFFIXES:

BIN := .venv/bin
READY := .venv/.ready
PRESETS := parameters/goteborg/quarter parameters/goteborg/activities
CANDIDATES := python3.11 python3 python3.12 python3.13
# That there is a newer pip is no news here: everything is pinned.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help report test check bench notebooks lab lock clean browser

help: # the list itself
	@echo 'Targets:'
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

report: $(READY) ## run the built-in example and say where the reports are
	@for preset in $(PRESETS); do \
	  echo "$(BIN)/bsc run $$preset"; $(BIN)/bsc run "$$preset" || exit; \
	done

test: $(READY) browser check notebooks ## lint, types, registers, notebooks, browser checks and all tests
	$(BIN)/python -m pytest -n 2

check: $(READY) ## lint, types and the registers under parameters/ only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@for file in parameters/*/scorecard.yaml; do \
	  folder=$${file%/*}; \
	  echo "$(BIN)/bsc check $$folder"; $(BIN)/bsc check "$$folder" || exit; \
	done

bench: $(READY) ## print the figures of every benchmark
	@for file in tests/benchmarks/bench_*.py; do \
	  echo "$(BIN)/python $$file"; $(BIN)/python "$$file" || exit; \
	done

# As JupyterLab does: top to bottom, on the notebook's own defaults, beside the notebook.
notebooks: $(READY) ## run every notebook from top to bottom on its defaults
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && \
	for file in notebooks/*.ipynb; do \
	  echo "$(BIN)/papermill $$file"; \
	  $(BIN)/papermill --no-progress-bar --log-level WARNING --cwd notebooks \
	    "$$file" "$$work/$${file##*/}" || exit; \
	done

lab: $(READY) ## open JupyterLab on this machine only
	$(BIN)/jupyter lab --ip=127.0.0.1

lock: $(READY) ## pin again what pyproject.toml asks for (UPGRADE=1: to the newest versions)
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --quiet \
	  --no-header $(if $(UPGRADE),--upgrade) --output-file requirements.lock

clean: ## remove caches, work areas and reports; keep .venv
	rm -rf .bsc .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find bsc_helpers notebooks parameters tests -type d \
	  \( -name __pycache__ -o -name .ipynb_checkpoints -o -name .bsc \) -prune -exec rm -rf {} +
	find reports -mindepth 1 -maxdepth 1 ! -name README.md ! -name example.png -exec rm -rf {} +

# The marker is written last: an installation that was cut short is taken up again.
$(READY): requirements.lock pyproject.toml
	@found=; \
	for python in $(CANDIDATES); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    found=$$python; break; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'Python 3.11 or later is needed and none was found (looked for: $(CANDIDATES)).' >&2; \
	  echo 'On Debian: apt-get install python3 python3-venv' >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$found cannot make virtual environments: its venv module is missing." >&2; \
	  echo 'On Debian: apt-get install python3-venv' >&2; exit 1; \
	fi; \
	echo "Setting up .venv with $$found (once; a few minutes)"; \
	"$$found" -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	@touch $@

browser:
	@command -v chromium >/dev/null && exit; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo 'Installing Chromium for the browser checks'; \
	  apt-get update && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y --no-install-recommends chromium; \
	else \
	  echo 'The browser checks need Chromium as "chromium" on the PATH.' >&2; \
	  echo 'On Debian: sudo apt-get install chromium' >&2; exit 1; \
	fi
