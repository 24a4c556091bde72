"""The environment, read once. A bad value stops the start with one sentence that names it."""

import errno
import os
import re
import tempfile
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import dj_database_url
import redis
from environs import Env, EnvError

from cms.core.key_files import BadKey, check_strength, fresh_key, keep_key, read_key

ROOT = Path(__file__).resolve().parents[2]
SEARCH_ENGINES = ("tantivy", "elasticsearch")
STATE_PARTS = ("media", "private", "cache", "index", "static")
# Enough to notice a full disk.
PROBE_BYTES = 64 * 1024
HOST = r"\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]"
POSTGRES_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# What Elasticsearch itself allows an index.
MOST_SHARDS = 1024
MOST_REPLICAS = 100
ELASTICSEARCH_VALUES = ("api_key", "user", "password", "ca_file")

env = Env()


def stop(message: str) -> NoReturn:
    """End the start with one sentence in Chinese."""
    raise SystemExit(f"知法无法启动：{message}")


def read(parse, name: str, default=None, *, wanted: str, **options):
    """Return one parsed setting; an unreadable value stops the start, saying what is wanted."""
    try:
        return parse(name, default, **options)
    except (EnvError, ValueError):
        stop(f"环境变量 {name} 的值“{os.environ.get(name, '')[:80]}”无法识别，应为 {wanted}。")


def var_directory() -> Path:
    """The directory of all state (`ZHIFA_VAR`), made when absent."""
    path = Path(os.environ.get("ZHIFA_VAR") or ROOT / "var").resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
        # Asking for the rights is not enough: the disk may be full or mounted for reading only.
        with tempfile.NamedTemporaryFile(dir=path, prefix=".probe-") as probe:
            probe.write(b"\0" * PROBE_BYTES)
            probe.flush()
    except OSError as error:
        stop(f"环境变量 ZHIFA_VAR 指定的目录 {path} 无法写入（{why_not(error)}）。")
    for part in STATE_PARTS:
        if (path / part).exists() and not ((path / part).is_dir() and os.access(path / part, os.W_OK)):
            stop(f"状态目录里的 {path / part} 无法写入：请检查它的所有者与权限，或用 ZHIFA_VAR 另选目录。")
    return path


def why_not(error: OSError) -> str:
    """The reason of a failed write, with the cure."""
    return {
        errno.ENOSPC: "磁盘已满，请腾出空间",
        errno.EDQUOT: "磁盘配额已用完，请腾出空间",
        errno.EROFS: "磁盘只读，请以可写方式挂载",
        errno.EACCES: "没有权限，请检查所有者与权限",
        errno.EPERM: "没有权限，请检查所有者与权限",
        errno.ENOTDIR: "路径中有一处是文件，请另选目录",
        errno.ENOENT: "上级目录不存在且无法建立，请另选目录",
        errno.EEXIST: "它是一个文件，请另选目录",
    }.get(error.errno, error.strerror or str(error))


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
        return sqlite(_sqlite_file(str(parsed["NAME"])))
    if not parsed["ENGINE"].endswith("postgresql"):
        stop("环境变量 DATABASE_URL 只支持 postgres:// 与 sqlite://。")
    if not parsed["NAME"]:
        stop("环境变量 DATABASE_URL 没有写库名，例如 postgres://用户:密码@主机:5432/库名。")
    # A database that is gone is noticed within half a minute, not after the system's two hours.
    parsed["OPTIONS"] = {**POSTGRES_PATIENCE, **parsed.get("OPTIONS", {})}
    return parsed


def _sqlite_file(name: str) -> Path:
    path = Path(name)
    if not name or name == ":memory:" or path.is_dir():
        stop("环境变量 DATABASE_URL 须写到文件，例如 sqlite:////srv/zhifa/zhifa.sqlite3。")
    if not path.parent.is_dir():
        stop(f"环境变量 DATABASE_URL 指定的文件夹 {path.parent} 不存在：请先建好，或改正路径。")
    if not os.access(path if path.exists() else path.parent, os.R_OK | os.W_OK):
        stop(f"环境变量 DATABASE_URL 指定的 {path} 无法读写：请检查所有者与权限。")
    return path


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
    urls = tuple(
        url.strip().rstrip("/")
        for url in read(env.list, "ELASTICSEARCH_URL", [], wanted="http(s)://主机:端口")
        if url.strip()
    )
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
    return {
        "urls": urls,
        "prefix": prefix,
        "verify": read(env.bool, "ELASTICSEARCH_VERIFY", True, wanted="true 或 false"),
        "shards": _number("ELASTICSEARCH_SHARDS", 1, lowest=1, highest=MOST_SHARDS),
        "replicas": _number("ELASTICSEARCH_REPLICAS", None, lowest=0, highest=MOST_REPLICAS),
        **values,
    }


