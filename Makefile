# Everything runs in an environment of its own, .venv, which the first target makes.
PYTHON ?= python3
BIN := .venv/bin
ECOSYSTEM := $(BIN)/ecosystem --store resolution57.duckdb

.PHONY: demo quick test check bench docs browser java typescript neo4j clean

demo: .venv/installed ## Load the bundled data, ask two questions, write resolution57.html
	rm -f resolution57.duckdb
	$(ECOSYSTEM) load ecosystem/data/resolution57 ecosystem/data/ror_vn
	@echo "(30 links of the research organisations lead to some outside the file: they are rejected, as they should be.)"
	$(ECOSYSTEM) rank betweenness --top 10
	$(ECOSYSTEM) path QTSC "Vietnam Academy of Science and Technology"
	$(ECOSYSTEM) map -o resolution57.html
	@echo "Open resolution57.html in a browser."

test: .venv/developed browser java typescript check ## Run all checks and tests
	$(BIN)/pytest -n auto --dist loadgroup --cov --cov-report=term:skip-covered
	NEO4J_LINE=calendar $(BIN)/pytest -m calendar -rs

quick: check ## Run the checks, and the tests that need neither browser nor server, on all cores
	$(BIN)/pytest -n auto --dist loadgroup -m "not browser and not server and not slow"

check: .venv/developed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/developed browser java ## Measure speed beside that of peers
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/measures.py s m l
	$(BIN)/python benchmarks/page.py --drl
	$(BIN)/python benchmarks/neo4j_store.py

docs: .venv/developed ## Write the reference of commands, and what the bundled documents answer, from the program
	$(BIN)/python docs/make_reference.py
	$(BIN)/python docs/make_resolution57.py
	$(BIN)/python docs/make_resolution57.py

# The page is looked at in a real browser.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium; } || \
	echo "no browser found"

# The Neo4j store is tested on a real server, whose jars come through Maven.
java:
	@{ command -v java && command -v mvn; } >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q openjdk-17-jre-headless maven; } || \
	echo "no Java or no Maven found"

# The page's scripts are type-checked; Node.js itself comes with the driver of the browser, npm does not.
typescript: .venv/developed
	@[ -e .venv/node_modules/typescript ] || { \
	{ command -v npm >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends npm; }; } && \
	npm install --silent --no-save --no-package-lock --prefix .venv typescript@5.9.3; } || \
	echo "no npm found"

neo4j: ## Start a Neo4j server to try things out; needs Java 17 and Maven
	$(PYTHON) tests/server.py

.venv/installed: pyproject.toml hatch_build.py $(wildcard ecosystem/kernels/*.[ch])
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/developed: .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv resolution57.duckdb resolution57.html
