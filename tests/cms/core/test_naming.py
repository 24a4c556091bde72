"""Whoever is named is known again by the whole name, never by a part of a longer one."""

import pytest

from cms.core.naming import Naming, names_any, without_names


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("请告诉王明华：开会", {"王明华"}),
        ("请告诉王明、阿卜杜·买买提：开会：带上证件", {"王明", "阿卜杜·买买提"}),
        ("请告诉王明、李芳等 12 人：开会", {"王明", "李芳"}),
        ("王明：请告诉", set()),
    ],
)
def test_sentence_tells_whom_it_names(text, named):
    assert Naming("请告诉%(names)s：%(text)s").named_in(text) == named


@pytest.mark.parametrize(
    ("name", "is_named"), [("王明", False), ("王明华", True), ("买买提", False), ("阿卜杜·买买提", True)]
)
def test_part_of_a_name_is_not_the_name(name, is_named):
    text = Naming("%(names)s请求%(what)s") % {"names": "王明华、阿卜杜·买买提", "what": "删除"}
    assert names_any(text, {name}) is is_named


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("王明搬走了，问过王明", "（已匿名）搬走了，问过（已匿名）"),
        ("王明华搬走了", "王明华搬走了"),
        ("王明的爱人是王明华", "（已匿名）的爱人是王明华"),
        ("王明·买买提搬走了", "王明·买买提搬走了"),
        ("搬离本区", "搬离本区"),
    ],
)
def test_words_of_people_keep_all_but_the_name(text, left):
    assert without_names(text, {"王明"}, others=["王明华", "李芳"]) == left
