# Needs nothing but make and Python 3.11 or later. Every target makes the environment first; the second time that
# costs nothing, since the stamp in .venv is named after the requirements.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 7860
WORKERS ?= 2
REQUIRE_BROWSER ?=
REQUIRE_OFFICE ?=
REQUIRE_DATABASE ?=

VENV := .venv
# Always through this interpreter: the scripts beside it would not survive a move of the folder.
PY := $(VENV)/bin/python
CHROMIUM := /usr/bin/chromium
RESULTS := build/evals
HASH := $(firstword $(shell cat requirements.txt requirements-dev.txt constraints.txt | cksum))
STAMP := $(VENV)/.installed-$(HASH)
# Chromium, and a font that has Chinese.
HAVE_BROWSER := [ -x $(CHROMIUM) ] && [ -n "$$(fc-list :lang=zh 2>/dev/null | head -c 1)" ]
HAVE_OFFICE := command -v soffice >/dev/null
HAVE_DATABASE := ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null
# Of what a test needs beside Python: how to see that it is there, Debian's packages, whether a run without it fails.
define from_debian
	@if $(1); then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then root=""; elif sudo -n true 2>/dev/null; then root="sudo -n"; else root=none; fi; \
	if [ "$$root" != none ] && command -v apt-get >/dev/null; then \
	  echo "installing $(2)"; \
	  { $$root apt-get update && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y \
	    --no-install-recommends $(2); } >$(VENV)/$@.log 2>&1; \
	fi; \
	if $(1); then exit 0; fi; \
	echo "the $@ tests need what is not here. As root: apt-get install $(2)" >&2; \
	[ -z "$(3)" ]
endef

export GRADIO_ANALYTICS_ENABLED := False
export ANONYMIZED_TELEMETRY := False
export HF_HUB_OFFLINE := 1

.PHONY: help install index run browser office database lint test eval bench clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

install: $(STAMP)  ## make the environment in .venv

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else \
	  "Python 3.11 or later is needed, this is %d.%d: name another with make PYTHON=..." % sys.version_info[:2])'
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV) || \
	  { echo "the environment cannot be made: install Python's venv module (Debian: python3-venv)" >&2; exit 1; }
	@echo "installing the requirements into $(VENV), some minutes the first time"
	@$(PY) -m pip install -qq --no-input --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@rm -f $(VENV)/.installed-*
	@touch $@

index: install  ## build the index, or bring it level with the library
	@$(PY) -m index build

run: index  ## start the chat at http://HOST:PORT
	@$(PY) app.py --host $(HOST) --port $(PORT)

browser: install  ## chromium and Chinese glyphs for the browser tests, through apt-get where that is allowed
	$(call from_debian,$(HAVE_BROWSER),chromium fonts-noto-cjk fontconfig,$(REQUIRE_BROWSER))

office: install  ## LibreOffice for the tests of exported tables, through apt-get where that is allowed
	$(call from_debian,$(HAVE_OFFICE),libreoffice-calc-nogui,$(REQUIRE_OFFICE))

database: install  ## PostgreSQL for the tests of a catalogue in it, through apt-get where that is allowed
	$(call from_debian,$(HAVE_DATABASE),postgresql,$(REQUIRE_DATABASE))

lint: install  ## style, types and import contracts
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check . || { echo "not formatted: run $(PY) -m ruff format ." >&2; exit 1; }
	@$(PY) -m mypy --no-error-summary
	@$(PY) $(VENV)/bin/lint-imports --no-logo

test: install browser office database  ## requirements, lint and all tests
	@$(PY) -m pip check --disable-pip-version-check
	@$(MAKE) --no-print-directory lint
	@without=""; left=""; \
	$(HAVE_BROWSER) || { without="$$without and not browser"; left="$$left browser (no chromium)"; }; \
	$(HAVE_OFFICE) || { without="$$without and not office"; left="$$left office (no LibreOffice)"; }; \
	$(HAVE_DATABASE) || { without="$$without and not database"; left="$$left database (no PostgreSQL)"; }; \
	$(PY) -m pytest -q -n $(WORKERS) --dist loadfile -m "$${without# and }" || exit 1; \
	[ -z "$$left" ] || echo "passed WITHOUT these tests:$$left" >&2

eval: install  ## ask both test sets; reports in build/evals
	@mkdir -p $(RESULTS)
	@for set in evals/testsets/*.jsonl; do \
	  name=$(RESULTS)/$$(basename $$set .jsonl); \
	  echo "$$set"; \
	  $(PY) -m evals run $$set --predictions $$name.predictions.jsonl --json $$name.json \
	    --html $$name.html || exit 1; \
	done

bench: install  ## latency, memory, start and index build beside their targets
	@$(PY) -m evals bench

clean:  ## remove what can be made again: environment, caches, reports; the library in var/ stays
	@rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
