"""The demo's trainings: a course, a session to come with a waiting list, one of today with who came."""

from datetime import date, time, timedelta

from cms.campaigns.models import Audience
from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.models import Person
from cms.reports.services.trainings import record_training
from cms.training.enums import Way
from cms.training.models import Course, TrainingSession
from cms.training.services import COURSES, SESSIONS
from cms.training.services.checking_in import check_in
from cms.training.services.signing_up import sign_up
from sites.demo.office import Office


def build_training(office: Office, laws, today: date) -> None:
    clerk = office.accounts["office"]
    course = COURSES.add(
        actor=clerk,
        title="邻里纠纷怎么调",
        subject="从听双方把话说完，到写出一份管用的调解协议。",
        laws=[laws["宪法"]],
        audiences=list(Audience.objects.all()[:2]),
    )
    _to_come(office, course, today)
    _today(office, course, today)


def _to_come(office: Office, course: Course, today: date) -> None:
    """More want to come than there is room for."""
    session = _session(office, course, today + timedelta(days=5), title="法律明白人冬季培训", capacity=6)
    for person in _active()[:8]:
        sign_up(session, person, actor=office.accounts["office"])


def _today(office: Office, course: Course, today: date) -> None:
    """Some have come, one was scanned twice; the host made an activity of it."""
    door = office.accounts["agency"]
    session = SESSIONS.add(
        actor=office.accounts["office"],
        title="调解实务夜校",
        course=course,
        starts_on=today,
        hours=2,
        place="青桥区公共法律服务中心二楼",
        host=office.agencies["QQ-RS"],
        takes_sign_ups=True,
    )
    for number, person in enumerate(_active()[:5]):
        held = sign_up(session, person, actor=office.accounts["office"])
        for _ in range(2 if number == 0 else 1 if number < 4 else 0):
            check_in(session, held.code, Way.IN, actor=door)
    record_training(session, actor=door)


def _active():
    return Person.objects.filter(
        appointments__role=AppointmentRole.LITERATE, appointments__state=AppointmentState.ACTIVE
    ).order_by("pk")


def _session(office: Office, course: Course, day: date, *, title: str, capacity: int) -> TrainingSession:
    return SESSIONS.add(
        actor=office.accounts["office"],
        title=title,
        course=course,
        starts_on=day,
        begins=time(9),
        finishes=time(11, 30),
        hours=3,
        venue=office.square,
        place="地下一层报告厅",
        host=office.agencies["QQ-SF"],
        teacher="区法院调解指导法官",
        takes_sign_ups=True,
        capacity=capacity,
    )
