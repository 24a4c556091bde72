"""Model communities in the portal: what waits, filling in, several at once, each for the own places."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from cms.honours.models import Application, Entry, Evidence
from cms.honours.services.applications import add_file, fill_in
from cms.honours.services.steps import take_step
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.test_evidence import paper
from tests.cms.honours.factories import TODAY, ApplicationFactory, IndicatorFactory, TitleFactory
from tests.cms.people.factories import AppointmentFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory
from tests.sites.portal.test_rosters import words_of

pytestmark = pytest.mark.django_db
LIST = reverse("portal:honours")


def page(application) -> str:
    return reverse("portal:honour", args=[application.pk])


def texts(response) -> list[str]:
    return [str(each) for each in response.context["messages"]]


@pytest.fixture
def application():
    return ApplicationFactory()


@pytest.fixture
def own(application):
    return coordinator_of(application.community)


def test_community_begins_where_a_cycle_is_open_and_once(client):
    community = CommunityFactory()
    cycle = IndicatorFactory().cycle
    IndicatorFactory(cycle__opens_on=TODAY + timedelta(days=1), cycle__closes_on=TODAY + timedelta(days=9))
    client.force_login(coordinator_of(community))
    assert client.get(LIST).context["cycles"] == [(cycle, community)]
    sent = {"cycle": cycle.pk, "community": community.pk}
    begun = client.post(reverse("portal:honour_begin"), sent)
    application = Application.objects.get()
    assert begun.url == page(application)
    response = client.get(LIST)
    assert (response.context["cycles"], response.context["written"]) == ([], [application])
    client.post(reverse("portal:honour_begin"), sent)
    assert Application.objects.count() == 1


def test_nobody_begins_for_another_community(client):
    cycle = IndicatorFactory().cycle
    community = CommunityFactory()
    client.force_login(coordinator_of(community.parent))
    sent = {"cycle": cycle.pk, "community": community.pk}
    assert client.post(reverse("portal:honour_begin"), sent).status_code == 404


def test_sheet_is_prefilled_from_the_record_and_asks_the_rest(client, application, own):
    AppointmentFactory.create_batch(2, community=application.community, role="literate", state="active")
    counted = IndicatorFactory(cycle=application.cycle, counted=True, key="Z9")
    judged = application.cycle.indicators.exclude(pk=counted.pk).get()
    client.force_login(own)
    response = client.get(page(application))
    assert [(form.indicator, count) for form, count, _files in response.context["lines"]] == [
        (judged, None), (counted, 2),
    ]  # fmt: skip
    assert f'name="i{counted.pk}-count"' not in response.text
    assert next((each.source, each.count) for each, _url in response.context["recorded"]) == ("literate", 2)
    sent = {
        "statement": "议事厅每月一次",
        "seen": response.context["seen"],
        f"i{judged.pk}-self_score": "57.5",
        f"i{judged.pk}-words": "公约见附件",
        f"i{judged.pk}-seen": response.context["lines"][0][0].fields["seen"].initial,
        f"files_{judged.pk}": paper(),
    }
    assert client.post(page(application), sent).url == page(application)
    entry = Entry.objects.get(indicator=judged)
    assert (entry.self_score, entry.words) == (Decimal("57.5"), "公约见附件")
    assert Application.objects.get().statement == "议事厅每月一次"
    assert Evidence.objects.get().indicator == judged


def test_what_cannot_be_kept_is_told_and_nothing_is_kept(client, application, own):
    judged = application.cycle.indicators.get()
    client.force_login(own)
    form = client.get(page(application)).context["lines"][0][0]
    seen = {f"i{judged.pk}-seen": form.fields["seen"].initial}
    refused = client.post(page(application), {"statement": "打19900001234", **seen})
    assert (refused.status_code, refused.context["problems"]) == (422, ["请不要在这里写身份证号、手机号。"])
    assert "打19900001234" in refused.text
    high = client.post(page(application), {"statement": "好", f"i{judged.pk}-self_score": "61", **seen})
    assert high.context["problems"] == ["有内容需要改正，见下面的说明。"]
    stale = client.post(page(application), {"statement": "好", f"i{judged.pk}-self_score": "9"})
    assert "同事改过" in stale.context["problems"][0]
    assert Application.objects.get().statement == ""


def test_town_takes_several_at_once_and_hears_each_refusal(client):
    first = ApplicationFactory(state="town")
    town = first.community.parent
    second = ApplicationFactory(state="town", community=CommunityFactory(parent=town), cycle=first.cycle)
    stranger = ApplicationFactory(state="town", cycle=first.cycle)
    done = ApplicationFactory(state="district", community=CommunityFactory(parent=town), cycle=first.cycle)
    client.force_login(coordinator_of(town))
    assert set(client.get(LIST).context["judged"]) == {first, second}
    response = client.post(
        reverse("portal:honour_take", args=["support"]),
        {"pk": [each.pk for each in (first, second, stranger, done)], "done_on": TODAY, "opinion": "属实"},
        follow=True,
    )
    assert sorted(texts(response)) == [
        "已办理 2 件。",
        f"{done.community}：现在的状态是“待区评审”。居村提交之后，由街镇审核一次。",
    ]
    states = dict(Application.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (first, second, stranger)] == ["district", "district", "town"]


def test_what_is_sent_back_comes_with_its_reason(client):
    application = ApplicationFactory(state="town")
    client.force_login(coordinator_of(application.community.parent))
    address = reverse("portal:honour_take", args=["send_back"])
    response = client.post(address, {"pk": application.pk, "done_on": TODAY}, follow=True)
    assert texts(response) == [f"{application.community}：请写明理由。"]
    client.post(address, {"pk": application.pk, "done_on": TODAY, "opinion": "缺会议记录"})
    client.force_login(coordinator_of(application.community))
    response = client.get(page(application))
    assert "缺会议记录" in response.text
    assert len(response.context["lines"]) == 1


@pytest.mark.parametrize("who", ["next door", "other town", "agency", "member"])
def test_strangers_find_no_application_and_no_file(client, application, own, who):
    held = add_file(application, application.cycle.indicators.get(), paper(), actor=own)
    places = {
        "next door": CommunityFactory(parent=application.community.parent),
        "other town": CommunityFactory().parent,
    }
    roles = {"agency": Role.AGENCY_LOGGER, "member": Role.MEMBER}
    client.force_login(coordinator_of(places[who]) if who in places else UserFactory(roles=[roles[who]]))
    file = reverse("portal:honour_file", args=[held.pk])
    remove = reverse("portal:honour_file_remove", args=[held.pk])
    assert client.get(page(application)).status_code == client.get(file).status_code == 404
    assert client.post(page(application), {"statement": "好"}).status_code == 404
    assert client.post(remove).status_code == 404
    take = reverse("portal:honour_take", args=["submit"])
    client.post(take, {"pk": application.pk, "done_on": TODAY})
    assert Application.objects.get().state == "draft"


def test_file_is_taken_away_by_who_sees_it_and_removed_only_while_it_is_written(client, application, own):
    held = add_file(application, application.cycle.indicators.get(), paper(), actor=own)
    client.force_login(coordinator_of(application.community.parent))
    taken = client.get(reverse("portal:honour_file", args=[held.pk]))
    assert "no-store" in taken["Cache-Control"]
    assert taken["Content-Disposition"].startswith("attachment")
    assert b"".join(taken.streaming_content)
    remove = reverse("portal:honour_file_remove", args=[held.pk])
    client.post(remove)
    Application.objects.update(state="town")
    client.force_login(own)
    client.post(remove)
    assert Evidence.objects.exists()
    Application.objects.update(state="returned")
    client.post(remove)
    assert not Evidence.objects.exists()


def test_titles_of_the_own_places_are_told_with_the_day_of_their_recheck(client):
    title = TitleFactory()
    TitleFactory()
    client.force_login(coordinator_of(title.community.parent))
    response = client.get(LIST)
    assert list(response.context["titles"]) == [title]
    assert "已到复核日期" in response.text


def test_home_of_a_coordinator_names_what_waits(client, application, own):
    client.force_login(own)
    response = client.get(reverse("portal:home"))
    assert list(response.context["honours"]) == [application]
    assert page(application) in response.text


def test_form_is_for_who_sees_the_application_and_tells_scores_records_and_opinions(client, application, own):
    IndicatorFactory(cycle=application.cycle, counted=True, key="Z9")
    judged = application.cycle.indicators.exclude(key="Z9").get()
    fill_in(
        application,
        statement="议事厅每月一次",
        values={judged: {"self_score": Decimal(50)}},
        actor=own,
    )
    take_step(application, "submit", actor=own, opinion="居民代表会议讨论通过")
    client.force_login(own)
    words = words_of(client.get(reverse("portal:honour_form", args=[application.pk, "docx"])))
    for told in (
        "申报表",
        "议事厅每月一次",
        "居民代表会议讨论通过",
        judged.name,
        "50.00",
        "合计",
    ):
        assert told in words, told
    printed = AuditEntry.objects.get(action="honours.application.print")
    assert (printed.actor, printed.target_id) == (own, str(application.pk))
    client.force_login(coordinator_of(CommunityFactory()))
    assert client.get(reverse("portal:honour_form", args=[application.pk, "docx"])).status_code == 404
