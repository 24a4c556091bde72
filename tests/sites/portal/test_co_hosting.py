"""A co-host reads what another recorded and answers, on its own pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.enums import Role
from cms.duties.enums import ActivityState
from cms.duties.models import CoHostAnswer
from cms.duties.services import add_photo, answer_as_co_host
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, logger_of, published
from tests.cms.duties.test_evidence import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def signed_in(client, agency):
    client.force_login(logger_of(agency))
    return client


@pytest.fixture
def activity(agency):
    record = ActivityFactory(name="两家合办", state=ActivityState.SUBMITTED)
    record.co_hosts.add(agency)
    return record


def page(client, name, *args):
    return client.get(reverse(f"portal:{name}", args=args)).content.decode()


def test_co_host_finds_it_on_its_desk_and_confirms_for_its_own_item(signed_in, agency, activity):
    item = DutyItemFactory(list__year=activity.starts_at.year, agency=agency)
    published(item.list)
    assert ["两家合办" in page(signed_in, name) for name in ("home", "co_hosted")] == [True, True]
    address = reverse("portal:co_host_answer", args=[activity.pk])
    assert item.content in signed_in.get(address).content.decode()
    sent = {"agency": agency.pk, f"{agency.pk}-items": [item.pk], "answer": "confirm"}
    assert "计入所选责任项" in signed_in.post(address, sent, follow=True).content.decode()
    answer = CoHostAnswer.objects.get()
    assert (answer.agency, answer.is_confirmed, list(answer.items.all())) == (agency, True, [item])
    assert "两家合办" not in page(signed_in, "home")
    signed_in.post(address, {"agency": agency.pk, f"{agency.pk}-reason": "没有参加", "answer": "decline"})
    answer.refresh_from_db()
    assert (answer.is_confirmed, answer.reason) == (False, "没有参加")
    assert "答复不是协办" in page(signed_in, "co_hosted")


def test_item_of_another_is_refused_in_words(signed_in, agency, activity):
    item = DutyItemFactory(list__year=activity.starts_at.year)
    published(item.list)
    sent = {"agency": agency.pk, f"{agency.pk}-items": [item.pk], "answer": "confirm"}
    answer = signed_in.post(reverse("portal:co_host_answer", args=[activity.pk]), sent)
    assert (answer.status_code, "field__error" in answer.content.decode()) == (200, True)
    assert not CoHostAnswer.objects.exists()


def test_co_host_reads_the_record_and_not_its_evidence(client, agency, activity):
    activity.state = ActivityState.DRAFT
    activity.save()
    kept = add_photo(activity, photo(), actor=logger_of(activity.host))
    client.force_login(logger_of(agency))
    assert client.get(reverse("portal:co_host_answer", args=[activity.pk])).status_code == 404
    activity.state = ActivityState.SUBMITTED
    activity.save()
    assert client.get(reverse("portal:co_host_answer", args=[activity.pk])).status_code == 200
    assert client.get(reverse("portal:photo", args=[activity.pk, kept.pk])).status_code == 404
    assert client.get(reverse("portal:activity", args=[activity.pk])).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("", True), ("?q=合办", True), ("?q=别的", False), ("?waiting=1", False), ("?q=%00&page=x", True)],
)
def test_list_is_searched_and_filtered(query, found, signed_in, agency, activity):
    answer_as_co_host(activity, agency, actor=logger_of(agency), is_confirmed=True)
    assert ("两家合办" in signed_in.get(reverse("portal:co_hosted") + query).content.decode()) is found


def test_list_costs_the_same_whatever_its_length(signed_in, agency, django_assert_num_queries):
    def made():
        ActivityFactory(state=ActivityState.SUBMITTED).co_hosts.add(agency)

    made()
    address = reverse("portal:co_hosted")
    # What every page keeps in memory is there by then.
    signed_in.get(address)
    with CaptureQueriesContext(connection) as once:
        signed_in.get(address)
    made()
    made()
    with django_assert_num_queries(len(once)):
        signed_in.get(address)


def test_nobody_else_reaches_the_page(client, activity):
    address = reverse("portal:co_host_answer", args=[activity.pk])
    for user in (logger_of(AgencyFactory()), logger_of(activity.host), UserFactory(roles=[Role.OFFICE])):
        client.force_login(user)
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
