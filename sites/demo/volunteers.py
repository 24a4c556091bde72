"""Volunteers of the demo district: who applied, who serves, what they can do."""

from datetime import date, time, timedelta
from decimal import Decimal

from cms.events.models import Event
from cms.people.services import record_service, verify_service
from cms.volunteering.enums import ReportedFact
from cms.volunteering.models import Application
from cms.volunteering.services.applications import approve, receive
from cms.volunteering.services.calls import open_call
from cms.volunteering.services.proofs import request_proof
from cms.volunteering.services.tables import REPORT_COLUMNS, SKILLS, TEAMS
from sites.demo.office import Office

OFFERED = ("律师", "人民调解", "普法宣讲", "手语", "沪语", "文案摄影")
# Name, birth, skills, times, what they agreed to beside the management.
APPLICANTS = (
    ("沐清风", "1990-04", ("律师",), (), ("listing", "sharing")),
    ("林知夏", "1988-09", ("律师", "普法宣讲"), (), ("listing",)),
    ("苏见微", "1979-11", ("人民调解",), ("weekday_morning",), ()),
    ("叶知远", "1996-06", ("手语", "普法宣讲"), ("weekend_morning",), ("listing",)),
)
# What a city's platform might ask for.
CITY_COLUMNS = (
    ("志愿者编号", ReportedFact.NUMBER),
    ("姓名", ReportedFact.NAME),
    ("项目名称", ReportedFact.ACTIVITY),
    ("服务日期", ReportedFact.DATE),
    ("服务时长", ReportedFact.HOURS),
)


def build_volunteers(office: Office, today: date) -> None:
    clerk = office.accounts["office"]
    skills = {
        name: SKILLS.add(actor=clerk, name=name, order=10 * place)
        for place, name in enumerate(OFFERED, start=1)
    }
    team = TEAMS.add(actor=clerk, name="青桥律师志愿服务队", introduction="周末在各街镇提供法律咨询。")
    _applicants(office, skills, team)
    _call(office, skills)
    _service(office, today)
    for place, (heading, fact) in enumerate(CITY_COLUMNS, start=1):
        REPORT_COLUMNS.add(actor=clerk, order=place, heading=heading, fact=fact)


def _applicants(office: Office, skills, team) -> None:
    clerk = office.accounts["office"]
    for place, applicant in enumerate(APPLICANTS):
        held = _application(office, skills, place, *applicant)
        if place < len(APPLICANTS) - 1:
            lawyers = team if "律师" in applicant[2] else None
            number = f"QQ-ZY-{place + 1:04d}"
            approve(held, actor=clerk, volunteer_number=number, team=lawyers, joins=bool(held.account))


def _application(office: Office, skills, place: int, name, birth, can, times, agreed) -> Application:
    community = office.communities[place]
    given = {
        "name": name, "gender": "", "birth": birth, "phone": f"198000{place:05d}", "community": community,
        "skills": [skills[each] for each in can], "towns": [], "times": list(times),
        "words": "愿意在休息日出一份力。", "guardian_name": "", "guardian_phone": "",
    }  # fmt: skip
    # The first one was signed in, and applied for themselves.
    account = office.accounts["member"] if place == 0 else None
    held, _code = receive(given, purposes=["management", *agreed], account=account)
    return held


def _call(office: Office, skills) -> None:
    """Two lawyers for the lawyers' afternoon: the account of the member is asked."""
    event = Event.objects.published().filter(title__contains="律师").first()
    open_call(
        event,
        place=office.communities[0],
        skill=skills["律师"],
        capacity=2,
        words="解答劳动争议方面的咨询，资料由主办单位准备。",
        actor=office.accounts["office"],
    )


def _service(office: Office, today: date) -> None:
    """Three Saturdays of the member, the last not verified yet; a proof of the year is asked for."""
    member = office.accounts["member"]
    volunteer = member.membership.person.appointments.volunteers().get()
    for weeks in (5, 3, 1):
        record = record_service(
            volunteer,
            activity="周末法律咨询",
            date=today - timedelta(weeks=weeks),
            start=time(9),
            end=time(11, 30),
            hours=Decimal("2.5"),
            recorder="居安和",
            post="律师",
            place="清溪街道公共法律服务工作站",
            actor=office.accounts["office"],
        )
        if weeks > 1:
            verify_service(record, actor=office.accounts["admin"])
    request_proof(volunteer, starts_on=today - timedelta(weeks=8), ends_on=today, actor=member)
