"""A file with a mistake is refused with the place of every mistake."""

import pytest

from cms.core.errors import RuleBroken
from cms.guides.imports.reading import read_guide
from cms.guides.models.graph import Advice, Choice, Graph, Ground, Question

WHOLE = """
slug: lease-deposit
kind: help
topic: 租房
title: 押金不退怎么办
summary: 怎样要回押金。
audiences: [居村民]
questions:
  - key: signed
    ask: 签合同了吗？
    help: 聊天记录也算。
    choices:
      - {say: 签了, to: sue, note: late}
      - {say: 没签, to: sue}
findings:
  - {key: late, title: 违约, todo: [算清], grounds: [《中华人民共和国民法典》第577条、第585条]}
outcomes:
  - key: sue
    title: 可以要回
    words: 说明。
    todo: [先协商, 再起诉]
    grounds: [《中华人民共和国民法典》]
    help: [物业]
"""


def test_file_says_the_words_and_the_graph():
    found = read_guide(WHOLE)
    assert (found.slug, found.audiences) == ("lease-deposit", ("居村民",))
    assert found.words == {
        "kind": "help", "topic": "租房", "title": "押金不退怎么办", "summary": "怎样要回押金。", "order": 100,
    }  # fmt: skip
    civil = "中华人民共和国民法典"
    assert found.graph == Graph(
        "signed",
        (
            Question(
                "signed",
                "签合同了吗？",
                "聊天记录也算。",
                (Choice("签了", "sue", "late"), Choice("没签", "sue")),
            ),
        ),
        (Advice("late", "违约", todo=("算清",), grounds=(Ground(civil, "577"), Ground(civil, "585"))),),
        (Advice("sue", "可以要回", "说明。", ("先协商", "再起诉"), (Ground(civil),), ("物业",)),),
    )
    assert Graph.of(found.graph.document()) == found.graph


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: 押金不退怎么办", "title: [", "读不出来，请核对缩进、冒号与引号。"),
        ("title: 押金不退怎么办", "title: 5", "文件：title 要写文字。"),
        ("kind: help", "kind: quiz", "kind 写 help 或 check，不是“quiz”。"),
        ("topic: 租房", "topic: 租房\ncolour: red", "文件：不认识 colour。"),
        ("    ask: 签合同了吗？\n", "", "questions 第1项：ask 要写文字。"),
        ("to: sue, note: late", "note: late", "questions 第1项的第1个回答：to 要写文字。"),
        ("key: sue", "key: late", "late 用了两次，每个问题和结果各有一个名字。"),
        ("key: sue", "key: 结果", "outcomes 第1项：名字 结果 只用小写字母、数字与连字符。"),
        ("第577条、第585条", "若干条", "findings 第1项：读不出“《中华人民共和国民法典》若干条”是哪部法"),
        ("todo: [先协商, 再起诉]", "todo: 先协商", "outcomes 第1项：todo 是一列文字，每条最多 600 字。"),
        ("audiences: [居村民]", "order: 快", "order 是一个整数。"),
        ("title: 押金不退怎么办", f"title: {'押' * 61}", "文件：title 最多 60 字。"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_place(old, new, told):
    with pytest.raises(RuleBroken) as refused:
        read_guide(WHOLE.replace(old, new))
    assert [each for each in refused.value.messages if told in each]


@pytest.mark.parametrize("text", ["", "[]", "只是一句话", "a: &x [*x]"])
def test_what_is_no_guide_is_refused(text):
    with pytest.raises(RuleBroken):
        read_guide(text)
