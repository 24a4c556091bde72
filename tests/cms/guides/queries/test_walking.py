import pytest

from cms.guides.queries.walking import questions_left, walk
from tests.cms.guides.factories import graph


@pytest.mark.parametrize(
    ("given", "question", "outcome", "findings", "strayed"),
    [
        ([], "q1", None, [], False),
        (["1"], None, "o1", [], False),
        (["2"], "q2", None, [], False),
        (["2", "1"], None, "o1", ["f1"], False),
        (["2", "2"], None, "o2", [], False),
        (["3"], "q1", None, [], True),
        (["0"], "q1", None, [], True),
        (["2", "x"], "q2", None, [], True),
        (["２"], "q1", None, [], True),
        (["999999999999"], "q1", None, [], True),
        # What is answered beyond the end.
        (["1", "1"], None, "o1", [], True),
    ],
)
def test_answers_lead_where_the_graph_says(given, question, outcome, findings, strayed):
    walked = walk(graph(), given)
    assert (walked.question and walked.question.key, walked.outcome and walked.outcome.key) == (
        question,
        outcome,
    )
    assert ([each.key for each in walked.findings], walked.strayed) == (findings, strayed)


def test_questions_left_are_counted_by_the_shortest_and_the_longest_way():
    assert [questions_left(graph(), each) for each in graph().questions] == [(1, 2), (1, 1)]
