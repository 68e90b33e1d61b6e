# `make demo` and `make test` need Python 3.11 (or newer) and make; they set up everything else in .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
PY     := $(VENV)/bin/python
OUT    ?= build
BENCHES := bench.attribution bench.genres bench.speakers bench.layout bench.roles bench.html bench.cost bench.check bench.check_speed
# Memory given back after every step of training would have to be had again for the next.
KEEP_MEMORY := MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456

.PHONY: demo test lint slow bench train clean help

help:
	@echo "make demo   attribute an example article and check another: in the terminal and as pages in $(OUT)/"
	@echo "make test   lint, types and tests"
	@echo "make slow   slow gates: quality floors, cost, the wheel"
	@echo "make bench  all figures, from the data in ../shared/data"
	@echo "make train  train, export and quantise the model"

demo: $(VENV)/installed
	@mkdir -p $(OUT)
	@$(VENV)/bin/sayso attribute examples/courier.html
	@$(VENV)/bin/sayso attribute examples/*.html --html -o $(OUT)/demo.html
	@$(VENV)/bin/sayso check examples/flare.html --against examples/transcript.txt || test $$? = 1
	@$(VENV)/bin/sayso check examples/flare.html --against examples/transcript.txt --fail-on none --format html -o $(OUT)/check.html
	@echo
	@echo "All five examples as one page: $(abspath $(OUT)/demo.html)"
	@echo "One of them checked against what was said: $(abspath $(OUT)/check.html)"

test: lint
	$(PY) -m pytest

lint: $(VENV)/dev
	$(PY) -m ruff check .
	$(PY) -m mypy

slow: $(VENV)/dev
	$(PY) -m pytest -m slow

bench: $(VENV)/dev
	for part in $(BENCHES); do echo "== $$part"; $(PY) -m $$part || exit 1; done

train: $(VENV)/train
	$(KEEP_MEMORY) $(PY) -m training

clean:
	rm -rf $(VENV) $(OUT) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Stamps: an environment is made again only when pyproject.toml changes.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sayso needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/dev: pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/train: pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev,train]'
	@touch $@ $(VENV)/dev $(VENV)/installed
