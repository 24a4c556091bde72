"""The demo's model communities: something in each state that one wants to show."""

from collections import Counter

import pytest
from django.utils import timezone

from cms.honours.models import Application, Cycle, Title
from cms.honours.queries import on_notice, titles_due
from sites.demo.advisers import build_advisers
from sites.demo.honours import build_honours
from sites.demo.office import build_office

pytestmark = pytest.mark.django_db


def test_demo_has_titles_and_applications_in_each_hand_at_both_levels():
    office, today = build_office(), timezone.localdate()
    build_advisers(office, today)
    build_honours(office, today)
    assert Counter(Title.objects.values_list("state", flat=True)) == {"standing": 5, "revoked": 1}
    assert Counter(Application.objects.values_list("state", flat=True)) == {
        "draft": 1, "town": 1, "notice": 1, "returned": 1, "district": 1,
    }  # fmt: skip
    assert Counter(Application.objects.values_list("cycle__level", flat=True)) == {"district": 3, "city": 2}
    assert [on_notice(today).count(), titles_due(today).count()] == [1, 1]
    assert sorted(cycle.takes_applications(today) for cycle in Cycle.objects.all()) == [True, True]
