# Bare `make` prints this list. Every target sets up what it needs: see .ci/prepare.
.DEFAULT_GOAL := list
PYTHON := .venv/bin/python

.PHONY: list run test test-fast test-deep check bench demo-data films lock sbom ready ready-with-traces ready-for-tests

list:
	@echo "make run        set everything up and serve the site at http://127.0.0.1:8000/"
	@echo "make test       run every test: the fast ones, then journeys, crashes, crowds"
	@echo "make test-deep  the same, and every search goes further; before a release"
	@echo "make test-fast  the fast tests alone; those of one room: make test-fast ROOM=booking"
	@echo "make check      format, lint, types, import contracts, house rules, translations"
	@echo "make bench      measure, each figure beside its physical limit"
	@echo "make demo-data  fill a running site with invented clients"
	@echo "make films      film the first journeys anew where their pages have changed (docs/films.md)"
	@echo "make ready-with-traces  install what sends traces as well (docs/operations.md)"
	@echo "make sbom       list every package of the site, as CycloneDX, in build/sbom.json"
	@echo "make lock       choose the newest packages that fit, and lock them with their hashes"

run: ready
	@exec ./guichet run

# The end of a run names its ten slowest tests, and each that was skipped with the reason.
TOLD := --durations 10 -r fEs

test: ready-for-tests
	@$(PYTHON) -m pytest -n auto --dist loadfile $(TOLD)

test-deep: ready-for-tests
	@HYPOTHESIS_PROFILE=deep $(PYTHON) -m pytest -n auto --dist loadfile $(TOLD)

test-fast: ready-for-tests
	@test -z "$(ROOM)" || test -d "src/guichet/$(ROOM)" || { echo "No room is called $(ROOM)."; exit 2; }
	@$(PYTHON) -m pytest -n auto --dist loadfile -m "not slow" $(TOLD) $(ROOM:%=src/guichet/%)

check: ready-for-tests
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo
	./guichet check-sentences
	./guichet check-agency
	./guichet check-scenarios
	./guichet check-practice
	$(PYTHON) -m pytest tests/test_house.py tests/test_house_names.py tests/test_docs.py tests/test_security_page.py tests/test_glossary.py tests/test_typography.py tests/test_migrations.py tests/test_house_picture.py -q -p no:randomly

lock: ready
	@UV=$$(command -v .tools/bin/uv || command -v uv) && export UV_NO_CONFIG=1 UV_CUSTOM_COMPILE_COMMAND="make lock" && \
	options="--quiet --universal --python-version 3.12 --generate-hashes --upgrade" && \
	$$UV pip compile $$options pyproject.toml -o requirements.lock && \
	$$UV pip compile $$options --extra dev --extra traces -c requirements.lock pyproject.toml -o requirements-dev.lock && \
	printf 'opentelemetry-exporter-otlp-proto-http\nopentelemetry-sdk\n' | $$UV pip compile $$options --no-annotate -c requirements-dev.lock - -o requirements-traces.lock && \
	echo uv | $$UV pip compile $$options --no-annotate - -o requirements-tools.lock && \
	printf 'cyclonedx-bom\npip-audit\n' | $$UV pip compile $$options --no-annotate - -o requirements-audit.lock

sbom: ready
	@$(PYTHON) .ci/audit sbom build/sbom.json && echo "build/sbom.json"

bench: ready-for-tests
	@$(PYTHON) -m bench

demo-data: ready
	@./guichet demo-data

films: ready-for-tests
	@./guichet make-films

ready:
	@.ci/prepare requirements.lock

ready-with-traces: ready
	@.ci/prepare requirements-traces.lock

ready-for-tests:
	@.ci/prepare requirements-dev.lock
