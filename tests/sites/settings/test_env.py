"""A bad value stops the start with one sentence that names it."""

import errno

import pytest

from sites.settings import env

KEY = "jJ3vM0qW8sT5xZ1bN7cK4dF6gH2lP9rY"


BAD_HOSTS = (
    "https://zhifa.example", "zhifa.example:443", "zhifa.example/", "zhifa.example/office", "*", ",",
    "知法.example", "a.example;b.example", "zhifa example", "a.example,http://b.example", "u@a.cn", "a..b",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("PORT", "八千", env.port),
        ("PORT", "70000", env.port),
        ("SEARCH_ENGINE", "solr", env.search_engine),
        ("REDIS_URL", "localhost:6379", env.redis_url),
        ("DATABASE_URL", "mysql://x/y", lambda: env.database(None)),
        ("DATABASE_URL", "nonsense", lambda: env.database(None)),
        ("DATABASE_URL", "postgres://", lambda: env.database(None)),
        ("DATABASE_URL", "postgres://u@h:port/x", lambda: env.database(None)),
        ("DATABASE_URL", "sqlite://", lambda: env.database(None)),
        ("DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3", lambda: env.database(None)),
        ("DATABASE_URL", "sqlite:////tmp", lambda: env.database(None)),
        ("ZHIFA_OIDC_ISSUER", "http://id.example", env.sign_in_issuer),
        ("ZHIFA_OIDC_ISSUER", "https://id.example", env.sign_in_issuer),
        ("PORT", "0", env.port),
        ("PORT", "-1", env.port),
        ("PORT", "65536", env.port),
        ("REDIS_URL", "redis://h:port", env.redis_url),
        ("SEARCH_RERANKER", "/nowhere/model.jar", env.search_reranker),
        ("ZHIFA_SAMPLE_DATA", "/nowhere", env.sample_data),
        ("PAPER_FONTS", "/nowhere", env.paper_fonts),
        ("ZHIFA_BASE_URL", "zhifa.example", lambda: env.base_url("")),
        ("ZHIFA_BASE_URL", "https://zhifa.example/path", lambda: env.base_url("")),
        *(("ZHIFA_HOSTS", value, env.hosts) for value in BAD_HOSTS),
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
        ({"URL": "https://es:9200", "SHARDS": "0"}, "ELASTICSEARCH_SHARDS"),
        ({"URL": "https://es:9200", "SHARDS": "1025"}, "ELASTICSEARCH_SHARDS"),
        ({"URL": "https://es:9200", "SHARDS": "三"}, "ELASTICSEARCH_SHARDS"),
        ({"URL": "https://es:9200", "REPLICAS": "-1"}, "ELASTICSEARCH_REPLICAS"),
        ({"URL": "https://es:9200", "REPLICAS": "101"}, "ELASTICSEARCH_REPLICAS"),
        ({"URL": "https://es:9200", "REPLICAS": "1.5"}, "ELASTICSEARCH_REPLICAS"),
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
            "SHARDS": "1024",
            "REPLICAS": "0",
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
        "shards": 1024,
        "replicas": 0,
    }


def test_elasticsearch_is_verified_by_default(monkeypatch):
    _set_elasticsearch(monkeypatch, {"URL": "http://es:9200", "USER": "a", "PASSWORD": "b"})
    read = env.elasticsearch()
    assert (read["verify"], read["prefix"], read["user"], read["password"]) == (True, "zhifa", "a", "b")


@pytest.mark.parametrize("empty", [{}, {"SHARDS": "", "REPLICAS": ""}])
def test_index_is_one_shard_and_as_many_copies_as_there_are_nodes_for(monkeypatch, empty):
    _set_elasticsearch(monkeypatch, {"URL": "http://es:9200", **empty})
    read = env.elasticsearch()
    assert (read["shards"], read["replicas"]) == (1, None)


def _set_elasticsearch(monkeypatch, values):
    for name in ("URL", "USER", "PASSWORD", "API_KEY", "CA_FILE", "VERIFY", "PREFIX", "SHARDS", "REPLICAS"):
        monkeypatch.delenv(f"ELASTICSEARCH_{name}", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(f"ELASTICSEARCH_{name}", value)


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ("", []),
        ("zhifa.example", ["zhifa.example"]),
        (" a.example , 10.0.0.8,.b.example ", ["a.example", "10.0.0.8", ".b.example"]),
        ("[::1],xn--fiqs8s.example", ["[::1]", "xn--fiqs8s.example"]),
    ],
)
def test_hosts_are_names_and_addresses(monkeypatch, given, hosts):
    monkeypatch.setenv("ZHIFA_HOSTS", given)
    assert env.hosts() == hosts


