"""Records that may be one activity: found by photos and words, decided by a reviewer, once."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from PIL import ImageOps

from cms.accounts.enums import Role
from cms.core.audit import did
from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.enums import ActivityState
from cms.duties.models import LikenessDecision, PhotoLook
from cms.duties.queries.likeness import likenesses, share_in_common, undecided, why_alike
from cms.duties.queries.looks import MOST_BITS_APART, photos_like
from cms.duties.services import add_photo, decide_likeness, remove_evidence
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.duties.test_evidence import photo_of, scene
from tests.cms.steps import take

pytestmark = pytest.mark.django_db
S = ActivityState
MORNING = datetime(2026, 12, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBERS = count(1)
SUMMARY = "组织社区居民学习宪法，现场解答婚姻家庭、相邻关系、劳动报酬方面的咨询三十余人次。"


def record(**values):
    """Of its own words and place, handed in."""
    number = next(NUMBERS)
    told = {"name": f"{number}号院", "summary": f"第{number}场", "address": f"青桥路{number}号"}
    return ActivityFactory(**{"state": S.SUBMITTED, "starts_at": MORNING, **told, **values})


def with_photo(picture, **values):
    activity = record(**values, state=S.DRAFT)
    photo = add_photo(activity, photo_of(picture, quality=70), actor=logger_of(activity.host))
    activity.state = S.SUBMITTED
    activity.save()
    return activity, photo


@pytest.fixture
def reviewer():
    return UserFactory(roles=[Role.REVIEWER])


@pytest.mark.parametrize(
    ("altered", "mirrored"),
    [
        (lambda picture: picture, False),
        (lambda picture: picture.resize((120, 90)), False),
        (lambda picture: picture.crop((8, 6, 232, 174)), False),
        (ImageOps.mirror, True),
    ],
    ids=["again", "smaller", "cropped", "mirrored"],
)
def test_photo_used_by_another_agency_is_found(altered, mirrored):
    activity, photo = with_photo(scene(3))
    other, other_photo = with_photo(altered(scene(3)), starts_at=MORNING - timedelta(days=90))
    with_photo(scene(4))
    found = likenesses(activity)
    assert [(each.other, each.words) for each in found] == [(other, [])]
    (pair,) = found[0].photos
    assert (pair.photo, pair.other, pair.match.is_mirrored) == (photo, other_photo, mirrored)
    assert ("翻转" in pair.match.why) is mirrored


@pytest.mark.parametrize(("apart", "found"), [(MOST_BITS_APART, True), (MOST_BITS_APART + 1, False)])
def test_photos_so_many_bits_apart_are_shown_and_no_more(apart, found):
    _activity, photo = with_photo(scene(3))
    _other, other_photo = with_photo(scene(4))
    PhotoLook.objects.exclude(pk=photo.looks.first().pk).delete()
    bits = photo.looks.get().bits ^ (1 << apart) - 1
    PhotoLook.objects.create(photo=other_photo, bits=bits, **PhotoLook.bands_of(bits))
    assert [match.bits_apart for match in photos_like([photo])] == ([apart] if found else [])


def test_photo_that_was_taken_away_is_not_shown():
    activity, _photo = with_photo(scene(3))
    other, other_photo = with_photo(scene(3))
    other.state = S.RETURNED
    other.save()
    other.transitions.create(actor_name="甲", from_state="draft", to_state="submitted")
    other_photo.activity = other
    remove_evidence(other_photo, actor=logger_of(other.host))
    assert likenesses(activity) == []


def test_draft_is_not_shown_to_those_who_may_not_know_of_it():
    activity, _photo = with_photo(scene(3))
    other, _other_photo = with_photo(scene(3))
    other.state = S.DRAFT
    other.save()
    assert likenesses(activity) == []


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("宪法进社区", "宪法进社区", 1.0),
        ("宪法进社区", "宪法进社区！", 1.0),
        ("宪法", "民法", 0.0),
        ("", "", 0.0),
    ],
)
def test_share_of_two_texts(one, other, share):
    assert share_in_common(one, other) == share_in_common(other, one) == share


def test_like_summary_of_the_same_days_is_told_with_its_words():
    one = record(summary=SUMMARY)
    other = record(summary=SUMMARY.replace("三十余", "40 余"), starts_at=MORNING + timedelta(days=1))
    assert why_alike(one, other) == [
        "小结相近：“组织社区居民学习宪法，现场解答婚姻家庭、相邻关系、劳动报酬方面的咨询”"
    ]
    assert [each.other for each in likenesses(one)] == [other]
    other.starts_at = other.ends_at = MORNING + timedelta(days=1, minutes=1)
    other.save()
    assert likenesses(one) == []


def test_like_name_counts_with_the_same_place_hour_or_unit_only():
    one = record(name="国家宪法日宣传活动")
    apart = {"name": "“国家宪法日”宣传活动", "starts_at": MORNING + timedelta(hours=3)}
    assert why_alike(one, record(**apart)) == []
    named = "名称相近：“国家宪法日”、“宣传活动”"
    assert why_alike(one, record(**apart, address=one.address)) == [named, "地点相同"]
    assert why_alike(one, record(**apart, host=one.host)) == [named]
    soon = apart | {"starts_at": MORNING + timedelta(hours=1)}
    assert why_alike(one, record(**soon)) == [named, "开始时间相差不到一小时"]


def test_decision_is_remembered_and_not_asked_again(reviewer):
    one, other = record(summary=SUMMARY), record(summary=SUMMARY)
    decision = decide_likeness(other, actor=reviewer, other=one, verdict="different")
    assert (decision.first, decision.second, decision.decided_by_name) == (one, other, str(reviewer))
    assert [undecided(one), undecided(other)] == [[], []]
    assert likenesses(one)[0].decision == decision
    assert did(reviewer, "duties.likenessdecision.decide", to=decision)
    decide_likeness(one, actor=reviewer, other=other, verdict="same")
    assert LikenessDecision.objects.get().verdict == "same"


def test_nobody_decides_of_an_own_record_or_a_draft(reviewer):
    one, other, draft = record(), record(), record(state=S.DRAFT)
    with pytest.raises(NotAllowed):
        decide_likeness(one, actor=logger_of(AgencyFactory()), other=other, verdict="same")
    with pytest.raises(NotAllowed):
        decide_likeness(one, actor=reviewer, other=draft, verdict="same")
    reviewer.memberships.create(agency=other.host)
    with pytest.raises(NotAllowed):
        decide_likeness(one, actor=reviewer, other=other, verdict="same")
    with pytest.raises(RuleBroken):
        decide_likeness(one, actor=reviewer, other=one, verdict="same")
    assert not LikenessDecision.objects.exists()


def test_reviewer_sees_both_side_by_side_and_decides_there(client, reviewer):
    client.force_login(reviewer)
    one, photo = with_photo(scene(3), summary=SUMMARY)
    other, other_photo = with_photo(scene(3), summary=SUMMARY)
    address = reverse("review_desk:inspect", args=[one.pk])
    page = client.get(address).content.decode()
    assert ["可能是同一次活动（1）" in page, "照片一样" in page, "小结相近" in page] == [True, True, True]
    for activity, shown in ((one, photo), (other, other_photo)):
        assert reverse("portal:photo", args=[activity.pk, shown.pk]) in page
    assert (
        "已记住"
        in take(client, "review_desk", "tell_apart", one, other=other.pk, verdict="same").content.decode()
    )
    assert "判定：<strong>是同一次活动</strong>" in client.get(address).content.decode()
    draft = record(state=S.DRAFT)
    take(client, "review_desk", "tell_apart", one, other=draft.pk, verdict="same")
    assert LikenessDecision.objects.count() == 1
