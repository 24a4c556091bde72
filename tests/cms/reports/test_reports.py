"""A yearly report: drafted from the record, written, signed by a named person, unchanged from then on."""

from io import BytesIO

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.values import version_of
from cms.core.writing import StaleRecord
from cms.reports.models import Report, Section
from cms.reports.queries.drafting import draft_sections
from cms.reports.queries.papers import paper_of
from cms.reports.services.reports import (
    draw_up_report,
    publish_report,
    sign_report,
    withdraw_report,
    write_sections,
)
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, logger_of, published
from tests.cms.reports.factories import ReportFactory, signed
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def report():
    return ReportFactory()


@pytest.fixture
def own(report):
    return logger_of(report.agency)


def said(section, **values):
    return {section: {"heading": section.heading, "text": "改写", "seen": version_of(section)} | values}


def test_draft_tells_what_the_record_knows_of_the_agency():
    item = DutyItemFactory(list__year=2026, key="R-01", content="工资支付条例进工地", required_count=2)
    published(item.list)
    moment = timezone.make_aware(timezone.datetime(2026, 2, 3, 9))
    ActivityFactory(
        host=item.agency, state="approved", starts_at=moment, name="工地普法", summary="讲了工资支付。",
        campaign=CampaignPageFactory(title="春季普法"), items=[item],
    )  # fmt: skip
    ActivityFactory(state="approved", starts_at=moment, name="别家的活动")
    told = dict(draft_sections(2026, item.agency, timezone.datetime(2027, 1, 1).date()))
    assert list(told) == ["基本情况", "责任清单履行情况", "主要做法", "存在的不足及原因", "下一年度打算"]
    assert told["基本情况"].startswith("2026年共开展普法活动1场，现场参加30人次，线上触达200人次")
    assert told["责任清单履行情况"] == "R-01 工资支付条例进工地：应开展2场，已开展1场，已逾期。"
    assert told["主要做法"] == "参与“春季普法”，开展活动1场。\n工地普法：讲了工资支付。"
    assert told["存在的不足及原因"] == "R-01 工资支付条例进工地尚未完成，原因："


def test_districts_draft_names_the_laws_that_nobody_taught():
    item = DutyItemFactory(list__year=2026)
    item.laws.add(law := LawFactory())
    published(item.list)
    told = dict(draft_sections(2026, None, timezone.datetime(2027, 1, 1).date()))
    assert law.short_title in told["存在的不足及原因"]
    assert "责任清单履行情况" not in told


def test_report_is_drawn_up_once_a_year_by_who_it_is_of(office):
    agency = AgencyFactory(name="甲局")
    own = logger_of(agency)
    assert draw_up_report(year=2026, agency=agency, actor=own).title == "甲局2026年度普法责任制履职报告"
    with pytest.raises(RuleBroken, match="已经有了"):
        draw_up_report(year=2026, agency=agency, actor=own)
    with pytest.raises(NotAllowed):
        draw_up_report(year=2025, agency=agency, actor=office)
    with pytest.raises(NotAllowed):
        draw_up_report(year=2026, agency=None, actor=own)
    assert draw_up_report(year=2026, agency=None, actor=office).whose == "全区"


def test_section_is_written_against_the_version_it_was_read_in(report, own):
    section = report.sections.get()
    stale = said(section, text="旧页面")
    write_sections(report, said(section), actor=own)
    with pytest.raises(StaleRecord):
        write_sections(report, stale, actor=own)
    assert report.sections.get().text == "改写"


# What each may do with a report of an agency in each state, by hand.
ALLOWED = {
    ("draft", "own"): {"write", "sign"},
    ("draft", "other"): set(),
    ("draft", "office"): set(),
    ("draft", "editor"): set(),
    ("signed", "own"): set(),
    ("signed", "other"): set(),
    ("signed", "office"): {"publish"},
    ("signed", "editor"): set(),
    ("published", "own"): set(),
    ("published", "other"): set(),
    ("published", "office"): {"withdraw"},
    ("published", "editor"): set(),
}


@pytest.mark.parametrize(("state", "who"), ALLOWED)
def test_who_may_do_what_in_which_state(state, who, report, own, office):
    users = {
        "own": own,
        "other": logger_of(AgencyFactory()),
        "office": office,
        "editor": UserFactory(roles=[Role.EDITOR]),
    }
    if state != "draft":
        signed(report, state)
    section, actor = report.sections.get(), users[who]
    acts = {
        "write": lambda: write_sections(report, said(section), actor=actor),
        "sign": lambda: sign_report(report, signer="韩局长", actor=actor),
        "publish": lambda: publish_report(report, actor=actor),
        "withdraw": lambda: withdraw_report(report, reason="数字有误", actor=actor),
    }
    done = set()
    for name, act in acts.items():
        before = Report.objects.get(pk=report.pk).state
        try:
            act()
        except (RuleBroken, NotAllowed):
            continue
        done.add(name)
        Report.objects.filter(pk=report.pk).update(state=before)
    assert done == ALLOWED[state, who]


