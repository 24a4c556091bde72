import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.events.enums import EventState
from cms.events.models import Event
from cms.events.services import publish_event
from cms.events.services.registering import register
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.events.factories import EventFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


def test_event_is_written_published_and_cancelled_in_the_admin(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    values = {
        "title": "宪法讲座", "host": AgencyFactory().pk, "address": "青桥路8号",
        "starts_at": "2026-12-04 09:00", "ends_at": "2026-12-04 11:00",
    }  # fmt: skip
    client.post(reverse("events:add"), values)
    event = Event.objects.get()
    assert event.state == EventState.DRAFT
    assert "不能发布自己写的" in take(client, "events", "publish", event).content.decode()
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    for step, data, state in (
        ("publish", {}, EventState.PUBLISHED),
        ("recall", {"reason": "改时间"}, EventState.DRAFT),
        ("publish", {}, EventState.PUBLISHED),
        ("cancel", {}, EventState.CANCELLED),
    ):
        take(client, "events", step, event, **data)
        event.refresh_from_db()
        assert event.state == state


@pytest.mark.parametrize(("role", "sees"), [(Role.OFFICE, True), (Role.EDITOR, False)])
def test_registrations_are_for_the_office_and_masked(role, sees, client):
    event = EventFactory(takes_registrations=True)
    register(event, name="王小明", phone="13800000001", agreed=True)
    client.force_login(UserFactory(roles=[role]))
    page = client.get(reverse("events:inspect", args=[event.pk])).content.decode()
    assert ("王小明" in page) is sees
    assert ("138****0001" in page) is sees
    assert "13800000001" not in page


def test_published_event_is_not_deleted(client):
    event = EventFactory()
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    client.post(reverse("events:delete", args=[event.pk]))
    assert Event.objects.filter(pk=event.pk).exists()


def test_writer_of_what_was_published_meanwhile_is_told_why_and_keeps_the_words(client):
    writer = UserFactory(roles=[Role.EDITOR])
    event = EventFactory(state=EventState.DRAFT)
    client.force_login(writer)
    url = reverse("events:edit", args=[event.pk])
    form = client.get(url).context["form"]
    publish_event(event, actor=UserFactory(roles=[Role.REVIEWER]))
    typed = {"introduction": "写了很久的介绍", "seen": form["seen"].value()}
    page = client.post(url, typed)
    assert (page.status_code, page.templates[0].name) == (409, "core/refused.html")
    assert page.context["sentences"] == ["现在的状态是“已发布”。已发布的活动先撤回，改好后由另一人再发布。"]
    assert ("introduction", "写了很久的介绍") in page.context["typed"]


def test_writer_of_what_was_deleted_meanwhile_keeps_the_words(client):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    event = EventFactory(state=EventState.DRAFT)
    url = reverse("events:edit", args=[event.pk])
    event.delete()
    machinery = {
        "loaded_revision_created_at": "2026-11-26T06:16:33+00:00",
        "overwrite_revision_id": "1234567x",
    }
    page = client.post(url, {"introduction": "写了很久的介绍", **machinery})
    assert (page.status_code, page.context["typed"]) == (404, [("introduction", "写了很久的介绍")])
    assert page.context["sentences"] == ["这条记录已经不在了，可能刚被别人删除，所以没有保存。"]
    assert client.get(url).templates[0].name == "wagtailadmin/404.html"


def test_who_may_not_write_events_is_not_told_of_their_state(client):
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    url = reverse("events:edit", args=[EventFactory().pk])
    assert client.get(url).headers["Location"] == "/office/"


def test_page_that_asks_says_what_is_about_to_be_done_and_leads_back_to_the_list(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = client.get(reverse("events:step", args=["recall"]), {"pk": EventFactory().pk})
    trail = [(str(each["label"]), each["url"]) for each in page.context["breadcrumbs_items"][1:]]
    assert trail == [("活动预告", reverse("events:index")), ("撤回修改", "")]


def test_events_are_closed_to_agencies(client):
    client.force_login(UserFactory(roles=[Role.AGENCY_LOGGER]))
    assert client.get(reverse("events:index")).status_code == 302
