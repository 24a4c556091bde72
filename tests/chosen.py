"""Loaded by `make postgres` (`-p tests.chosen`): PostgreSQL is asked everything once, not everything again.

Of the tests that ask the database run those of which every database has to answer for itself (`each`,
`postgres`, whatever commits); those that have not been run by `make test`, which wrote into the folder ASKED
what each asked; and of the others as many as together ask every statement there is, the cheapest. What only a
walk through everything asks, at DEAREST seconds a statement or more, is left to SQLite.
"""

import heapq
import json
import os
from collections import Counter
from pathlib import Path

import pytest

# What a test costs beside its statements: to begin, to be rolled back, to be told.
COST_OF_ANY = 0.02
DEAREST = 6.0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items) -> None:
    written = read(Path(os.environ["ASKED"]))
    ask = [item for item in items if _asks(item)]
    must = {item.nodeid for item in ask if item.nodeid not in written or _answers_for_itself(item)}
    chosen = must | choose(written, must, {item.nodeid for item in ask})
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in chosen])
    items[:] = [item for item in items if item.nodeid in chosen]


def _asks(item) -> bool:
    needs = {mark.name for mark in item.iter_markers()}
    return bool(needs & {"database", "postgres", "each"}) and "elasticsearch" not in needs


def _answers_for_itself(item) -> bool:
    commits = any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
    return commits or any(item.get_closest_marker(name) for name in ("each", "postgres"))


def read(folder: Path) -> dict[str, tuple[float, frozenset[str]]]:
    """Of each test its cost and its statements."""
    found = {}
    for file in sorted(folder.glob("*.json")):
        told = json.loads(file.read_text())
        for nodeid, (cost, numbers) in told["tests"].items():
            found[nodeid] = cost, frozenset(told["statements"][number] for number in numbers)
    return found


def choose(written, must: set[str], offered: set[str]) -> set[str]:
    """The cheapest of those `offered` with whom, beside those that `must` run, every statement is asked."""

    def worth(nodeid) -> float:
        cost, statements = written[nodeid]
        return len(statements & left) / (cost + COST_OF_ANY)

    known = {nodeid for nodeid in offered if nodeid in written}
    left = set().union(*(written[nodeid][1] for nodeid in known))
    left -= set().union(*(written[nodeid][1] for nodeid in must & known))
    # What a test is worth only falls: whoever is still worth most when weighed again is the best.
    weighed = [(-worth(nodeid), nodeid) for nodeid in sorted(known - must)]
    heapq.heapify(weighed)
    chosen = set()
    while left:
        _, nodeid = heapq.heappop(weighed)
        now = worth(nodeid)
        if weighed and -now > weighed[0][0]:
            heapq.heappush(weighed, (-now, nodeid))
        elif now * DEAREST < 1:
            break
        else:
            chosen.add(nodeid)
            left -= written[nodeid][1]
    return chosen - _superfluous(written, chosen, must & known)


def _superfluous(written, chosen: set[str], others: set[str]) -> set[str]:
    """The dearest of those chosen whose every statement is asked by another."""
    asked = Counter(each for nodeid in chosen | others for each in written[nodeid][1])
    left_out = set()
    for nodeid in sorted(chosen, key=lambda nodeid: (-written[nodeid][0], nodeid)):
        if all(asked[each] > 1 for each in written[nodeid][1]):
            left_out.add(nodeid)
            asked.subtract(written[nodeid][1])
    return left_out
