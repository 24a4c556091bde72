from itertools import combinations

from cms.guides.models.graph import Advice, Choice, Graph, Question
from cms.guides.queries.drawing import ACROSS, WIDTH, draw
from tests.cms.guides.factories import graph


def test_what_follows_stands_below_and_no_two_boxes_meet():
    drawing = draw(graph())
    boxes = {box.key: box for box in drawing.boxes}
    assert boxes.keys() == graph().parts.keys()
    assert boxes["q1"].y < boxes["q2"].y < boxes["o1"].y == boxes["o2"].y
    for one, other in combinations(drawing.boxes, 2):
        assert one.y != other.y or abs(one.x - other.x) >= WIDTH + ACROSS
    assert all(0 < box.x < drawing.width - WIDTH and 0 < box.y < drawing.height for box in drawing.boxes)
    assert [line.is_dashed for line in drawing.lines] == [False, False, False, True, False]


def test_what_is_broken_and_what_nobody_reaches_is_marked():
    broken = graph(outcomes=(*graph().outcomes, Advice("o3", "没人到")))
    marked = {box.key: (box.is_faulty, box.is_reached) for box in draw(broken).boxes}
    assert {key for key, (faulty, _reached) in marked.items() if faulty} == {"o3"}
    assert {key for key, (_faulty, reached) in marked.items() if not reached} == {"o3"}


def test_graph_that_goes_round_and_an_empty_one_are_drawn():
    round_ = Graph(
        "q1", tuple(Question(f"q{n}", "问", choices=(Choice("答", f"q{n % 3 + 1}"),)) for n in (1, 2, 3))
    )
    assert len(draw(round_).boxes) == 3
    assert draw(Graph()).boxes == ()
