"""What keeps a graph from the public: each kind of break is told once, at its part, in words."""

from dataclasses import replace

import pytest

from cms.guides.models.graph import Choice, Graph, Question
from cms.guides.queries.faults import Fault, faults_of
from tests.cms.guides.factories import graph

Q1, Q2 = graph().questions
F1 = graph().findings[0]
O1, O2 = graph().outcomes


def to(question: Question, *ends: str) -> Question:
    return replace(question, choices=tuple(Choice(f"答{n}", end) for n, end in enumerate(ends)))


def test_graph_that_ends_whatever_is_answered_has_no_fault():
    assert faults_of(graph()) == []


def test_graph_without_a_question_is_told_so():
    assert faults_of(Graph()) == [Fault("", "还没有第一个问题。")]
    assert faults_of(graph(first="o1")) == [Fault("", "还没有第一个问题。")]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param(
            {"questions": (replace(Q1, choices=(Choice("签了", "o1"), Choice("没签", ""))), Q2)},
            {
                ("q1", "“签合同了吗？”答“没签”没有下文：选下一个问题或一个结果。"),
                *((part.key, f"没有哪个回答通到“{part.title}”。") for part in (Q2, F1, O2)),
            },
            id="dead end",
        ),
        pytest.param(
            {"questions": (to(Q1, "o1", "f1"), Q2), "outcomes": (O1, O2)},
            {
                ("q1", "“签合同了吗？”答“答1”没有下文：选下一个问题或一个结果。"),
                ("q2", "没有哪个回答通到“干满一个月了吗？”。"),
                ("o2", "没有哪个回答通到“先要求签合同”。"),
            },
            id="a finding ends nothing",
        ),
        pytest.param(
            {"questions": (Q1, replace(Q2, choices=Q2.choices[:1]))},
            {("q2", "“干满一个月了吗？”至少要有两个回答。"), ("o2", "没有哪个回答通到“先要求签合同”。")},
            id="one answer",
        ),
        pytest.param(
            {"questions": (Q1, replace(Q2, choices=(*Q2.choices, Choice("看情况", "q1"))))},
            {("q2", "问题绕回来了：签合同了吗？ → 干满一个月了吗？ → 签合同了吗？。")},
            id="loop",
        ),
        pytest.param(
            {"questions": (Q1, replace(Q2, choices=(*Q2.choices, Choice("不知道", "q2"))))},
            {("q2", "问题绕回来了：干满一个月了吗？ → 干满一个月了吗？。")},
            id="a question that leads to itself",
        ),
        pytest.param(
            {"questions": (Q1, replace(Q2, choices=(*Q2.choices, Choice("满了", "o2"))))},
            {("q2", "“干满一个月了吗？”有两个“满了”。")},
            id="the same answer twice",
        ),
        pytest.param(
            {"questions": (to(Q1, "q2", "q2"), to(Q2, "q1", "q1")), "findings": (), "outcomes": ()},
            {
                ("q2", "问题绕回来了：签合同了吗？ → 干满一个月了吗？ → 签合同了吗？。"),
                ("", "怎样回答都得不到结果，请写一个结果。"),
            },
            id="no outcome at all",
        ),
        pytest.param(
            {"outcomes": (replace(O1, todo=()), O2)},
            {("o1", "“可以去仲裁”没有写怎么做。")},
            id="nothing to do",
        ),
        pytest.param(
            {"findings": (replace(F1, grounds=()),)},
            {("f1", "“没有书面合同”没有写依据的法规。")},
            id="risk without a law",
        ),
        pytest.param({"findings": ()}, {("q2", "“干满一个月了吗？”记下的风险 f1 不在了。")}, id="no finding"),
    ],
)  # fmt: skip
def test_what_is_broken_is_told_at_its_part(changed, expected):
    assert {(fault.key, fault.words) for fault in faults_of(graph(**changed))} == expected
