"""The guides of the demo can be published as they stand in their files."""

from collections import Counter

import pytest

from cms.campaigns.services.foundation import AUDIENCES
from cms.guides.imports.reading import read_guide
from cms.guides.queries.faults import faults_of
from sites.demo.guides import FOLDER

FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_guide_ends_whatever_is_answered(path):
    found = read_guide(path.read_text(encoding="utf-8"))
    assert faults_of(found.graph) == []
    assert {*found.audiences} <= {*AUDIENCES}
    assert found.slug == path.stem
    assert all(advice.grounds for advice in found.graph.outcomes) or found.words["kind"] == "check"


def test_twelve_guides_are_for_people_and_for_firms():
    kinds = Counter(read_guide(path.read_text(encoding="utf-8")).words["kind"] for path in FILES)
    assert kinds == {"help": 6, "check": 6}