def _number(name: str, default: int | None, *, lowest: int, highest: int) -> int | None:
    """A whole number within bounds; the default where the variable is absent or empty."""
    if not os.environ.get(name):
        return default
    wanted = f"{lowest}–{highest} 的整数"
    number = read(env.int, name, wanted=wanted)
    if not lowest <= number <= highest:
        stop(f"环境变量 {name} 的值“{number}”无法识别，应为 {wanted}。")
    return number


def search_reranker() -> str:
    """`SEARCH_RERANKER`, the path of the package with the model; empty where answers are not re-ranked."""
    path = os.environ.get("SEARCH_RERANKER", "")
    if path and not os.access(path, os.R_OK):
        stop(f"环境变量 SEARCH_RERANKER 指定的文件 {path} 不存在或无法读取：请改正路径，或不设置它。")
    return path


def mail() -> dict:
    """The mail server, from `ZHIFA_MAIL`; empty where the platform sends no letters.

    smtp://user:password@host:587 speaks TLS after STARTTLS, smtps://…:465 from the first byte.
    """
    url = os.environ.get("ZHIFA_MAIL", "")
    if not url:
        return {}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = None, None
    if parts is None or parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        stop("环境变量 ZHIFA_MAIL 须为 smtp://用户:密码@主机:端口 或 smtps://用户:密码@主机:端口。")
    sender = os.environ.get("ZHIFA_MAIL_FROM", "")
    if "@" not in sender:
        stop("设置了环境变量 ZHIFA_MAIL，还须用 ZHIFA_MAIL_FROM 写明发件邮箱。")
    over_tls = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if over_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": over_tls,
        "EMAIL_USE_TLS": not over_tls and parts.hostname not in ("localhost", "127.0.0.1"),
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
    }


def sign_in_issuer() -> dict:
    """The identity provider by which people may sign in (OpenID Connect), from the `ZHIFA_OIDC_…` variables.

    Empty where none is set up. `claim` names what the provider calls the account by.
    """
    issuer = os.environ.get("ZHIFA_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    local = (
        rf"http://(localhost|127\.0\.0\.1)(:\d{{1,5}})?(/[^\s?#]*)?|https://({HOST})(:\d{{1,5}})?(/[^\s?#]*)?"
    )
    if not re.fullmatch(local, issuer, re.IGNORECASE):
        stop(
            f"环境变量 ZHIFA_OIDC_ISSUER 的值“{issuer[:80]}”须为 https:// 开头的地址，例如 https://id.example.gov.cn。"
        )
    values = {
        name: os.environ.get(f"ZHIFA_OIDC_{name.upper()}", "") for name in ("client_id", "client_secret")
    }
    for name, value in values.items():
        if not value:
            stop(f"设置了环境变量 ZHIFA_OIDC_ISSUER，还须设置 ZHIFA_OIDC_{name.upper()}。")
    return {
        "issuer": issuer,
        **values,
        "claim": os.environ.get("ZHIFA_OIDC_CLAIM") or "preferred_username",
        "name": os.environ.get("ZHIFA_OIDC_NAME") or "统一身份认证",
    }


def redis_url() -> str:
    """`REDIS_URL`, or an empty string where what is cached lies in files."""
    url = os.environ.get("REDIS_URL", "")
    if not url:
        return ""
    if not url.startswith(("redis://", "rediss://", "unix://")):
        stop("环境变量 REDIS_URL 须以 redis://、rediss:// 或 unix:// 开头，例如 redis://127.0.0.1:6379/0。")
    try:
        redis.connection.parse_url(url)
    except ValueError:
        stop("环境变量 REDIS_URL 不是可识别的地址，例如 redis://127.0.0.1:6379/0。")
    return url


