"""From the nomination to the certificate, and from the call to the proof of service, whoever has the turn."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from tests.browser.conftest import PHONE
from tests.browser.test_one_day import press
from tests.browser.test_year_round import days_pass, file, take

pytestmark = pytest.mark.browser
NAME, ROLE = "顾明月", "法律明白人"
NAMES = "; ".join(
    (
        "from django.contrib.auth.models import Group",
        "from cms.accounts.enums import Role",
        "from cms.accounts.models import User",
        "from cms.accounts.services.accounts import CREATE",
        "from cms.accounts.services.roles import groups_of",
        "from cms.core.writing import write",
        "from cms.people.models import *",
        "from cms.places.models import Place",
        "from cms.places.services import COORDINATORS",
        "from cms.volunteering.models import Answer, Call, ServiceProof",
    )
)


def key(platform, expression: str) -> str:
    return platform.python(f"{NAMES}; print({expression})").strip()


def open_station(platform) -> None:
    """An account of the 司法所 alone: that of the demo speaks for the 居村 too."""
    platform.python(
        f"{NAMES}; admin = User.objects.get(username='admin'); station = User(); "
        "given = dict(username='station', name='司正言', password=admin.password,"
        " groups=groups_of([Role.COMMUNITY_COORDINATOR])); write(station, CREATE, given, actor=admin); "
        "town = Place.objects.get(name='柳林居委会').parent; "
        "COORDINATORS.add(actor=admin, user=station, place=town)"
    )


def step(page, verb: str, **fields) -> None:
    """In the pile of this step, the one person of the journey, and no other."""
    page.goto("/portal/nominations/")
    pile = page.locator(f"section[aria-labelledby=step-{verb}]")
    pile.get_by_role("checkbox", name=re.compile(NAME)).check()
    for label, value in fields.items():
        pile.get_by_label(label).fill(value)
    pile.get_by_role("button").first.click()
    page.get_by_text("已办理 1 件").wait_for()


def checked_by_a_stranger(visit, paper: bytes) -> str:
    """What the page tells to which the square on the paper leads, by what is printed beside it."""
    words = PdfReader(io.BytesIO(paper)).pages[0].extract_text().replace("\n", " ")
    number, code = re.search(r"编号：\s*(.+?)\s*查验码：\s*([0-9A-Z]{10})", words).groups()
    page = visit(f"/certificates/?number={number.replace(' ', '')}&code={code}", viewport=PHONE)
    return page.inner_text("main")


def test_from_the_nomination_to_the_certificate(visit, platform):
    open_station(platform)
    community = visit("/portal/nominations/new/", "community", viewport=PHONE)
    for name, value in {"name": NAME, "birth": "1984-06", "phone": "19900008801"}.items():
        community.fill(f"[name={name}]", value)
    place = community.locator("[name=community] option", has_text="柳林居委会").get_attribute("value")
    community.select_option("[name=community]", place)
    community.select_option("[name=role]", "literate")
    community.check("[name=purposes][value=management]")
    press(community, "登记并推荐")
    step(community, "check", 意见="情况属实。")

    station = visit("/portal/nominations/", "station")
    step(station, "train")
    step(station, "exam", **{f"考核成绩：{NAME}": "92"})
    step(station, "support", 意见="同意推荐。")
    assert station.locator("[id^=step-]").filter(has_text="区登记").count() == 0

    office = visit("/portal/nominations/", "office")
    step(office, "register")
    step(office, "announce")
    way = key(platform, f"Nomination.objects.get(person__name='{NAME}').pk")
    form = file(community, f"/portal/nominations/forms.pdf?pk={way}")
    assert "同意推荐" in PdfReader(io.BytesIO(form)).pages[0].extract_text()

    stranger = visit("/people/notices/", viewport=PHONE)
    told = stranger.inner_text("main")
    assert ("顾**" in told, NAME in told) == (True, False)
    stranger.goto(f"/people/notices/{way}/")
    for name, value in {"name": "邻居", "phone": "19900008802", "words": "听说不常住本居村"}.items():
        stranger.fill(f"[name={name}]", value)
    press(stranger, "提交异议")
    code = stranger.inner_text(".registration__code")

    first, last = (str(timezone.localdate() - timedelta(days=days)) for days in (8, 1))
    ended = "UPDATE people_nomination SET notice_from = ?, notice_until = ? WHERE id = ?"
    days_pass(platform, ended, first, last, int(way))
    office.goto(f"/office/nomination/inspect/{way}/")
    office.locator("[data-step=appoint]").click()
    office.wait_for_load_state()
    office.locator("main form button.button").first.click()
    office.get_by_text("还有 1 份异议没有答复").wait_for()
    objection = key(platform, f"Objection.objects.get(nomination={way}).pk")
    office.goto(f"/office/objection/inspect/{objection}/")
    office.locator("[data-step=answer]").click()
    office.fill("main [name=answer]", "已到居委会核实，本人常住。")
    office.check("main [name=is_upheld][value=no]")
    office.locator("main form button.button").first.click()
    office.locator(".messages .success").wait_for()
    stranger.goto("/people/follow-up/")
    stranger.get_by_label("查询号").fill(code)
    press(stranger, "查询")
    stranger.get_by_text("已到居委会核实，本人常住。").wait_for()

    office.goto(f"/office/nomination/inspect/{way}/")
    take(office, "appoint")
    held = key(platform, f"Appointment.objects.get(person__name='{NAME}').pk")
    office.goto(f"/office/appointment/inspect/{held}/")
    take(office, "issue")

    certificate = key(platform, f"Certificate.objects.get(appointment={held}).pk")
    told = checked_by_a_stranger(visit, file(community, f"/portal/certificates/{certificate}.pdf"))
    assert [each in told for each in ("有效", "顾**", ROLE, "柳林居委会", NAME)] == [True] * 4 + [False]


def test_from_the_call_for_volunteers_to_the_proof_of_service(visit, platform):
    member = visit("/portal/calls/", "member", viewport=PHONE)
    call = int(key(platform, "Call.objects.get(event__title__contains='律师').pk"))
    asked = member.locator("section[aria-labelledby=asked-title]")
    asked.get_by_role("button", name="我来").click()
    code = member.locator(".call__code").inner_text()

    # The day has come; nobody may sign themselves in.
    midnight = datetime.combine(timezone.localdate(), datetime.min.time())
    starts, ends = (timezone.make_aware(each) for each in (midnight, midnight + timedelta(hours=23.5)))
    told = [each.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") for each in (starts, ends)]
    days_pass(platform, "UPDATE volunteering_call SET starts_at = ?, ends_at = ? WHERE id = ?", *told, call)
    moved = "UPDATE events_event SET starts_at = ?, ends_at = ? WHERE title LIKE '%律师%' AND state = ?"
    days_pass(platform, moved, *told, "published")
    door = visit(f"/portal/calls/{call}/", "community", viewport=PHONE)
    door.get_by_label("签到码").fill(code.lower())
    press(door, "签到")
    came = timezone.now() - timedelta(hours=2, minutes=5)
    days_pass(
        platform,
        "UPDATE volunteering_answer SET arrived_at = ? WHERE call_id = ? AND arrived_at IS NOT NULL",
        max(came, starts).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        call,
    )
    door.get_by_label("签到码").fill(code)
    press(door, "签退")
    door.get_by_text("（待核实）").wait_for()

    member.goto("/portal/mine/")
    assert "待核实" in member.inner_text("main")
    # Who noted the hours down does not verify them.
    record = key(platform, f"Answer.objects.get(call={call}, record__isnull=False).record_id")
    hours = float(key(platform, f"ServiceRecord.objects.get(pk={record}).hours"))
    office = visit(f"/office/servicerecord/inspect/{record}/", "office")
    take(office, "verify")
    before = 5.0
    proof = key(platform, "ServiceProof.objects.get(state='requested').pk")
    yesterday = str(timezone.localdate() - timedelta(days=1))
    days_pass(
        platform, "UPDATE volunteering_serviceproof SET notice_until = ? WHERE id = ?", yesterday, int(proof)
    )
    office.goto(f"/office/service_proofs/inspect/{proof}/")
    take(office, "issue")
    paper = file(member, f"/portal/proofs/{proof}.pdf")
    told = checked_by_a_stranger(visit, paper)
    assert [each in told for each in ("有效", "沐**", f"{before + hours:g} 小时", "沐清风")] == [
        True,
        True,
        True,
        False,
    ]
