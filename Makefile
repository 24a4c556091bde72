# 知法：两条命令。make run 启动平台；make test 证明它正确。
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TIMED := @.ci/timed
# What needs the browser or Elasticsearch stays with one worker; while it waits for them, one more computes.
CORES := $(shell nproc 2>/dev/null || sysctl -n hw.ncpu)
TESTS := $(BIN)/python -m pytest --dist loadscope --no-loadscope-reorder
# The last step of `make check`; empty where the tests have just run.
CHECK_TESTS = $(MAKE) test
# What each test asked the database, so that PostgreSQL is not asked it again and again (tests/chosen.py).
ASKED := var/asked
# Where the rules live; how much of them the tests must run, and where that is counted.
COVERED := 95
COUNTED := var/coverage
RULES = $(shell find cms -path '*/migrations' -prune -o \( -name permissions.py -o -name queries.py -o -path '*/queries/*.py' \
	-o -name services.py -o -path '*/services/*.py' -o -name '*judging.py' -o -path '*/judging/*.py' -o -path cms/core/writing.py \) -print)

# Every package that is installed, with its hashes, for every Python that is supported.
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
	requirements.txt --group dev --output-file requirements.lock

.PHONY: run test postgres setup lock check bench screens crawl axe browser help

help:
	@echo "make run      建好环境并启动平台（含示范区数据）"
	@echo "make test     建好环境并运行全部测试"
	@echo "make postgres make test 之后、设好 DATABASE_URL：PostgreSQL 可能答得不同的那些测试"
	@echo "make setup    只建 .venv"
	@echo "make lock     依赖改动之后重写 requirements.lock"
	@echo "make check    格式、规范、引用阶梯、系统检查、迁移、类型、依赖审计、测试与覆盖"
	@echo "make bench    测速：与同一次运行中的基线相比；BENCH=\"intake --size 10000\" 选项目与规模"
	@echo "make axe      每一种页面：三种宽度，浅色、深色、长者模式，逐条查无障碍（很慢，不在测试里）"
	@echo "make crawl    走遍一年的示范区：每个角色的每种页面、公众的每一页，没有出错、空白与英文（很慢，不在测试里）"
	@echo "make screens  拍下一年的示范区：每一种页面与后台主要页面，三种宽度，浅色、深色、长者模式（var/screens/index.html），并重写 docs/screens/"

run: setup
	@$(BIN)/python manage.py start

# All tests; they count which lines of the rules they run, and fail below COVERED per cent.
test: setup browser
	@rm -rf $(COUNTED) $(ASKED) && mkdir -p $(COUNTED) $(ASKED)
	@RULES="$(RULES)" COUNTED=$(COUNTED) ASKED=$(ASKED) \
		$(TESTS) -n $$(($(CORES) + 1)) -p tests.measured -p tests.asked
	@$(BIN)/slipcover --skip-covered --fail-under $(COVERED) --out $(COUNTED)/all --merge $(COUNTED)/*.json

# After `make test`, with DATABASE_URL: what PostgreSQL may answer otherwise.
postgres: setup
	@ASKED=$(ASKED) $(TESTS) -n $(CORES) -p tests.chosen

setup: $(STAMP)

$(STAMP): requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip==26.3"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# After a change of requirements.txt or of the group dev.
lock: setup
	@$(LOCK)

browser: setup
	@$(BIN)/python -m tests.browser.chromium

check: setup browser
	$(TIMED) 格式 $(BIN)/ruff format --check .
	$(TIMED) 规范 $(BIN)/ruff check .
	$(TIMED) 引用阶梯 $(BIN)/lint-imports
	$(TIMED) 系统检查 $(BIN)/python -W error manage.py check --fail-level WARNING
	$(TIMED) 迁移齐全 $(BIN)/python manage.py makemigrations --check --dry-run
	$(TIMED) 迁移安全 $(BIN)/python -m tests.quality.migration_lint
	$(TIMED) 类型 $(BIN)/mypy $(RULES)
	$(TIMED) 部署检查 env DATABASE_URL=sqlite:///check.sqlite3 ZHIFA_SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
		ZHIFA_FIELD_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") ZHIFA_HOSTS=check.invalid \
		$(BIN)/python manage.py check --deploy --fail-level WARNING --settings sites.settings.production
	$(TIMED) 依赖审计 $(BIN)/pip-audit --requirement requirements.lock --require-hashes --disable-pip --progress-spinner off
	$(if $(CHECK_TESTS),$(TIMED) 测试 $(CHECK_TESTS))

bench: setup
	@$(BIN)/python -m tests.bench $(BENCH)

screens: setup browser
	@$(BIN)/pytest tests/browser/screens.py -q

crawl: setup
	@$(BIN)/pytest tests/browser/crawl.py -q

axe: setup browser
	@$(BIN)/pytest tests/browser/axe.py -q
