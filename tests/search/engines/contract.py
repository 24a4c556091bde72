"""What every engine must do. A test class inherits this and provides the `engine` fixture."""

import random

import pytest

from search.documents import EDITORIAL, PUBLIC, Document
from search.engines.base import EngineQuery, Entry


def page(key: str, title: str, body: str = "", kind: str = "page", **values) -> Document:
    return Document(key=key, kind=kind, title=title, body=body, url=f"/{key}/", **values)


def ask(engine, text: str, kinds=(), visibility=(PUBLIC,), limit=10, offset=0):
    return engine.search(EngineQuery(text, tuple(kinds), tuple(visibility), limit, offset))


def keys(matches) -> list[str]:
    return [match.key for match in matches.matches]


class EngineContract:
    def test_empty_engine_finds_nothing(self, engine):
        assert (keys(ask(engine, "宪法")), engine.count()) == ([], 0)

    def test_two_characters_inside_a_sentence_are_found(self, engine):
        engine.write([Entry("a", 1, page("a", "通知", "关于开展国家宪法日活动的通知"))])
        assert keys(ask(engine, "宪法")) == ["a"]

    def test_scattered_characters_do_not_make_an_answer(self, engine):
        engine.write([Entry("a", 1, page("a", "法令", "宪章与立法"))])
        assert keys(ask(engine, "宪法")) == []

    def test_title_phrase_stands_before_a_mention(self, engine):
        engine.write(
            [
                Entry("mention", 1, page("mention", "简报", "本周举办消费维权讲座，讲解法律。")),
                Entry("title", 1, page("title", "消费维权讲座", "欢迎参加。")),
            ]
        )
        assert keys(ask(engine, "消费维权讲座")) == ["title", "mention"]

    def test_cited_article_comes_first(self, engine):
        laws = [("甲乙法", number) for number in range(30, 45)] + [("丙丁法", 38)]
        engine.write(
            Entry(f"{law}{number}", 1, page(
                f"{law}{number}", f"中华人民共和国{law}第{number}条", "有关规定适用。", kind="article",
                law=law, article=str(number), names=(f"中华人民共和国{law}",),
            ))
            for law, number in laws
        )  # fmt: skip
        for query in ("甲乙法第38条", "《中华人民共和国甲乙法》第三十八条第二款", "甲乙法38条"):
            assert keys(ask(engine, query))[0] == "甲乙法38"

    def test_law_called_by_name_comes_before_its_articles(self, engine):
        article = page("x1", "甲乙法第1条", "甲乙法 甲乙法 甲乙法", kind="article", law="甲乙法", article="1")
        law = page("law", "中华人民共和国甲乙法", kind="law", law="甲乙法")
        engine.write([Entry("x1", 1, article), Entry("law", 1, law)])
        assert keys(ask(engine, "甲乙法")) == ["law", "x1"]

    def test_later_write_wins_in_whatever_order_writes_arrive(self, engine):
        entries = [Entry("a", version, page("a", f"第{version}版公告")) for version in range(1, 8)]
        random.Random(5).shuffle(entries)
        for entry in entries:
            engine.write([entry])
            engine.write([entry])
        assert keys(ask(engine, "公告")) == ["a"]
        assert keys(ask(engine, "7版")) == ["a"]
        assert engine.count() == 1

    def test_reader_that_has_answered_sees_the_next_write(self, engine):
        engine.write([Entry("a", 1, page("a", "公园管理"))])
        assert keys(ask(engine, "公园")) == ["a"]
        engine.write([Entry("a", 2, page("a", "绿地养护"))])
        assert (keys(ask(engine, "公园")), keys(ask(engine, "绿地"))) == ([], ["a"])

    def test_late_write_does_not_bring_a_removed_document_back(self, engine):
        engine.write([Entry("a", 5, None)])
        engine.write([Entry("a", 4, page("a", "公告"))])
        assert (keys(ask(engine, "公告")), engine.count()) == ([], 0)

    def test_document_written_after_its_removal_is_found(self, engine):
        engine.write([Entry("a", 1, page("a", "公告")), Entry("a", 2, None)])
        engine.write([Entry("a", 3, page("a", "公告"))])
        assert keys(ask(engine, "公告")) == ["a"]

    def test_only_what_the_asker_may_see_is_found_and_counted(self, engine):
        engine.write(
            [Entry("a", 1, page("a", "公告")), Entry("b", 1, page("b", "公告", visibility="internal"))]
        )
        found = ask(engine, "公告")
        assert (keys(found), found.total, found.kind_counts) == (["a"], 1, {"page": 1})
        assert set(keys(ask(engine, "公告", visibility=(PUBLIC, "internal")))) == {"a", "b"}

    def test_kinds_narrow_the_answer_but_not_their_counts(self, engine):
        engine.write(
            [
                Entry(key, 1, page(key, "宪法宣传", kind=kind))
                for key, kind in [("a", "page"), ("b", "campaign")]
            ]
        )
        found = ask(engine, "宪法", kinds=["campaign"])
        assert (keys(found), found.total) == (["b"], 1)
        assert found.kind_counts == {"page": 1, "campaign": 1}

    def test_pages_cut_the_same_order(self, engine):
        engine.write(Entry(f"k{n}", 1, page(f"k{n}", "公告" + "很" * n + "长")) for n in range(12))
        whole = keys(ask(engine, "公告", limit=12))
        parts = [key for offset in (0, 5, 10) for key in keys(ask(engine, "公告", limit=5, offset=offset))]
        assert (len(whole), parts) == (12, whole)

    def test_rebuild_replaces_everything(self, engine):
        engine.write([Entry("old", 1, page("old", "公告"))])
        assert engine.rebuild([Entry("new", 2, page("new", "公告"))]) == 1
        assert keys(ask(engine, "公告")) == ["new"]

    def test_failed_rebuild_leaves_the_old_state(self, engine):
        engine.write([Entry("old", 1, page("old", "公告"))])

        def broken():
            yield Entry("new", 2, page("new", "公告"))
            raise RuntimeError("断电")

        with pytest.raises(RuntimeError, match="断电"):
            engine.rebuild(broken())
        assert keys(ask(engine, "公告")) == ["old"]
        assert engine.rebuild([Entry("new", 2, page("new", "公告"))]) == 1
        assert keys(ask(engine, "公告")) == ["new"]

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "   ",
            "*",
            "[",
            "a AND (",
            "“”",
            "\ud800",
            "条" * 10_000,
            "法 " * 5000,
            "/.*/",
            "😀",
            "第条",
            "\x00",
        ],
    )
    def test_any_query_is_answered(self, engine, query):
        engine.write([Entry("a", 1, page("a", "公告"))])
        assert ask(engine, query).total >= 0

    def test_match_wants_the_terms_literally(self, engine):
        texts = {"a": "国家宪法日活动", "b": "宪章与法治", "c": "宪法宣传海报 poster2026"}
        engine.write(
            Entry(key, 1, page(key, text, kind="editorial:x", visibility=EDITORIAL))
            for key, text in texts.items()
        )

        def match(*terms, every=True, prefix=False):
            found = engine.match(terms, "editorial:x", every=every, prefix=prefix, limit=10)
            return {item.key for item in found}

        assert match("宪法") == {"a", "c"}
        assert match("宪法", "活动") == {"a"}
        assert match("活动", "法治", every=False) == {"a", "b"}
        assert match("post") == set()
        assert match("post", prefix=True) == {"c"}
        assert match("海报 po", prefix=True) == {"c"}
        assert engine.match(("宪法",), "editorial:y", every=True, prefix=False, limit=10) == []
