# 知法：两条命令。make run 启动平台；make test 证明它正确。
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# The last step of `make check`; empty where the tests have just run.
CHECK_TESTS := $(BIN)/pytest

.PHONY: run test setup check bench screens browser help

help:
	@echo "make run      建好环境并启动平台（含示范区数据）"
	@echo "make test     建好环境并运行全部测试"
	@echo "make setup    只建 .venv"
	@echo "make check    格式、规范、引用阶梯、系统检查、迁移、依赖审计、测试"
	@echo "make bench    测速：与同一次运行中的基线相比；BENCH=\"intake --size 10000\" 选项目与规模"
	@echo "make screens  重新拍摄 docs/screens/ 下的页面截图"

run: setup
	@$(BIN)/python manage.py start

test: setup browser
	@$(BIN)/pytest

setup: $(STAMP)

$(STAMP): requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip==26.3"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt --group dev
	@touch $@

browser: setup
	@$(BIN)/python -m tests.browser.chromium

check: setup browser
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/python -W error manage.py check --fail-level WARNING
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@DATABASE_URL=sqlite:///check.sqlite3 ZHIFA_SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
		ZHIFA_FIELD_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") ZHIFA_HOSTS=check.invalid \
		$(BIN)/python manage.py check --deploy --fail-level WARNING --settings sites.settings.production
	@$(BIN)/pip-audit --requirement requirements.txt --progress-spinner off
	@$(CHECK_TESTS)

bench: setup
	@$(BIN)/python -m tests.bench $(BENCH)

screens: setup browser
	@$(BIN)/pytest tests/browser/screens.py -q
