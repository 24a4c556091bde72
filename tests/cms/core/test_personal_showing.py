"""Personal numbers are blotted out of the trail, of lists and pages of the office, and of the log."""

import logging

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe

from cms.accounts.enums import Role
from cms.core import audit
from cms.core.models import AuditEntry
from cms.core.personal_data.showing import blotted
from cms.duties.models import Transition
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.people.factories import PersonFactory, VolunteerFactory
from tests.cms.training.factories import AttendanceFactory

NUMBER = "138 0013 8000"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"打{NUMBER}", "打＊"),
        ({"旧": [f"打{NUMBER}", 3, None]}, {"旧": ["打＊", 3, None]}),
        (("a", NUMBER), ["a", "＊"]),
        (True, True),
        ("12348", "12348"),
    ],
)
def test_values_keep_their_shape(value, shown):
    assert blotted(value) == shown


def test_markup_stays_markup():
    assert blotted(mark_safe(f"<b>{NUMBER}</b>")) == "<b>＊</b>"
    assert hasattr(blotted(mark_safe("<b>x</b>")), "__html__")


@pytest.mark.django_db
def test_the_trail_holds_no_number_wherever_it_stood():
    person = PersonFactory(name=f"张三{NUMBER}")
    entry = audit.record(None, "people.person.change", person, old={"skills": f"家里{NUMBER}"}, reason=NUMBER)
    entry.refresh_from_db()
    assert (entry.target_label, entry.detail) == ("张三＊", {"old": {"skills": "家里＊"}, "reason": "＊"})
    assert AuditEntry.objects.get(pk=entry.pk).target_id == str(person.pk)


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    return lambda name, *args: client.get(reverse(name, args=args)).content.decode()


@pytest.mark.django_db
def test_lists_and_pages_of_the_office_show_numbers_masked(desk):
    person = PersonFactory(name=f"张三{NUMBER}", skills=f"家里{NUMBER}")
    volunteer = VolunteerFactory(person=person, team=NUMBER, speciality=NUMBER, remark=f"找{NUMBER}")
    attendance = AttendanceFactory(remark=f"代签{NUMBER}")
    shown = [
        desk("person:index"),
        desk("person:inspect", person.pk),
        desk("appointment:index"),
        desk("appointment:inspect", volunteer.pk),
        desk("attendance:index"),
        desk("attendance:inspect", attendance.pk),
    ]
    assert [NUMBER in page for page in shown] == [False] * len(shown)
    assert "家里＊" in shown[1]


def _line(**record) -> str:
    made = settings.LOGGING["formatters"]["plain"]
    formatter = import_string(made["()"])(made["format"], style=made["style"])
    plain = {"name": "a", "level": logging.ERROR, "pathname": "a", "lineno": 1, "exc_info": None}
    return formatter.format(logging.LogRecord(**plain | record))


def test_a_line_of_the_log_holds_no_number():
    assert _line(msg="号码 %s 无效", args=("13800138000",)).endswith("号码 ＊ 无效")


def test_a_traceback_in_the_log_holds_no_number():
    try:
        raise ValueError(NUMBER)
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
        assert NUMBER not in _line(msg="坏了", args=(), exc_info=told).partition("ValueError")[2]


@pytest.mark.django_db
def test_what_is_said_on_the_next_page_quotes_no_number(rf):
    request = rf.get("/")
    request.session = {}
    request._messages = default_storage(request)
    messages.error(request, f"与“找{NUMBER}”重叠")
    messages.success(request, mark_safe(f"<b>{NUMBER}</b>"))
    assert [str(each) for each in request._messages] == ["与“找＊”重叠", "<b>＊</b>"]


@pytest.mark.django_db
def test_what_stands_there_now_is_told_without_the_number(desk, client):
    person = PersonFactory(skills=f"家里{NUMBER}")
    page = client.post(reverse("person:edit", args=[person.pk]), {"name": person.name, "skills": "剪纸"})
    told = page.context["form"].errors["skills"]
    assert told == ["现在保存的是“家里＊”。"]


@pytest.mark.django_db
def test_reviewer_reads_remark_and_reasons_without_numbers(desk):
    activity = ActivityFactory(state="submitted", remark=f"找{NUMBER}")
    Transition.objects.create(
        activity=activity, actor_name="审", from_state="submitted", to_state="returned", reason=f"打{NUMBER}"
    )
    page = desk("review_desk:inspect", activity.pk)
    assert [NUMBER in page, "找＊" in page, "打＊" in page] == [False, True, True]
