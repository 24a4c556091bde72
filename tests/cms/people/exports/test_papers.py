"""The registration form as it is signed and filed."""

from datetime import date

import pytest
from django.utils import timezone

from cms.people.exports.papers import registration_forms
from tests.cms.people.factories import NominationFactory

pytestmark = pytest.mark.django_db


def test_every_opinion_leaves_room_for_hand_and_seal():
    nomination = NominationFactory()
    nomination.steps.create(
        verb="check", done_on=date(2026, 11, 14), actor_name="居安和", opinion="情况属实。"
    )
    (table,) = registration_forms([nomination], made_at=timezone.now()).blocks
    # The home address, which nobody keeps, may be written in by hand.
    assert [row[1].lines for row in table.rows if row[0] == "住址"] == [["　"]]
    opinions = {row[0]: row[1].lines for row in table.rows[-3:]}
    blank = ["　", "　", "签字（盖章）：　　　　　　　　　　年　　月　　日"]
    assert opinions == {
        "居村意见": ["情况属实。", "　", "　", "签字（盖章）：居安和　　2026年11月14日"],
        "司法所意见": blank,
        "区司法行政部门意见": blank,
    }