@pytest.mark.parametrize(("signer", "text", "words"), [(" ", "有", "签发人"), ("韩局长", "", "还没有正文")])
def test_report_is_signed_by_a_named_person_and_never_empty(signer, text, words, report, own):
    Section.objects.update(text=text)
    with pytest.raises(RuleBroken, match=words):
        sign_report(report, signer=signer, actor=own)


def test_report_is_not_signed_while_a_shortfall_has_no_reason(report, own):
    Section.objects.update(text="R-01 工地普法尚未完成，原因：\nR-02 园区普法尚未完成，原因：人手不足。")
    with pytest.raises(RuleBroken, match="还没有写明未完成的原因：R-01 工地普法。"):
        sign_report(report, signer="韩局长", actor=own)
    Section.objects.update(text="R-01 工地普法尚未完成，原因：场地未定。")
    assert sign_report(report, signer="韩局长", actor=own).state == "signed"


def test_signed_report_comes_to_the_same_checksum_for_ever_and_refuses_every_change(report, own):
    held = sign_report(report, signer="韩局长", actor=own)
    section = held.sections.get()
    assert paper_of(Report.objects.get(pk=held.pk)).checksum == held.checksum
    report.agency.contact_office = "改"
    report.agency.save()
    for act in (
        lambda: section.save(),
        lambda: section.delete(),
        lambda: Section(report=held, position=9).save(),
    ):
        with pytest.raises(RuleBroken, match="已签发"):
            act()
    assert paper_of(Report.objects.get(pk=held.pk)).checksum == held.checksum


def test_personal_number_keeps_a_report_from_the_public(report, office):
    Section.objects.update(text="联系人手机19900001234")
    with pytest.raises(RuleBroken, match="199\\*\\*\\*\\*1234"):
        publish_report(signed(report), actor=office)


def test_report_is_public_only_while_published(client, report):
    address = reverse("public:report", args=[report.pk])
    found = [client.get(address).status_code]
    for state in ("signed", "published"):
        signed(report, state)
        found.append(client.get(address).status_code)
    assert found == [404, 404, 200]
    assert "共开展三场" in client.get(address).content.decode()
    assert report.title in client.get(reverse("public:reports")).content.decode()
    response = client.get(reverse("public:report_file", args=[report.pk, "docx"]))
    words = [
        paragraph.text
        for paragraph in docx.Document(BytesIO(b"".join(response.streaming_content))).paragraphs
    ]
    assert {"一、基本情况", "共开展三场。"} <= set(words)
    assert client.get(reverse("public:report_file", args=[report.pk, "exe"])).status_code == 404


def test_agency_draws_up_writes_and_signs_in_the_portal(client):
    agency = AgencyFactory()
    client.force_login(logger_of(agency))
    year = timezone.localdate().year
    client.post(reverse("portal:report_draw_up", args=[agency.pk]), {"year": year})
    report = Report.objects.get()
    address = reverse("portal:report", args=[report.pk])
    fields = {}
    for section in report.sections.all():
        fields |= {
            f"s{section.pk}-heading": section.heading,
            f"s{section.pk}-text": "写好了",
            f"s{section.pk}-seen": version_of(section),
        }
    stale = dict(fields)
    assert client.post(address, fields).status_code == 302
    refused = client.post(
        address, {name: value.replace("写好了", "旧页面里写的") for name, value in stale.items()}
    )
    assert (refused.status_code, "旧页面里写的" in refused.content.decode()) == (422, True)
    assert {section.text for section in report.sections.all()} == {"写好了"}
    client.post(reverse("portal:report_sign", args=[report.pk]), {"signer": "韩局长"})
    assert "韩局长" in client.get(address).content.decode()
    assert client.get(reverse("portal:report_file", args=[report.pk, "docx"])).status_code == 200
    assert report.title in client.get(reverse("portal:figures")).content.decode()


def test_report_of_another_agency_is_not_there(client, report):
    client.force_login(logger_of(AgencyFactory()))
    assert client.get(reverse("portal:report", args=[report.pk])).status_code == 404
    assert client.post(reverse("portal:report_sign", args=[report.pk]), {"signer": "甲"}).status_code == 404
    assert client.get(reverse("portal:report_file", args=[report.pk, "docx"])).status_code == 404
    assert (
        client.post(reverse("portal:report_draw_up", args=[report.agency_id]), {"year": 2025}).status_code
        == 404
    )


def test_office_writes_the_districts_report_in_the_admin(client, office):
    client.force_login(office)
    client.post(reverse("duty_reports:add"), {"year": "2026"})
    report = Report.objects.get()
    section = report.sections.first()
    assert "2026年共开展" in client.get(reverse("duty_reports:inspect", args=[report.pk])).content.decode()
    fields = {}
    for each in report.sections.all():
        fields |= {
            f"s{each.pk}-heading": each.heading,
            f"s{each.pk}-text": "全区写好了",
            f"s{each.pk}-seen": version_of(each),
        }
    client.post(reverse("duty_reports:sections", args=[report.pk]), fields)
    section.refresh_from_db()
    assert section.text == "全区写好了"
    assert client.get(reverse("reports_paper", args=[report.pk, "docx"])).status_code == 200
