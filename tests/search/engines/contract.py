"""What every engine must do. A test class inherits this and provides the `engine` fixture."""

import random
from datetime import date

import pytest

from search.documents import EDITORIAL, PUBLIC, Document
from search.engines.base import DATE, REORDERED, EngineQuery, Entry, Group
from search.question import parse


def page(key: str, title: str, body: str = "", kind: str = "page", **values) -> Document:
    return Document(key=key, kind=kind, title=title, body=body, url=f"/{key}/", **values)


def ask(engine, text: str, visibility=(PUBLIC,), limit=10, offset=0, **options):
    return engine.search(EngineQuery(parse(text), tuple(visibility), limit, offset, **options))


def keys(matches) -> list[str]:
    return [match.key for match in matches.matches]


def write(engine, *documents: Document) -> None:
    engine.write([Entry(document.key, 1, document) for document in documents])


class EngineContract:
    def test_empty_engine_finds_nothing(self, engine):
        assert (engine.ready(), engine.count()) == (False, 0)
        engine.rebuild([])
        assert (engine.ready(), engine.count(), keys(ask(engine, "宪法"))) == (True, 0, [])

    def test_two_characters_inside_a_sentence_are_found(self, engine):
        engine.write([Entry("a", 1, page("a", "通知", "关于开展国家宪法日活动的通知"))])
        assert keys(ask(engine, "宪法")) == ["a"]

    def test_scattered_characters_do_not_make_an_answer(self, engine):
        engine.write([Entry("a", 1, page("a", "法令", "宪章与立法"))])
        assert keys(ask(engine, "宪法")) == []

    def test_article_is_found_by_what_people_ask_that_it_answers(self, engine, lay):
        lay("中华人民共和国甲乙法,38,老板跑路|卷钱走人")
        for number in ("37", "38"):
            article = {"kind": "article", "law": "甲乙法", "article": number}
            write(engine, page(number, f"甲乙法第{number}条", "责令支付劳动报酬。", **article))
        assert keys(ask(engine, "老板跑路了怎么办")) == ["38"]
        assert keys(ask(engine, "劳动报酬 老板跑路")) == ["38", "37"]
        assert keys(ask(engine, "老板跑路", lay=frozenset({"甲乙法?37"}))) == []
        # One character of it is no answer, and what is quoted or left out stands in the text.
        assert keys(ask(engine, "老李")) == []
        assert keys(ask(engine, '"老板跑路"')) == []
        assert keys(ask(engine, "跑路 -卷钱")) == ["38"]

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
        found = ask(engine, "公告", facets=("kind",))
        assert (keys(found), found.total, found.facets) == (["a"], 1, {"kind": {"page": 1}})
        assert set(keys(ask(engine, "公告", visibility=(PUBLIC, "internal")))) == {"a", "b"}

    def test_one_of_the_values_of_each_facet_is_wanted(self, engine):
        write(
            engine,
            page(
                "a",
                "宪法宣传",
                kind="campaign",
                facets={"audience": ["青少年", "老年人"], "setting": ["学校"]},
            ),
            page("b", "宪法宣传", kind="event", facets={"audience": ["青少年"], "setting": ["社区"]}),
            page("c", "宪法宣传", kind="event", facets={"audience": ["职工"], "setting": ["企业"]}),
            page("d", "宪法宣传"),
        )

        def found(**filters):
            return set(keys(ask(engine, "宪法", filters=filters)))

        assert found(audience=("青少年", "职工")) == {"a", "b", "c"}
        assert found(audience=("青少年",), kind=("event",)) == {"b"}
        assert found(audience=("老年人",), setting=("企业",)) == set()
        assert found(audience=()) == {"a", "b", "c", "d"}

    def test_counts_of_a_facet_ignore_its_own_choice_and_keep_the_others(self, engine):
        write(
            engine,
            page("a", "宪法宣传", kind="campaign", facets={"setting": ["学校", "社区"]}),
            page("b", "宪法宣传", kind="event", facets={"setting": ["社区"]}),
            page("c", "宪法宣传", kind="event", facets={"setting": ["企业"]}),
            page("d", "消防演练", kind="event", facets={"setting": ["企业"]}),
        )
        counted = {"facets": ("kind", "setting", "audience")}
        assert ask(engine, "宪法", **counted).facets == {
            "kind": {"campaign": 1, "event": 2},
            "setting": {"学校": 1, "社区": 2, "企业": 1},
        }
        chosen = ask(engine, "宪法", filters={"kind": ("event",)}, **counted)
        assert (chosen.total, chosen.facets) == (
            2,
            {"kind": {"campaign": 1, "event": 2}, "setting": {"社区": 1, "企业": 1}},
        )
        both = ask(engine, "宪法", filters={"kind": ("event",), "setting": ("社区",)}, **counted)
        assert (keys(both), both.facets) == (
            ["b"],
            {"kind": {"campaign": 1, "event": 1}, "setting": {"社区": 1, "企业": 1}},
        )

    def test_year_law_and_kind_are_facets_of_every_document_that_has_them(self, engine):
        write(
            engine,
            page(
                "a", "甲乙法第一条", "宪法", kind="article", law="甲乙法", article="1", date=date(2024, 3, 1)
            ),
            page("b", "宪法日", facets={"law": ["甲乙法"]}, date=date(2025, 12, 4)),
        )
        found = ask(engine, "宪法", facets=("kind", "year", "law"))
        assert found.facets == {
            "kind": {"article": 1, "page": 1},
            "year": {"2024": 1, "2025": 1},
            "law": {"甲乙法": 2},
        }
        assert keys(ask(engine, "宪法", filters={"year": ("2025",)})) == ["b"]

    def test_phrase_must_stand_as_it_is(self, engine):
        write(
            engine,
            page("a", "通知", "举办宪法宣传周活动"),
            page("b", "通知", "宣传宪法，迎接宪法周"),
            page("c", "宪法宣传周"),
        )
        assert set(keys(ask(engine, "宪法宣传周"))) == {"a", "b", "c"}
        for query in ('"宪法宣传周"', "“宪法宣传周”", "「宪法宣传周」", "活动 “宪法宣传周”"):
            assert set(keys(ask(engine, query))) == {"a", "c"}

    def test_excluded_words_keep_a_document_out(self, engine):
        write(engine, page("a", "宪法讲座"), page("b", "宪法展览"), page("c", "宪法展览馆讲座"))
        assert set(keys(ask(engine, "宪法 -展览"))) == {"a"}
        assert set(keys(ask(engine, "宪法 -“展览馆”"))) == {"a", "b"}
        assert set(keys(ask(engine, "宪法 -展览 -讲座"))) == set()

    def test_law_keeps_to_its_articles_and_what_concerns_it(self, engine):
        write(
            engine,
            page("law", "中华人民共和国甲乙法", kind="law", law="甲乙法", names=("中华人民共和国甲乙法",)),
            page("a1", "甲乙法第一条", "犬只系绳", kind="article", law="甲乙法", names=("甲乙条例",)),
            page("c", "犬只管理", kind="campaign", facets={"law": ["甲乙法"]}),
            page("d", "丙丁法第一条", "犬只系绳", kind="article", law="丙丁法"),
        )
        assert set(keys(ask(engine, "犬只 law:甲乙法"))) == {"a1", "c"}
        assert set(keys(ask(engine, "法规：《中华人民共和国甲乙法》犬只"))) == {"a1", "c"}
        assert set(keys(ask(engine, "law:甲乙条例"))) == {"a1"}
        assert set(keys(ask(engine, "law:甲乙法"))) == {"law", "a1", "c"}

    def test_browsing_shows_all_that_may_be_seen_newest_first(self, engine):
        write(
            engine,
            page("old", "甲", date=date(1999, 1, 2)),
            page("none", "乙"),
            page("new", "丙", date=date(2026, 1, 2)),
            page("hidden", "丁", date=date(2026, 5, 2), visibility="internal"),
        )
        engine.write([Entry("gone", 1, None)])
        found = ask(engine, "", facets=("kind",))
        assert (keys(found), found.total, found.facets) == (["new", "old", "none"], 3, {"kind": {"page": 3}})
        assert keys(ask(engine, "", filters={"year": ("1999",)})) == ["old"]

    def test_answers_can_be_ordered_by_date(self, engine):
        write(
            engine,
            page("a", "宪法宣传", date=date(2020, 5, 4)),
            page("b", "通知", "学习宪法", date=date(2026, 5, 4)),
            page("c", "宪法宣传周", date=date(2023, 5, 4)),
        )
        assert keys(ask(engine, "宪法宣传"))[0] == "a"
        assert keys(ask(engine, "宪法", order=DATE)) == ["b", "c", "a"]
        assert keys(ask(engine, "宪法", order=DATE, limit=1, offset=1)) == ["c"]

    def test_articles_of_one_law_share_a_place(self, engine):
        write(
            engine,
            *(
                page(
                    f"甲{n}",
                    f"甲法第{n}条",
                    "犬只" * n + "应当系绳",
                    kind="article",
                    law="甲法",
                    article=str(n),
                )
                for n in range(1, 6)
            ),
            page(
                "乙1",
                "乙法第一条",
                "犬只犬只犬只犬只犬只犬只犬只犬只",
                kind="article",
                law="乙法",
                article="1",
            ),
            page("p", "公园须知", "本公园入园须知：请勿携带犬只，爱护花草树木，保持园内清洁卫生安静。"),
        )
        whole = ask(engine, "犬只", group_size=2)
        members = [[match.key for match in group.matches] for group in whole.groups]
        assert [sorted({key[0] for key in group}) for group in members] == [["乙"], ["甲"], ["p"]]
        assert [(len(group.matches), group.size) for group in whole.groups] == [(1, 1), (2, 5), (1, 1)]
        assert (whole.total, whole.group_total) == (7, 3)
        assert [match.score for match in whole.groups[1].matches] == sorted(
            (match.score for match in whole.groups[1].matches), reverse=True
        )
        parts = [ask(engine, "犬只", group_size=2, limit=1, offset=n).groups for n in range(3)]
        assert [group for part in parts for group in part] == list(whole.groups)

    def test_ungrouped_documents_are_groups_of_their_own(self, engine):
        write(engine, page("a", "公告"))
        found = ask(engine, "公告")
        assert found.groups == (Group(found.matches, 1),)
        assert found.group_total == found.total == 1

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

    def test_rebuild_takes_last_what_was_written_meanwhile(self, engine):
        entries = [Entry(key, 1, page(key, "旧公告")) for key in ("changed", "gone", "same")]
        meanwhile = [Entry("changed", 3, page("changed", "新通知")), Entry("gone", 3, None)]
        assert engine.rebuild(entries, lambda: meanwhile) == 2
        assert (keys(ask(engine, "公告")), keys(ask(engine, "通知"))) == (["same"], ["changed"])
        engine.write([Entry("gone", 2, page("gone", "旧公告"))])
        assert keys(ask(engine, "公告")) == ["same"]

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
            '"',
            "-",
            "law:",
            '-"” “',
            "law:《",
            "-*",
            '"*"',
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

    def test_best_are_put_in_another_order_and_pages_follow_it(self, engine):
        write(engine, *(page(f"{n}", "公园 " * n) for n in range(1, 4)))
        plain = keys(ask(engine, "公园"))

        def backwards(matches):
            return list(reversed(range(len(matches))))

        assert keys(ask(engine, "公园", reorder=backwards)) == plain[::-1]
        assert keys(ask(engine, "公园", reorder=backwards, group_size=2)) == plain[::-1]
        pages = [keys(ask(engine, "公园", limit=2, offset=at, reorder=backwards)) for at in (0, 2)]
        assert pages == [[plain[2], plain[1]], [plain[0]]]

    def test_no_more_than_the_best_are_put_in_another_order(self, engine):
        engine.rebuild(Entry(f"{n}", 1, page(f"{n}", "公园", "公园 " * n)) for n in range(REORDERED + 10))
        plain, told = keys(ask(engine, "公园", limit=REORDERED + 10)), []

        def rotated(matches):
            told.extend(match.key for match in matches)
            return [*range(1, len(matches)), 0]

        found = keys(ask(engine, "公园", limit=REORDERED + 10, reorder=rotated))
        assert told == plain[:REORDERED]
        assert found == [*plain[1:REORDERED], plain[0], *plain[REORDERED:]]

    def test_near_documents_answer_without_a_word_of_the_question_and_obey_all_conditions(self, engine):
        """They are counted and narrowed like any other, and put in order among the best."""
        write(
            engine,
            page("words", "公园", "公园门票"),
            page("near", "绿地", "绿地开放", kind="event"),
            page("excluded", "草坪", "草坪不开放"),
            page("draft", "林地", "林地", visibility=EDITORIAL),
            page("far", "河道", "河道"),
        )
        told = []

        def near_first(matches):
            told.append({match.key: match.group for match in matches})
            return sorted(range(len(matches)), key=lambda place: matches[place].key)

        def asked(text, **options):
            near = ("near", "excluded", "draft", "gone")
            return ask(engine, text, near=near, reorder=near_first, facets=("kind",), **options)

        found = asked("公园 -不开放")
        assert (keys(found), found.total, found.facets["kind"]) == (
            ["near", "words"],
            2,
            {"page": 1, "event": 1},
        )
        assert keys(asked("公园 -不开放", filters={"kind": ("event",)})) == ["near"]
        assert keys(asked("公园 -不开放", group_size=3)) == ["near", "words"]
        assert len(set(told[0].values())) == 2