def test_secrets_of_an_address_are_not_repeated(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:geheim@h:port/x")
    with pytest.raises(SystemExit) as stopped:
        env.database(None)
    assert "geheim" not in str(stopped.value)


def test_state_directory_that_is_a_file_stops_the_start(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("ZHIFA_VAR", str(file))
    with pytest.raises(SystemExit, match=r"ZHIFA_VAR.*另选目录"):
        env.var_directory()


def test_part_of_the_state_directory_that_is_a_file_stops_the_start(monkeypatch, tmp_path):
    (tmp_path / "media").write_text("")
    monkeypatch.setenv("ZHIFA_VAR", str(tmp_path))
    with pytest.raises(SystemExit, match=r"media 无法写入.*ZHIFA_VAR"):
        env.var_directory()


@pytest.mark.parametrize(
    ("code", "cure"), [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "磁盘只读"), (errno.EACCES, "没有权限")]
)
def test_disk_that_takes_nothing_stops_the_start(monkeypatch, tmp_path, code, cure):
    def refuse(**kwargs):
        raise OSError(code, "")

    monkeypatch.setenv("ZHIFA_VAR", str(tmp_path))
    monkeypatch.setattr(env.tempfile, "NamedTemporaryFile", refuse)
    with pytest.raises(SystemExit, match=f"ZHIFA_VAR.*{cure}"):
        env.var_directory()


def test_looking_at_the_state_directory_leaves_nothing_in_it(monkeypatch, tmp_path):
    monkeypatch.setenv("ZHIFA_VAR", str(tmp_path))
    assert (env.var_directory(), list(tmp_path.iterdir())) == (tmp_path, [])


def test_defaults_are_embedded(monkeypatch, tmp_path):
    for name in ("PORT", "SEARCH_ENGINE", "REDIS_URL", "DATABASE_URL", "ZHIFA_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    database = env.database(tmp_path)
    assert (env.port(), env.search_engine(), env.redis_url()) == (8000, "tantivy", "")
    assert (database["ENGINE"], database["NAME"]) == (
        "django.db.backends.sqlite3",
        tmp_path / "zhifa.sqlite3",
    )


class TestKeys:
    @pytest.fixture(autouse=True)
    def _none_given(self, monkeypatch):
        monkeypatch.delenv("ZHIFA_SECRET_KEY", raising=False)
        monkeypatch.delenv("ZHIFA_FIELD_KEY", raising=False)

    def test_secret_key_is_made_once(self, tmp_path):
        first = env.secret_key(tmp_path)
        assert env.secret_key(tmp_path) == first == (tmp_path / ".zhifa_secret_key").read_text()

    def test_new_field_key_is_not_kept_before_the_database_agrees(self, tmp_path):
        key, file = env.field_key(tmp_path)
        assert (len(key) >= 50, file, list(tmp_path.iterdir())) == (True, tmp_path / ".zhifa_field_key", [])

    def test_kept_field_key_is_found(self, tmp_path):
        (tmp_path / ".zhifa_field_key").write_text(KEY)
        assert env.field_key(tmp_path) == (KEY, None)

    def test_given_key_comes_before_the_kept_one(self, monkeypatch, tmp_path):
        (tmp_path / ".zhifa_field_key").write_text(KEY)
        monkeypatch.setenv("ZHIFA_FIELD_KEY", KEY[::-1])
        assert env.field_key(tmp_path) == (KEY[::-1], None)

    @pytest.mark.parametrize("name", ["ZHIFA_SECRET_KEY", "ZHIFA_FIELD_KEY"])
    @pytest.mark.parametrize("weak", ["geheim", KEY[:31], "a" * 64, "123456789" * 8])
    def test_weak_key_stops_the_start_naming_it(self, monkeypatch, tmp_path, name, weak):
        monkeypatch.setenv(name, weak)
        with pytest.raises(SystemExit, match=f"知法无法启动：.*{name}.*太弱") as stopped:
            {"ZHIFA_SECRET_KEY": env.secret_key, "ZHIFA_FIELD_KEY": env.field_key}[name](tmp_path)
        assert weak not in str(stopped.value)

    @pytest.mark.parametrize("read", [env.secret_key, env.field_key])
    @pytest.mark.parametrize(
        ("content", "told"), [(b"", "是空的"), (b"\n", "是空的"), (b"\xff\xfe", "读不出来")]
    )
    def test_key_file_that_holds_no_key_stops_the_start_and_stays(self, tmp_path, read, content, told):
        file = tmp_path / f".zhifa_{read.__name__}"
        file.write_bytes(content)
        with pytest.raises(SystemExit, match=f"{file} {told}.*{file.name[1:].upper()}"):
            read(tmp_path)
        assert file.read_bytes() == content

    @pytest.mark.parametrize("read", [env.secret_key, env.field_key])
    def test_key_file_that_cannot_be_read_stops_the_start(self, tmp_path, read):
        (tmp_path / f".zhifa_{read.__name__}").mkdir()
        with pytest.raises(SystemExit, match="读不出来"):
            read(tmp_path)


def test_postgres_address_is_read(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://office:secret@db:5433/zhifa")
    database = env.database(tmp_path)
    assert (database["ENGINE"], database["HOST"], database["PORT"]) == (
        "django.db.backends.postgresql",
        "db",
        5433,
    )


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("mail.example:25", "a@example.com"),
        ("http://mail.example", "a@example.com"),
        ("smtp://mail.example:port", "a@example.com"),
        ("smtp://mail.example:587", ""),
        ("smtp://mail.example:587", "普法办"),
    ],
)
def test_bad_mail_server_stops_the_start_naming_it(monkeypatch, url, sender):
    monkeypatch.setenv("ZHIFA_MAIL", url)
    monkeypatch.setenv("ZHIFA_MAIL_FROM", sender)
    with pytest.raises(SystemExit, match="ZHIFA_MAIL"):
        env.mail()


def test_mail_server_is_read_from_its_address(monkeypatch):
    monkeypatch.setenv("ZHIFA_MAIL", "smtps://office%40example.com:p%40ss@mail.example")
    monkeypatch.setenv("ZHIFA_MAIL_FROM", "office@example.com")
    read = env.mail()
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_SSL"]) == ("mail.example", 465, True)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("office@example.com", "p@ss")


def test_without_a_mail_server_there_is_none(monkeypatch):
    monkeypatch.delenv("ZHIFA_MAIL", raising=False)
    assert env.mail() == {}
