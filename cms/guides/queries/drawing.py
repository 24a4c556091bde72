"""A graph as a picture: where each part stands and which lines go between them. Pure; units of the SVG.

Each part stands one row below the lowest of those that lead to it; in a row, below the middle of those. The
few dozen lines are our own: the layout libraries of PyPI are unkept, copyleft, or want a program installed.
"""

from collections import defaultdict
from dataclasses import dataclass

from cms.guides.models.graph import Graph, PartKind
from cms.guides.queries.faults import Fault, faults_of, reachable

WIDTH, HEIGHT = 168, 58
ACROSS, DOWN = 24, 56
MARGIN = 12
# So many full-width characters on a line of a box, and so many lines.
LINE, LINES = 12, 2


@dataclass(frozen=True)
class Box:
    """A part: `x` and `y` of its upper left corner; `is_faulty` where something is to be mended."""

    key: str
    kind: str
    lines: tuple[str, ...]
    x: int
    y: int
    is_faulty: bool
    is_reached: bool

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Each line with the height at which it is written."""
        first = self.y + HEIGHT // 2 + 5 - 9 * (len(self.lines) - 1)
        return [(line, first + 18 * place) for place, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Line:
    """From the foot of a question to the head of what an answer leads to; a dashed one notes a finding."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_dashed: bool

    @property
    def path(self) -> str:
        bend = (self.y1 + self.y2) // 2
        return f"M{self.x1} {self.y1} C{self.x1} {bend} {self.x2} {bend} {self.x2} {self.y2}"


@dataclass(frozen=True)
class Drawing:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def draw(graph: Graph, faults: list[Fault] | None = None) -> Drawing:
    """Every part in its place; faults are those of the graph unless given."""
    faulty = {fault.key for fault in (faults_of(graph) if faults is None else faults)}
    reached = reachable(graph)
    rows = _rows(graph)
    places = _places(graph, rows)
    boxes = {
        key: Box(key, _kind(graph, key), _wrapped(part.title), *places[key], key in faulty, key in reached)
        for key, part in graph.parts.items()
    }
    lines = tuple(
        Line(boxes[start].middle, boxes[start].y + HEIGHT, boxes[end].middle, boxes[end].y, is_dashed)
        for start, end, is_dashed in _links(graph)
    )
    return Drawing(
        tuple(boxes.values()),
        lines,
        max((box.x + WIDTH for box in boxes.values()), default=0) + MARGIN,
        max((box.y + HEIGHT for box in boxes.values()), default=0) + MARGIN,
    )


def _links(graph: Graph) -> list[tuple[str, str, bool]]:
    """Each pair of parts once: start, end, whether the end is only noted."""
    found: dict[tuple[str, str, bool], None] = {}
    for question in graph.questions:
        for choice in question.choices:
            if choice.to in graph.parts:
                found[question.key, choice.to, False] = None
            if choice.finding in graph.parts:
                found[question.key, choice.finding, True] = None
    return list(found)


def _rows(graph: Graph) -> dict[str, int]:
    """The row of each part from 0: the longest way to it. What goes round is drawn no lower than that."""
    rows = dict.fromkeys(graph.parts, 0)
    links = _links(graph)
    for _turn in graph.questions:
        moved = False
        for start, end, _dashed in links:
            if rows[end] < min(rows[start] + 1, len(graph.questions)):
                rows[end], moved = rows[start] + 1, True
        if not moved:
            break
    lowest = max(rows.values(), default=0)
    # Outcomes together at the foot: there one looks for them.
    return {key: lowest if _kind(graph, key) == PartKind.OUTCOME else row for key, row in rows.items()}


def _places(graph: Graph, rows: dict[str, int]) -> dict[str, tuple[int, int]]:
    leading: dict[str, list[str]] = defaultdict(list)
    for start, end, _dashed in _links(graph):
        leading[end].append(start)
    places: dict[str, tuple[int, int]] = {}
    for row in range(max(rows.values(), default=0) + 1):
        here = [key for key in graph.parts if rows[key] == row]

        def wanted(key: str) -> float:
            above = [places[each][0] for each in leading[key] if each in places]
            return sum(above) / len(above) if above else 0.0

        free = float(MARGIN)
        for key in sorted(here, key=wanted):
            x = max(free, wanted(key))
            places[key] = (round(x), MARGIN + row * (HEIGHT + DOWN))
            free = x + WIDTH + ACROSS
    return places


def _kind(graph: Graph, key: str) -> str:
    return next(str(kind) for kind in PartKind if any(each.key == key for each in graph.of_kind(kind)))


def _wrapped(title: str) -> tuple[str, ...]:
    lines = [title[start : start + LINE] for start in range(0, len(title), LINE)]
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: LINE - 1]}…"]
    return tuple(lines)
