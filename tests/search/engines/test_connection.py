"""How the settings reach the client: keys, certificates, and that nobody waits long."""

import subprocess

import pytest
from elasticsearch import Elasticsearch

from search.engines.base import EngineUnavailable, Entry
from search.engines.elasticsearch import Connection, ElasticsearchEngine
from tests.platforms import free_port
from tests.search import server
from tests.search.engines.contract import ask, keys, page


def headers(client: Elasticsearch) -> dict:
    return dict(client._headers)


def test_api_key_goes_with_every_request():
    client = Connection(("https://es.example:9200",), api_key="c2VjcmV0").client()
    assert headers(client)["authorization"] == "ApiKey c2VjcmV0"


def test_user_and_password_go_with_every_request():
    client = Connection(("https://es.example:9200",), user="zhifa", password="secret").client()
    assert headers(client)["authorization"].startswith("Basic ")


@pytest.mark.parametrize("verify", [True, False])
def test_certificate_is_verified_against_the_given_authority(tmp_path, verify):
    ca = tmp_path / "ca.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test", "-days", "1",
         "-keyout", str(tmp_path / "key.pem"), "-out", str(ca)],
        check=True, capture_output=True,
    )  # fmt: skip
    client = Connection(
        ("https://es.example:9200",), ca_file=str(ca) if verify else "", verify=verify
    ).client()
    (node,) = client.transport.node_pool.all()
    assert (node.config.verify_certs, node.config.ca_certs) == (verify, str(ca) if verify else None)


def test_nothing_listening_is_unavailable_at_once():
    engine = ElasticsearchEngine(Connection((f"http://127.0.0.1:{free_port()}",)))
    with pytest.raises(EngineUnavailable, match="ConnectionError"):
        ask(engine, "公告")


def test_elasticsearch_answers_those_it_knows_only(own_elasticsearch):
    address = (own_elasticsearch.address,)
    known = ElasticsearchEngine(
        Connection(address, prefix="known", user=server.USER, password=server.PASSWORD)
    )
    known.write([Entry("a", 1, page("a", "公告"))])
    assert keys(ask(known, "公告")) == ["a"]
    stranger = ElasticsearchEngine(Connection(address, prefix="known"))
    with pytest.raises(EngineUnavailable, match="AuthenticationException"):
        ask(stranger, "公告")
