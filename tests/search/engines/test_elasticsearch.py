from dataclasses import replace

import pytest

from search.documents import FACETS
from search.engines.base import EngineUnavailable, Entry
from search.engines.elasticsearch import Connection, ElasticsearchEngine
from search.engines.elasticsearch.mapping import Held
from tests.search.engines.contract import EngineContract, ask, keys, page


class TestElasticsearch(EngineContract):
    @pytest.fixture
    def engine(self, connection):
        return ElasticsearchEngine(connection)

    def test_question_to_a_cluster_without_an_index_is_left_to_the_replica(self, engine):
        with pytest.raises(EngineUnavailable, match="index_not_found"):
            ask(engine, "公告")

    def test_mapping_refuses_what_it_does_not_know(self, engine):
        engine.write([Entry("a", 1, page("a", "公告"))])
        held = engine.indices.named(engine.alias).get_mapping().body
        assert [index["mappings"]["dynamic"] for index in held.values()] == ["strict"]

    def test_left_overs_of_a_killed_rebuild_are_removed_by_the_next(self, engine):
        engine.write([Entry("a", 1, page("a", "公告"))])
        engine.indices.create("1")
        engine.rebuild([Entry("a", 1, page("a", "公告"))])
        assert engine.indices.every() == engine.indices.current()
        assert len(engine.indices.current()) == 1

    def test_names_longer_than_a_term_do_no_harm(self, engine):
        engine.write([Entry("a", 1, page("a", "公告" * 20_000, facets={"audience": ["长" * 20_000]}))])
        assert keys(ask(engine, "公告")) == ["a"]

    def test_index_has_the_shards_and_copies_of_the_settings(self, connection):
        assert _layout(connection) == ("1", "0-1", "0")
        assert _layout(replace(connection, shards=3, replicas=0)) == ("3", "false", "0")

    def test_index_cut_otherwise_wants_a_rebuild(self, engine, connection):
        entry = Entry("a", 1, page("a", "公告"))
        engine.write([entry])
        recut = ElasticsearchEngine(replace(connection, shards=2))
        more_copies = ElasticsearchEngine(replace(connection, replicas=0))
        assert (engine.ready(), recut.ready(), more_copies.ready()) == (True, False, True)
        recut.rebuild([entry])
        assert (engine.ready(), recut.ready(), keys(ask(recut, "公告"))) == (False, True, ["a"])


def _layout(connection: Connection) -> tuple[str, ...]:
    """Shards, whether copies follow the nodes, and copies, as the cluster has them."""
    engine = ElasticsearchEngine(connection)
    engine.rebuild([Entry("a", 1, page("a", "公告"))])
    (index,) = engine.indices.named(engine.alias).get_settings().body.values()
    told = index["settings"]["index"]
    return told["number_of_shards"], told.get("auto_expand_replicas", "false"), told["number_of_replicas"]


def test_every_facet_is_a_field_to_count_by():
    fields = Held._doc_type.mapping.to_dict()["properties"]
    counted = {
        name for name, told in fields.items()
        if told["type"] == "keyword" and told.get("index", True) and told.get("doc_values", True)
    }  # fmt: skip
    assert counted == set(FACETS)
