# Every target makes its own virtual environment in .venv; Python 3.11+ and make are all that is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types corpus models segmenter benchmark clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("lawnlp needs Python 3.11, 3.12 or 3.13; name one with make PYTHON=...") if not (3, 11) <= sys.version_info < (3, 14) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

demo: $(VENV)/.installed
	$(BIN)/lawnlp analyze examples/qichuan-2022.txt --format table

test: $(VENV)/.installed
	$(BIN)/python -m pytest

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed
	$(BIN)/mypy

corpus: $(VENV)/.installed
	$(BIN)/python -m training.corpus compile

# The shipped model, from the committed corpus: the same corpus and library versions give the same predictions. Half an hour at most.
models: $(VENV)/.installed
	$(BIN)/lawnlp train corpus --output models/zh_lawgov_report $(if $(wildcard training/REAL_REPORTS.md),--note training/REAL_REPORTS.md)

# The words for segmenter = "pkuseg", from the same corpus; make models again after it, since names learn the edges of words from them. Some minutes on one core.
segmenter: $(VENV)/.installed
	$(BIN)/python -m training.segmenter

benchmark: $(VENV)/.installed
	$(BIN)/python -m training.benchmark

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
