"""An activity from the first word to the submission, as a browser without JavaScript sends it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.accounts.enums import Role
from cms.campaigns.models import Audience, Setting
from cms.duties.enums import ActivityState
from cms.duties.models import ActivityRecord
from cms.duties.services import return_activity
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import (
    ActivityFactory,
    DutyItemFactory,
    DutyListFactory,
    logger_of,
    published,
)
from tests.cms.duties.test_evidence import photo
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def signed_in(client, agency):
    client.force_login(logger_of(agency))
    return client


def _edit(activity, step):
    return reverse("portal:edit", args=[activity.pk, step])


def test_activity_is_written_step_by_step_and_submitted(signed_in, agency):
    duty_list = DutyListFactory()
    items = [DutyItemFactory(list=duty_list, agency=agency) for _ in range(2)]
    published(duty_list)
    law = LawFactory()
    page = signed_in.get(f"{reverse('portal:new')}?item={items[0].pk}").content.decode()
    assert f'value="{items[0].pk}" aria-describedby="id_items_helptext" id="id_items_0" checked' in page or (
        f'value="{items[0].pk}"' in page and "checked" in page
    )
    response = signed_in.post(reverse("portal:new"), {"name": "宪法进社区"})
    activity = ActivityRecord.objects.get()
    assert response.url == _edit(activity, "content")
    check = signed_in.get(_edit(activity, "check")).content.decode()
    assert "还差" in check
    assert "依据：" in check
    basics = {
        "seen": activity.lock_version,
        "name": "宪法进社区",
        "items": [item.pk for item in items],
        "form": "lecture",
        "starts_at": "2026-01-05T09:30",
        "ends_at": "2026-01-05T11:00",
        "address": "青桥路8号",
    }
    assert signed_in.post(_edit(activity, "basics"), basics).url == _edit(activity, "content")
    activity.refresh_from_db()
    content = {
        "seen": activity.lock_version,
        "settings": [Setting.objects.first().pk],
        "audiences": [Audience.objects.first().pk],
        "laws": [law.pk],
    }
    assert signed_in.post(_edit(activity, "content"), content).url == _edit(activity, "results")
    activity.refresh_from_db()
    results = {"seen": activity.lock_version, "onsite": 45, "online": 0, "summary": "讲解宪法。"}
    assert signed_in.post(_edit(activity, "results"), results).url == _edit(activity, "photos")
    sent = signed_in.post(_edit(activity, "photos"), {"photos": [photo(), photo("二.jpg")]})
    assert sent.url == _edit(activity, "check")
    assert activity.evidence.count() == 2
    activity.refresh_from_db()
    assert set(activity.items.all()) == set(items)
    assert list(activity.laws.all()) == [law]
    page = signed_in.post(
        reverse("portal:submit", args=[activity.pk]), {"seen": activity.lock_version}, follow=True
    )
    assert "已提交" in page.content.decode()
    activity.refresh_from_db()
    assert activity.state == ActivityState.SUBMITTED


def test_returned_activity_shows_the_reason_and_is_resubmitted(signed_in, agency):
    activity = ActivityFactory(host=agency, state=ActivityState.SUBMITTED)
    office = UserFactory(roles=[Role.OFFICE])
    activity = return_activity(activity, actor=office, seen=activity.lock_version, reason="人次与签到不符")
    assert "人次与签到不符" in signed_in.get(reverse("portal:home")).content.decode()
    assert "人次与签到不符" in signed_in.get(_edit(activity, "results")).content.decode()
    signed_in.post(reverse("portal:submit", args=[activity.pk]), {"seen": activity.lock_version})
    activity.refresh_from_db()
    assert activity.state == ActivityState.RESUBMITTED


def test_submitted_activity_is_no_longer_written(signed_in, agency):
    activity = ActivityFactory(host=agency, state=ActivityState.SUBMITTED)
    written = {"seen": activity.lock_version, "onsite": 9999, "summary": "写了半天"}
    response = signed_in.post(_edit(activity, "results"), written)
    assert response.status_code == 409
    assert "已经提交" in response.content.decode()
    assert "写了半天" in response.content.decode()
    saved_by_itself = signed_in.post(_edit(activity, "results"), written, headers={"X-Autosave": "1"})
    assert (saved_by_itself.status_code, "已经提交" in saved_by_itself.json()["errors"][""][0]) == (422, True)
    opened = signed_in.get(_edit(activity, "results"))
    assert opened.url == reverse("portal:activity", args=[activity.pk])
    activity.refresh_from_db()
    assert activity.onsite == 30


def test_two_windows_do_not_overwrite_each_other(signed_in, agency):
    activity = ActivityFactory(host=agency)
    seen = activity.lock_version
    signed_in.post(_edit(activity, "results"), {"seen": seen, "onsite": 1, "online": 1, "summary": "先写"})
    second = {"onsite": 2, "online": 1, "summary": "后写"}
    page = signed_in.post(_edit(activity, "results"), {"seen": seen, **second})
    told = page.content.decode()
    assert "别人改动了这条记录" in told
    assert ["现在保存的是“先写”" in told, "现在保存的是“1”" in told] == [True, True]
    assert page.context["form"]["summary"].value() == "后写"
    # What is shown beside another's words is saved by a button only.
    assert "data-autosave>" not in told
    activity.refresh_from_db()
    assert activity.summary == "先写"
    again = signed_in.post(
        _edit(activity, "results"), {"seen": page.context["form"]["seen"].value(), **second}
    )
    activity.refresh_from_db()
    assert (again.status_code, activity.summary) == (302, "后写")


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}, {"seen": "99999999999999999999"}])
def test_form_that_does_not_say_what_it_read_is_told(signed_in, agency, seen):
    activity = ActivityFactory(host=agency)
    page = signed_in.post(_edit(activity, "results"), {"summary": "后写", **seen})
    assert "别人改动了这条记录" in page.content.decode()
    assert page.context["form"]["summary"].value() == "后写"
    activity.refresh_from_db()
    assert activity.summary != "后写"


def test_what_saves_by_itself_never_decides(signed_in, agency):
    activity = ActivityFactory(host=agency)
    answer = signed_in.post(
        _edit(activity, "results"), {"seen": "0", "summary": "后写"}, headers={"X-Autosave": "1"}
    )
    assert answer.status_code == 422
    assert answer.json() == {"errors": {"": ["别人改动了这条记录。请按“保存”，核对现在的内容再定。"]}}


def test_moment_that_stands_there_is_told_in_the_clock_of_here(signed_in, agency):
    activity = ActivityFactory(host=agency, starts_at="2026-01-05T09:30+08:00", ends_at=None)
    page = signed_in.post(_edit(activity, "basics"), {"name": activity.name, "starts_at": "2026-01-06T09:30"})
    assert "现在保存的是“2026年1月5日 09:30”" in page.content.decode()


def test_autosave_answers_with_the_new_version(signed_in, agency):
    header = {"headers": {"X-Autosave": "1"}}
    begun = signed_in.post(reverse("portal:new"), {"name": "边写边存"}, **header).json()
    activity = ActivityRecord.objects.get()
    assert begun == {"seen": activity.lock_version, "url": _edit(activity, "basics")}
    again = signed_in.post(begun["url"], {"seen": begun["seen"], "name": "边写边存二"}, **header).json()
    assert again["seen"] == begun["seen"] + 1
    refused = signed_in.post(begun["url"], {"seen": begun["seen"], "name": "旧窗口"}, **header)
    assert refused.status_code == 422
    assert refused.json()["errors"]


def test_every_law_is_found_by_its_sound_those_of_the_duties_first(signed_in, agency):
    other, served = LawFactory(short_title="安全生产法"), LawFactory(short_title="宪法")
    item = DutyItemFactory(agency=agency)
    item.laws.add(served)
    activity = ActivityFactory(host=agency, items=[item])
    activity.laws.clear()
    form = signed_in.get(_edit(activity, "content")).context["form"]
    assert form.fields["laws"].queryset.first() == served
    assert other in form.fields["laws"].queryset
    assert 'data-find="xianfa xf"' in str(form["laws"])


@pytest.mark.parametrize(
    ("step", "values", "message"),
    [
        ("basics", {"name": "x", "starts_at": "2026-05-02T10:00", "ends_at": "2026-05-01T10:00"}, "结束时间"),
        ("basics", {"name": ""}, '请改正：<a href="#id_name">活动名称</a>'),
        ("content", {"laws": [999999]}, "999999"),
        ("results", {"onsite": "-1"}, "0"),
        ("results", {"onsite": "999999999999"}, "100000000"),
        ("results", {"news_link": "javascript:alert(1)"}, "网址"),
    ],
)
def test_wrong_values_are_refused_with_words(step, values, message, signed_in, agency):
    activity = ActivityFactory(host=agency)
    response = signed_in.post(_edit(activity, step), {"seen": activity.lock_version, **values})
    assert response.status_code == 200
    assert message in response.content.decode()
    activity.refresh_from_db()
    assert activity.lock_version == 1


def test_hostile_photo_is_refused_and_the_good_ones_are_kept(signed_in, agency):
    activity = ActivityFactory(host=agency)
    bad = SimpleUploadedFile("坏.png", b"\x89PNG\r\n\x1a\nbroken")
    page = signed_in.post(_edit(activity, "photos"), {"photos": [photo(), bad]}).content.decode()
    assert "坏.png" in page
    assert activity.evidence.count() == 1


def test_unknown_step_is_not_found(signed_in, agency):
    assert signed_in.get(_edit(ActivityFactory(host=agency), "nonsense")).status_code == 404
