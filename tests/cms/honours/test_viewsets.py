"""The office's pages: a cycle with what is wrong with it, the sheet of the district, the pile on the desk."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.values import version_of
from cms.honours.models import Application, Cycle, Entry, Title
from tests.cms.accounts.factories import UserFactory
from tests.cms.honours.factories import (
    TODAY,
    ApplicationFactory,
    CycleFactory,
    IndicatorFactory,
    ObjectionFactory,
    RecheckFactory,
    TitleFactory,
)
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


def test_office_draws_up_a_cycle_and_its_indicators(client, office):
    client.post(
        reverse("honour_cycles:add"),
        {
            "level": "city", "year": 2026, "batch": "第三批", "opens_on": TODAY, "closes_on": TODAY,
            "records_from": TODAY, "notice_days": 7, "pass_score": 80,
        },
    )  # fmt: skip
    cycle = Cycle.objects.get()
    inspect = reverse("honour_cycles:inspect", args=[cycle.pk])
    assert "还没有指标，请先添加" in client.get(inspect).text
    opened = client.get(reverse("honour_indicators:add"), {"cycle": cycle.pk})
    assert opened.context["form"].instance.cycle == cycle
    client.post(
        reverse("honour_indicators:add"),
        {
            "cycle": cycle.pk, "position": 1, "dimension": "组织", "key": "A1", "name": "公约",
            "kind": "points", "max": 100, "source": "stated",
        },
    )  # fmt: skip
    assert "指标完整，可以申报" in client.get(inspect).text
    ApplicationFactory(cycle=cycle)
    assert client.get(reverse("honour_cycles:edit", args=[cycle.pk])).status_code == 409
    assert "已有居村申报" in client.get(inspect).text


def test_district_scores_line_by_line_and_sees_the_sum(client, office):
    application = ApplicationFactory(state="district", recorded={"literate": 3})
    counted = IndicatorFactory(cycle=application.cycle, counted=True, key="Z9")
    judged = application.cycle.indicators.exclude(pk=counted.pk).get()
    address = reverse("honour_applications:assess", args=[application.pk])
    response = client.get(address)
    assert "记录 3" in response.text
    forms = [form for form, _count, _files in response.context["rows"]]
    sent = {f"{form.prefix}-seen": form.fields["seen"].initial for form in forms}
    high = client.post(address, sent | {f"i{judged.pk}-office_score": "61"})
    assert (high.status_code, Entry.objects.get().office_score) == (200, None)
    corrected = client.post(address, sent | {f"i{counted.pk}-office_count": "2"})
    assert "请写明理由" in corrected.text
    client.post(address, sent | {f"i{judged.pk}-office_score": "57"})
    assert Entry.objects.get(indicator=judged).office_score == Decimal(57)
    stale = client.post(address, sent | {f"i{judged.pk}-office_score": "50"})
    assert "别人改过其中几项" in stale.text
    told = client.get(reverse("honour_applications:inspect", args=[application.pk]))
    assert (told.context["found"].total, told.context["found"].grade) == ("97.00", "达标")


def test_only_what_is_before_the_district_is_scored(client, office):
    application = ApplicationFactory(state="town")
    response = client.get(reverse("honour_applications:assess", args=[application.pk]), follow=True)
    assert "街镇上报之后、评审通过之前核分" in response.text


def test_several_are_put_on_notice_at_once(client, office):
    cycle = CycleFactory()
    held = [ApplicationFactory(cycle=cycle, state="announcement") for _each in range(2)]
    step = reverse("honour_applications:step", args=["announce"])
    seen = {f"seen_{each.pk}": version_of(each) for each in held}
    client.post(step, {"pk": [each.pk for each in held], "done_on": TODAY, **seen})
    assert [each.state for each in Application.objects.all()] == ["notice", "notice"]


def test_title_is_taken_away_and_its_history_stays_with_the_office(client, office):
    kept = RecheckFactory(title=TitleFactory()).title
    gone = TitleFactory(state="revoked")
    RecheckFactory(title=gone, verb="revoke", reason="弄虚作假")
    index = reverse("honour_titles:index")
    assert set(client.get(index).context["object_list"]) == {kept, gone}
    assert set(client.get(index, {"due": "due"}).context["object_list"]) == {kept}
    assert "弄虚作假" in client.get(reverse("honour_titles:inspect", args=[gone.pk])).text
    assert Title.objects.count() == 2


def test_desk_names_what_waits_for_the_office(client, office):
    home = reverse("wagtailadmin_home")
    assert "示范创建：等您办理" not in client.get(home).text
    waiting = ApplicationFactory(state="district")
    objection, title = ObjectionFactory(), TitleFactory()
    ApplicationFactory(state="town")
    panel = next(
        each for each in client.get(home).context["panels"] if each.name == "honours"
    ).get_context_data(None)
    assert {name: list(found) for name, found in panel.items()} == {
        "applications": [waiting, objection.application], "objections": [objection], "titles": [title],
    }  # fmt: skip


def test_title_of_the_time_before_is_registered_by_form(client, office):
    community = CommunityFactory()
    given = {
        "community": community.pk, "level": "city", "batch": "第一批", "number": "",
        "conferred_on": "2020-05-01",
    }  # fmt: skip
    refused = client.post(reverse("honour_titles:add"), given)
    assert "请填写命名文件的文号" in refused.text
    client.post(reverse("honour_titles:add"), given | {"number": "市普法办〔2020〕3 号"})
    title = Title.objects.get()
    assert (title.community, title.application, title.due_on.isoformat()) == (community, None, "2022-05-01")
    assert client.get(reverse("honour_titles:inspect", args=[title.pk])).status_code == 200
