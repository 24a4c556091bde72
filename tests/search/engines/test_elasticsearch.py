import pytest

from search.engines.base import EngineUnavailable, Entry
from search.engines.elasticsearch import ElasticsearchEngine
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
        held = engine._client.indices.get_mapping(index=engine.alias).body
        assert [index["mappings"]["dynamic"] for index in held.values()] == ["strict"]

    def test_left_overs_of_a_killed_rebuild_are_removed_by_the_next(self, engine):
        engine.write([Entry("a", 1, page("a", "公告"))])
        engine._create("1")
        engine.rebuild([Entry("a", 1, page("a", "公告"))])
        assert engine._indices() == engine._current()
        assert len(engine._current()) == 1

    def test_names_longer_than_a_term_do_no_harm(self, engine):
        engine.write([Entry("a", 1, page("a", "公告" * 20_000, facets={"audience": ["长" * 20_000]}))])
        assert keys(ask(engine, "公告")) == ["a"]
