"""Whether two rows of one name are one human being: what both state tells, else somebody is asked."""

from dataclasses import replace

import pytest

from cms.people.imports.matching import Traits, same_person

ONE = Traits(name="王芳", number="", phone="19900000001", birth="1980-05", badge="", community="柳林苑居委会")
ELSEWHERE = {"community": "桃林居委会"}


@pytest.mark.parametrize(
    ("differs", "same"),
    [
        ({}, True),
        ({"phone": "19900000002"}, True),
        (ELSEWHERE, True),
        ({**ELSEWHERE, "phone": "19900000002"}, False),
        # In two communities, and no telephone tells them apart.
        ({**ELSEWHERE, "phone": ""}, True),
        ({**ELSEWHERE, "phone": "", "birth": ""}, False),
        ({**ELSEWHERE, "phone": "", "birth": "1980-06"}, False),
        ({"birth": "1980-06"}, False),
        # In one community, and nothing tells them apart.
        ({"phone": "", "birth": ""}, True),
        ({"phone": "19900000002", "birth": ""}, False),
    ],
)
def test_rows_of_one_name(differs, same):
    other = replace(ONE, **differs)
    assert (same_person(ONE, other), same_person(other, ONE)) == (same, same)
