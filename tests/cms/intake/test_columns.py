"""The columns of every kind of table, together."""

from collections import Counter
from itertools import combinations

import pytest

from cms.intake.headings import heading
from cms.intake.registry import spec_of

KINDS = (
    "activities", "advisers", "agencies", "attendance", "duty_list", "places", "roster", "service_points",
    "service_records", "titles", "venues", "volunteers",
)  # fmt: skip
# So many names in common are one list of names, and belong in one place.
ONE_LIST = 4


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_names_two_columns(kind):
    named = Counter(
        found
        for column in spec_of(kind).columns
        for found in {heading(name) for name in (column.name, *column.aliases)}
    )
    assert [found for found, times in named.items() if times > 1] == []


def test_names_of_a_column_stand_once():
    """What kinds share comes from one place: the same names in the same order, further ones after them."""
    columns = [(kind, column) for kind in KINDS for column in spec_of(kind).columns]
    copied = [
        (one, other, a.name)
        for (one, a), (other, b) in combinations(columns, 2)
        if a.name == b.name
        and len({*a.aliases} & {*b.aliases}) >= ONE_LIST
        and a.aliases[:ONE_LIST] != b.aliases[:ONE_LIST]
    ]
    assert copied == []
