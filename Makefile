# Two commands do everything on a fresh machine: `make demo` makes an episode, `make test` runs the tests.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: demo test test-fast lint bench clean pages docs

demo: $(VENV)/.installed
	$(BIN)/audiobuild build scripts -o output

test: $(VENV)/.tested
	$(BIN)/python -m pytest

# About a minute: what needs no model, no browser and no other process (tests/README.md).
test-fast: $(VENV)/.tested
	$(BIN)/python -m pytest -n 2 -m "not (voice or browser or sweep or soak or process)"

lint: $(VENV)/.linted
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python bench/density.py

# The reference pages: settings from their declarations, the Python API from its docstrings.
pages: $(VENV)/.installed
	$(BIN)/python -m audiobuild.scaffold > docs/settings.md
	$(BIN)/python bench/api_page.py > docs/api.md

# The site of the documents, in docs/_site; a link that leads nowhere is an error.
docs: $(VENV)/.documented
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_site

# What joining, rebuilding, reading and speaking cost compared with the usual ways, kept in bench/results.md. Needs ffmpeg, and takes
# half an hour; RIVALS is a Python that has podcast-creator, castmd and audiobooker-ai, KOKORO_ONNX_PYTHON one with kokoro-onnx, FASTKOKORO a command.
bench: $(VENV)/.benched
	{ printf '# Figures of one run\n\n%s, ' "$$(date +%F)" && \
	$(BIN)/python bench/assembly.py --rounds 1 --picture docs/growth.png $(if $(RIVALS),--rivals $(RIVALS)) && \
	$(BIN)/python bench/quality.py && $(BIN)/python bench/levels.py && \
	printf '\n### Speaking, reading, the online voices\n\n```text\n' && \
	$(BIN)/python bench/engine.py && $(BIN)/python bench/read.py && $(BIN)/python bench/edge.py && \
	printf '```\n'; } | tee bench/results.md

clean:
	rm -rf $(VENV)
	find output -mindepth 1 ! -name README.md -delete

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "audiobuild needs Python 3.11 or newer: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.linted: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[lint]'
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

$(VENV)/.documented: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	touch $@

$(VENV)/.benched: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pesq>=0.0.4' 2>/dev/null || echo "pesq needs a C compiler: the table of quality stays empty"
	touch $@
