import multiprocessing

import pytest

from search.engines.base import EngineUnavailable, Entry
from search.engines.tantivy import TantivyEngine
from tests.search.engines.contract import EngineContract, ask, keys, page


class TestTantivy(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path):
        return TantivyEngine(str(tmp_path / "index"))

    def test_reader_of_another_process_sees_the_commit(self, engine, tmp_path):
        reader = TantivyEngine(str(tmp_path / "index"))
        with pytest.raises(EngineUnavailable, match="索引不在"):
            ask(reader, "公告")
        engine.write([Entry("a", 1, page("a", "公告"))])
        assert keys(ask(reader, "公告")) == ["a"]
        engine.rebuild([Entry("b", 2, page("b", "公告"))])
        assert keys(ask(reader, "公告")) == ["b"]

    def test_two_writers_take_turns(self, tmp_path):
        context = multiprocessing.get_context("spawn")
        writers = [
            context.Process(target=write_many, args=(str(tmp_path / "index"), letter)) for letter in "xy"
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(60)
        assert [writer.exitcode for writer in writers] == [0, 0]
        assert TantivyEngine(str(tmp_path / "index")).count() == 40

    def test_left_overs_of_a_killed_rebuild_are_removed_by_the_next(self, engine, tmp_path):
        engine.write([Entry("a", 1, page("a", "公告"))])
        (tmp_path / "index" / "generation-1").mkdir()
        engine.rebuild([Entry("a", 1, page("a", "公告"))])
        assert len(list((tmp_path / "index").glob("generation-*"))) == 1


def write_many(directory: str, letter: str) -> None:
    engine = TantivyEngine(directory)
    for number in range(20):
        engine.write([Entry(f"{letter}{number}", 1, page(f"{letter}{number}", "公告"))])
