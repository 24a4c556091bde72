"""A bad value stops the start with one sentence that names it."""

import pytest

from sites.settings import env


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("PORT", "八千", env.port),
        ("PORT", "70000", env.port),
        ("SEARCH_ENGINE", "solr", env.search_engine),
        ("REDIS_URL", "localhost:6379", env.redis_url),
        ("DATABASE_URL", "mysql://x/y", lambda: env.database(None)),
        ("DATABASE_URL", "nonsense", lambda: env.database(None)),
    ],
)
def test_bad_value_stops_the_start_naming_it(monkeypatch, name, value, read):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"知法无法启动：.*{name}"):
        read()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, "ELASTICSEARCH_URL"),
        ({"URL": "es.example"}, "ELASTICSEARCH_URL"),
        ({"URL": "https://es.example"}, "ELASTICSEARCH_URL"),
        ({"URL": "https://es:9200,ftp://es:9200"}, "ELASTICSEARCH_URL"),
        ({"URL": "https://es:port"}, "ELASTICSEARCH_URL"),
        ({"URL": "https://es:9200", "USER": "zhifa"}, "ELASTICSEARCH_PASSWORD"),
        ({"URL": "https://es:9200", "USER": "a", "PASSWORD": "b", "API_KEY": "c"}, "ELASTICSEARCH_API_KEY"),
        ({"URL": "https://es:9200", "CA_FILE": "/nowhere/ca.pem"}, "ELASTICSEARCH_CA_FILE"),
        ({"URL": "https://es:9200", "VERIFY": "perhaps"}, "ELASTICSEARCH_VERIFY"),
        ({"URL": "https://es:9200", "PREFIX": "知法"}, "ELASTICSEARCH_PREFIX"),
    ],
)
def test_bad_value_for_elasticsearch_stops_the_start_naming_it(monkeypatch, values, named):
    _set_elasticsearch(monkeypatch, values)
    with pytest.raises(SystemExit, match=f"知法无法启动：.*{named}"):
        env.elasticsearch()


def test_elasticsearch_is_read_from_the_environment(monkeypatch, tmp_path):
    ca = tmp_path / "ca.pem"
    ca.write_text("")
    _set_elasticsearch(
        monkeypatch,
        {
            "URL": "https://es1:9200/, https://es2:9200",
            "API_KEY": "key",
            "CA_FILE": str(ca),
            "VERIFY": "false",
            "PREFIX": "office",
        },
    )
    assert env.elasticsearch() == {
        "urls": ("https://es1:9200", "https://es2:9200"),
        "prefix": "office",
        "api_key": "key",
        "user": "",
        "password": "",
        "ca_file": str(ca),
        "verify": False,
    }


def test_elasticsearch_is_verified_by_default(monkeypatch):
    _set_elasticsearch(monkeypatch, {"URL": "http://es:9200", "USER": "a", "PASSWORD": "b"})
    read = env.elasticsearch()
    assert (read["verify"], read["prefix"], read["user"], read["password"]) == (True, "zhifa", "a", "b")


def _set_elasticsearch(monkeypatch, values):
    for name in ("URL", "USER", "PASSWORD", "API_KEY", "CA_FILE", "VERIFY", "PREFIX"):
        monkeypatch.delenv(f"ELASTICSEARCH_{name}", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(f"ELASTICSEARCH_{name}", value)


def test_unwritable_state_directory_stops_the_start(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("ZHIFA_VAR", str(file))
    with pytest.raises(SystemExit, match="ZHIFA_VAR"):
        env.var_directory()


def test_defaults_are_embedded(monkeypatch, tmp_path):
    for name in ("PORT", "SEARCH_ENGINE", "REDIS_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    database = env.database(tmp_path)
    assert (env.port(), env.search_engine(), env.redis_url()) == (8000, "tantivy", "")
    assert (database["ENGINE"], database["NAME"]) == (
        "django.db.backends.sqlite3",
        tmp_path / "zhifa.sqlite3",
    )


def test_kept_secret_is_made_once_and_readable_by_the_owner_only(monkeypatch, tmp_path):
    monkeypatch.delenv("ZHIFA_SECRET_KEY", raising=False)
    first = env.kept_secret(tmp_path, "ZHIFA_SECRET_KEY")
    assert env.kept_secret(tmp_path, "ZHIFA_SECRET_KEY") == first
    assert len(first) >= 50
    assert (tmp_path / ".zhifa_secret_key").stat().st_mode & 0o777 == 0o600


def test_postgres_address_is_read(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://office:secret@db:5433/zhifa")
    database = env.database(tmp_path)
    assert (database["ENGINE"], database["HOST"], database["PORT"]) == (
        "django.db.backends.postgresql",
        "db",
        5433,
    )
