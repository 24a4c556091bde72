"""A district's people: the lists the office and a community open, and the figures over all of them."""

from datetime import date, time, timedelta

from django.test import Client
from django.utils import timezone

from tests.bench.questions import measure

TOWNS, COMMUNITIES, SESSIONS = 10, 300, 200
NAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "明华芳伟敏静丽强磊军洋艳勇杰娟涛超霞平刚桂英文玉秀兰建国"
PAGES = (
    ("办公室首页", "/office/"),
    ("疑似同一人", "/office/merge/same/"),
    ("人员", "/office/person/"),
    ("人员，最后一页", "/office/person/?p=1000"),
    ("人员，按姓名搜索", "/office/person/?q=王明"),
    ("人员，按角色与状态筛选", "/office/person/?role=literate&state=active"),
    ("任用", "/office/appointment/"),
    ("任用，按角色与状态筛选", "/office/appointment/?role=volunteer&state=active"),
    ("推荐", "/office/nomination/"),
    ("证书", "/office/certificate/"),
    ("证书，按编号搜索", "/office/certificate/?q=00777"),
    ("同意", "/office/consent/"),
    ("服务记录", "/office/servicerecord/"),
    ("服务记录，未核实", "/office/servicerecord/?verified=false"),
    ("班次", "/office/trainingsession/"),
    ("签到", "/office/attendance/"),
    ("签到，按姓名搜索", "/office/attendance/?q=李芳"),
    ("成员账号", "/office/membership/"),
    ("志愿者申请", "/office/volunteer_applications/"),
    ("名册覆盖", "/portal/coverage/"),
    ("年度要求", "/portal/yearly/"),
    ("证书与胸牌", "/portal/certificates/"),
    ("培训", "/portal/trainings/"),
    ("签到的门", "/portal/door/{session}/"),
    ("征集的名单与合适的人", "/portal/calls/{call}/"),
)
OF_A_COMMUNITY = (
    ("居村首页", "/portal/"),
    ("居村的推荐", "/portal/nominations/"),
    ("居村的年度要求", "/portal/yearly/"),
    ("居村给一次培训报名", "/portal/trainings/{session}/"),
)
OF_A_MEMBER = (("成员首页", "/portal/"), ("我的", "/portal/mine/"), ("成员的征集", "/portal/calls/"))


def run(size: int) -> None:
    """Twice `size` people, 20,000 if nothing is said; half of them volunteers, half on the roster."""
    from cms.accounts.enums import Role
    from cms.people.models import Appointment, Membership
    from cms.places.models import PlaceCoordinator
    from tests.cms.accounts.factories import UserFactory
    from tests.cms.volunteering.factories import CallFactory

    community, session = _fill(2 * size)
    call = CallFactory(place=community)
    volunteer = Appointment.objects.volunteers().active().first()
    member = Client(HTTP_HOST="localhost")
    member.force_login(Membership.objects.create(person=volunteer.person, user=UserFactory()).user)
    office = Client(HTTP_HOST="localhost")
    office.force_login(UserFactory(is_superuser=True, roles=[Role.OFFICE, Role.ADMINISTRATOR]))
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=user, place=community)
    coordinator = Client(HTTP_HOST="localhost")
    coordinator.force_login(user)
    for client, pages in ((office, PAGES), (coordinator, OF_A_COMMUNITY), (member, OF_A_MEMBER)):
        for label, url in pages:
            measure(label, client, url.format(session=session.pk, call=call.pk))


def _fill(count: int):
    """The community and the session that are looked at."""
    from cms.people.models import (
        Appointment,
        Certificate,
        CertificateScheme,
        Consent,
        Nomination,
        Person,
        ServiceRecord,
    )
    from cms.places.models import Place
    from cms.training.models import Attendance, SignUp, TrainingSession

    today = timezone.localdate()
    district = Place.objects.filter(kind="district").first() or Place.objects.create(
        code="B", name="测速区", kind="district"
    )
    towns = [
        Place.objects.create(code=f"B{n}", name=f"第{n}街道", kind="subdistrict", parent=district)
        for n in range(TOWNS)
    ]
    places = [
        Place.objects.create(
            code=f"B{n}C", name=f"第{n}居委会", kind="neighbourhood", parent=towns[n % TOWNS]
        )
        for n in range(COMMUNITIES)
    ]
    people = [
        Person(
            name=NAMES[n % len(NAMES)] + GIVEN[n // 7 % len(GIVEN)] + GIVEN[n // 311 % len(GIVEN)],
            birth=f"{1950 + n % 50}-{n // 50 % 12 + 1:02d}",
            phone=f"199{n:08d}",
        )
        for n in range(count)
    ]
    for each in people:
        each.set_numbers()
    people = Person.objects.bulk_create(people, batch_size=500)
    held = Appointment.objects.bulk_create(
        [
            Appointment(
                person=person,
                role="volunteer" if n % 2 else "leader" if n % 20 == 0 else "literate",
                community=places[n // 2 % COMMUNITIES],
                state="active" if n % 11 else "left",
            )
            for n, person in enumerate(people)
        ],
        batch_size=500,
    )
    scheme, _made = CertificateScheme.objects.get_or_create(
        role="literate", defaults={"prefix": "测", "issuer": "测速区司法局"}
    )
    literate = [each for each in held if each.role == "literate"]
    Certificate.objects.bulk_create(
        [
            Certificate(
                appointment=each, scheme=scheme, year=today.year, sequence=n, issued_on=today,
                number=scheme.number_of(today.year, n),
            )
            for n, each in enumerate(literate, 1)
        ],
        batch_size=500,
    )  # fmt: skip
    Nomination.objects.bulk_create(
        [
            Nomination(
                person=each.person, role="leader", community=each.community, source="recommended",
                state=("check", "training", "exam", "opinion", "appointed")[n % 5],
            )
            for n, each in enumerate(literate[::4])
        ],
        batch_size=500,
    )  # fmt: skip
    Consent.objects.bulk_create(
        [Consent(person=each, purpose="listing", text_version="1", given_on=today) for each in people],
        batch_size=500,
    )
    volunteers = [each for each in held if each.role == "volunteer"]
    ServiceRecord.objects.bulk_create(
        [
            ServiceRecord(
                appointment=each, activity=f"第{turn}次宣传", recorder="记录员",
                date=today - timedelta(days=n % 300 + 300 * turn + 1),
                start=time(9), minutes=120, half_hours=4,
            )
            for n, each in enumerate(volunteers)
            for turn in range(2)
        ],
        batch_size=500,
    )  # fmt: skip
    sessions = TrainingSession.objects.bulk_create(
        TrainingSession(
            title=f"第{n}期培训", starts_on=(day := date(today.year, 1, 1) + timedelta(days=n)), ends_on=day,
            begins=time(9), finishes=time(12), hours=3,
        )
        for n in range(SESSIONS)
    )  # fmt: skip
    Attendance.objects.bulk_create(
        [
            Attendance(session=sessions[(n + turn) % SESSIONS], person=each.person, signed=True, hours=3)
            for n, each in enumerate(literate)
            for turn in range(2)
        ],
        batch_size=500,
    )
    near = TrainingSession.objects.create(
        title="下周的培训", starts_on=today + timedelta(days=3), ends_on=today + timedelta(days=3), hours=3,
        begins=time(9), finishes=time(12), takes_sign_ups=True, capacity=300, places_taken=300,
    )  # fmt: skip
    SignUp.objects.bulk_create(SignUp(session=near, person=each) for each in people[:300])
    return places[1], near
