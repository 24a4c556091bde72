"""The environment, read once. A bad value stops the start with one sentence that names it."""

import os
import re
import secrets
from pathlib import Path
from typing import NoReturn

import dj_database_url
from environs import Env, EnvError

ROOT = Path(__file__).resolve().parents[2]
SEARCH_ENGINES = ("tantivy", "elasticsearch")
ELASTICSEARCH_VALUES = ("api_key", "user", "password", "ca_file")

env = Env()


def stop(message: str) -> NoReturn:
    """End the start with one sentence in Chinese."""
    raise SystemExit(f"知法无法启动：{message}")


def read(parse, name: str, default=None, **options):
    """Return one parsed setting; an unreadable value stops the start."""
    try:
        return parse(name, default, **options)
    except (EnvError, ValueError) as error:
        stop(f"环境变量 {name} 的值无法识别（{error}）。")


def var_directory() -> Path:
    """The directory of all state (`ZHIFA_VAR`), made when absent."""
    path = Path(os.environ.get("ZHIFA_VAR") or ROOT / "var").resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK):
            raise PermissionError
    except OSError:
        stop(f"环境变量 ZHIFA_VAR 指定的目录 {path} 无法写入。")
    return path


def database(var: Path) -> dict:
    """The default database: `DATABASE_URL`, else SQLite in the state directory."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return sqlite(var / "zhifa.sqlite3")
    try:
        parsed = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, KeyError, dj_database_url.UnknownSchemeError, dj_database_url.ParseError):
        stop("环境变量 DATABASE_URL 不是可识别的数据库地址，例如 postgres://用户:密码@主机:5432/库名。")
    if parsed["ENGINE"].endswith("sqlite3"):
        return sqlite(Path(parsed["NAME"]))
    if not parsed["ENGINE"].endswith("postgresql"):
        stop("环境变量 DATABASE_URL 只支持 postgres:// 与 sqlite://。")
    return parsed


def sqlite(path: Path) -> dict:
    """SQLite for several processes: WAL, patient locks, writes that announce themselves."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def search_engine() -> str:
    """`SEARCH_ENGINE`, one of the engines that exist."""
    name = os.environ.get("SEARCH_ENGINE") or "tantivy"
    if name not in SEARCH_ENGINES:
        stop(f"环境变量 SEARCH_ENGINE 的值“{name}”无效，可用：{'、'.join(SEARCH_ENGINES)}。")
    return name


def elasticsearch() -> dict:
    """How to reach the Elasticsearch cluster, from the `ELASTICSEARCH_…` variables."""
    urls = tuple(url.strip().rstrip("/") for url in read(env.list, "ELASTICSEARCH_URL", []) if url.strip())
    if not urls:
        stop(
            "SEARCH_ENGINE=elasticsearch 时必须设置环境变量 ELASTICSEARCH_URL，例如 https://es.example:9200。"
        )
    if not all(re.fullmatch(r"https?://[^/:@\s]+:\d{1,5}(/\S*)?", url) for url in urls):
        stop("环境变量 ELASTICSEARCH_URL 须为 http(s)://主机:端口，多个用逗号分隔。")
    values = {name: os.environ.get(f"ELASTICSEARCH_{name.upper()}", "") for name in ELASTICSEARCH_VALUES}
    if values["user"] and not values["password"]:
        stop("设置了环境变量 ELASTICSEARCH_USER，还须设置 ELASTICSEARCH_PASSWORD。")
    if values["api_key"] and values["user"]:
        stop("环境变量 ELASTICSEARCH_API_KEY 与 ELASTICSEARCH_USER 只用一个。")
    if values["ca_file"] and not os.access(values["ca_file"], os.R_OK):
        stop(f"环境变量 ELASTICSEARCH_CA_FILE 指定的文件 {values['ca_file']} 无法读取。")
    prefix = os.environ.get("ELASTICSEARCH_PREFIX") or "zhifa"
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", prefix):
        stop("环境变量 ELASTICSEARCH_PREFIX 须以小写字母开头，只含小写字母、数字与连字符。")
    return {"urls": urls, "prefix": prefix, "verify": read(env.bool, "ELASTICSEARCH_VERIFY", True), **values}


def search_reranker() -> str:
    """`SEARCH_RERANKER`, the path of the package with the model; empty where answers are not re-ranked."""
    return os.environ.get("SEARCH_RERANKER", "")


def redis_url() -> str:
    """`REDIS_URL`, or an empty string where caching stays in the database."""
    url = os.environ.get("REDIS_URL", "")
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        stop("环境变量 REDIS_URL 须以 redis://、rediss:// 或 unix:// 开头。")
    return url


def port() -> int:
    """`PORT`, 1–65535, default 8000."""
    value = read(env.int, "PORT", 8000)
    if not 1 <= value <= 65535:
        stop(f"环境变量 PORT 的值 {value} 不在 1–65535 之间。")
    return value


def kept_secret(var: Path, name: str) -> str:
    """A secret from the environment, else one made once and kept in the state directory.

    The file is created exclusively with owner-only rights, so two processes that start together agree.
    """
    given = os.environ.get(name, "")
    if given:
        return given
    path = var / f".{name.lower()}"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text()


def sample_data() -> Path | None:
    """Where real office files for tests lie (`ZHIFA_SAMPLE_DATA`), or None."""
    path = Path(os.environ.get("ZHIFA_SAMPLE_DATA") or ROOT.parent / "shared" / "data")
    return path if path.is_dir() else None