def cache(var: Path, redis_url: str) -> dict:
    """The cache, without which pages go on: Redis, else files in the state directory."""
    if not redis_url:
        return {"BACKEND": "cms.core.cache.ForgivingFileCache", "LOCATION": var / "cache"}
    return {
        "BACKEND": "cms.core.cache.ForgivingRedisCache",
        "LOCATION": redis_url,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }


def page_cache(var: Path, redis_url: str) -> dict:
    """Where whole pages are kept: apart from counters, which must not make room for them."""
    given = cache(var, redis_url)
    if redis_url:
        return {**given, "KEY_PREFIX": "pages"}
    return {**given, "LOCATION": var / "cache" / "pages", "OPTIONS": {"MAX_ENTRIES": 3000}}


def port() -> int:
    """`PORT`, 1–65535, default 8000."""
    value = read(env.int, "PORT", 8000, wanted="1–65535 的整数")
    if not 1 <= value <= 65535:
        stop(f"环境变量 PORT 的值 {value} 不在 1–65535 之间。")
    return value


def hosts() -> list[str]:
    """`ZHIFA_HOSTS`: names and addresses alone; a leading dot means all subdomains."""
    given = os.environ.get("ZHIFA_HOSTS", "")
    found = [host.strip() for host in given.split(",") if host.strip()]
    for host in found:
        if not re.fullmatch(HOST, host, re.IGNORECASE):
            stop(
                f"环境变量 ZHIFA_HOSTS 中的“{host}”不是域名：只写域名或 IP，不带 http://、端口、路径与通配符，"
                "多个用逗号分隔，例如 zhifa.example.gov.cn,10.0.0.8；中文域名写成 xn-- 开头的形式。"
            )
    if given and not found:
        stop("环境变量 ZHIFA_HOSTS 里没有域名，例如 zhifa.example.gov.cn。")
    return found


def base_url(default: str) -> str:
    """`ZHIFA_BASE_URL`, where the site is found from outside."""
    url = (os.environ.get("ZHIFA_BASE_URL") or default).rstrip("/")
    if not re.fullmatch(rf"https?://({HOST})(:\d{{1,5}})?", url, re.IGNORECASE):
        stop(
            f"环境变量 ZHIFA_BASE_URL 的值“{url}”须为 http(s)://域名，不带路径，例如 https://zhifa.example.gov.cn。"
        )
    return url


def secret_key(var: Path) -> str:
    """`ZHIFA_SECRET_KEY`, else one made once and kept in the state directory."""
    found = _found_key(var, "ZHIFA_SECRET_KEY")
    return found or _tried(var / ".zhifa_secret_key", lambda path: keep_key(path, fresh_key()))


def field_key(var: Path) -> tuple[str, Path | None]:
    """`ZHIFA_FIELD_KEY` or the one kept; else a new one, with the file in which it is to be kept."""
    found = _found_key(var, "ZHIFA_FIELD_KEY")
    return (found, None) if found else (fresh_key(), var / ".zhifa_field_key")


def _found_key(var: Path, name: str) -> str | None:
    given = os.environ.get(name, "")
    if not given:
        return _tried(var / f".{name.lower()}", read_key)
    try:
        return check_strength(given)
    except BadKey as error:
        stop(f"环境变量 {name} 的密钥{error}。")


def _tried(path: Path, act):
    try:
        return act(path)
    except BadKey as error:
        stop(f"密钥文件 {path} {error}（也可以设置环境变量 {path.name[1:].upper()}）。")
    except OSError as error:
        stop(f"密钥文件 {path} 无法写入（{why_not(error)}）。")


def paper_fonts() -> list[str]:
    """Directories with typefaces for PDF files (`PAPER_FONTS`, several with a colon between)."""
    given = [each for each in os.environ.get("PAPER_FONTS", "").split(os.pathsep) if each]
    for each in given:
        if not Path(each).is_dir():
            stop(f"环境变量 PAPER_FONTS 指定的字体文件夹 {each[:80]} 不存在。")
    return given


def sample_data() -> Path | None:
    """Where real office files for tests lie (`ZHIFA_SAMPLE_DATA`), or None."""
    given = os.environ.get("ZHIFA_SAMPLE_DATA", "")
    if given and not Path(given).is_dir():
        stop(f"环境变量 ZHIFA_SAMPLE_DATA 指定的文件夹 {given} 不存在。")
    path = Path(given or ROOT.parent / "shared" / "data")
    return path if path.is_dir() else None
