"""The demo's roster: what an office took over from its paper list, and people on the way into it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from cms.people.enums import (
    CONSENT_VERSION,
    AppointmentRole,
    AppointmentState,
    ConsentPurpose,
    NominationSource,
)
from cms.people.models import Appointment, Nomination, Person
from cms.people.services import endings, put_forward, take_step
from cms.people.services.certificates import SCHEMES, issue
from cms.people.services.newcomers import keep_consents, put_forward_new
from cms.people.services.self_nominations import accept, decline, receive
from cms.people.services.tables import PERSONS
from sites.demo.office import Office
from sites.demo.year.tables import take_in

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", ("安宁", "若水", "向阳", "知秋", "行远", "怀瑾")
AGREED = (ConsentPurpose.MANAGEMENT, ConsentPurpose.LISTING)
# Who belongs to the district's own desk; the account of the community speaks for 居村 and 司法所.
OF_THE_DISTRICT = ("register", "announce")
WHOLE = ("check", "train", "exam", "support", "register", "announce")
OPINIONS = {
    "check": "情况属实，邻里信得过。",
    "train": "岗前培训八学时，全程参加。",
    "exam": "考核合格。",
    "fail": "两题答错，约好下月再考。",
    "support": "同意推荐。",
    "register": "材料齐全，予以登记。",
    "announce": "予以公示。",
    "refuse": "工作调动，近期不在本居村居住。",
    "withdraw": "本人要照料家人，请求先不推荐。",
}
# Name, birth, which steps were taken: somebody stands at every step of the way.
NEWCOMERS = (
    ("许明堂", "1968-05", ()),
    ("何秋水", "1985-11", WHOLE[:1]),
    ("吕和声", "1979-02", ("check", "train", "fail")),
    ("施青禾", "1990-08", WHOLE[:3]),
    ("张望舒", "1982-04", WHOLE[:4]),
    ("孔令仪", "1975-09", WHOLE[:5]),
    ("曹千里", "1971-12", WHOLE),
    ("严正声", "1966-07", ("check", "refuse")),
    ("华春晓", "1993-03", ("withdraw",)),
)
OFFERS = (
    ("金玉声", "1988-06", "退休前做了二十年人民调解，愿意接着帮邻居说事。"),
    ("魏知行", "1995-10", "在律所做行政，周末有空，想把看得懂的法讲给楼里的老人听。"),
    ("陶然", "1972-01", "喜欢热闹，想参加活动。"),
)


def build_roster(office: Office, today: date) -> None:
    """Three persons in most communities, fewer in some: the gaps are what the office looks for."""
    clerk = office.accounts["office"]
    for role, prefix in ((AppointmentRole.LITERATE, "青普明"), (AppointmentRole.LEADER, "青普带")):
        SCHEMES.add(
            actor=clerk, role=role, prefix=prefix, digits=5, validity_years=3, issuer="青桥区司法局（示范）"
        )
    take_in("roster", "青桥区法律明白人名册（纸质名册转录）", _rows(office), actor=clerk, on=today)
    for number, appointment in enumerate(Appointment.objects.select_related("person").order_by("pk")):
        # Three of four agree to be named before the public.
        agreed = AGREED if number % 4 else AGREED[:1]
        keep_consents(appointment.person, agreed, version=CONSENT_VERSION, given_on=today, actor=clerk)
        if appointment.state == AppointmentState.ACTIVE:
            issue(appointment, actor=clerk)
    # The same telephone under the same name, from another table: for somebody to look at.
    twin = Person.objects.filter(appointments__community=office.communities[0]).order_by("pk")[0]
    PERSONS.add(actor=clerk, name=twin.name, phone=twin.phone, skills="普法讲座")
    _on_the_way(office, today)
    _offers(office, today)
    _endings(office)


def _rows(office: Office) -> Iterator[dict]:
    number = 0
    for place, community in enumerate(office.communities):
        for _ in range(3 - place % 3):
            yield {
                "姓名": SURNAMES[number % 10] + GIVEN[number % 6],
                "性别": "女" if number % 2 else "男",
                "出生年月": f"{1960 + number % 35}-{1 + number % 12:02d}",
                "联系电话": f"199000{number:05d}",
                "所属街镇": community.parent.name,
                "所属居村": community.name,
                "人员类别": "人民调解员" if number % 2 else "网格员",
                "状态": "在册" if number % 5 else "培训中",
            }
            number += 1


def _on_the_way(office: Office, today: date) -> None:
    actor, community = office.accounts["community"], office.communities[0]
    # Of the roster already, and put forward for the other role.
    for place, steps in enumerate(((), WHOLE[:1], WHOLE[:3], WHOLE)):
        known = Appointment.objects.filter(community=office.communities[place + 1]).first()
        nomination = put_forward(
            known.person,
            role=AppointmentRole.LEADER,
            community=community,
            source=NominationSource.RECOMMENDED,
            actor=actor,
        )
        _take(office, nomination, steps, today)
    for number, (name, birth, steps) in enumerate(NEWCOMERS):
        nomination = put_forward_new(
            _person(name, birth, number),
            purposes=AGREED,
            role=AppointmentRole.LITERATE,
            community=community,
            source=NominationSource.RECOMMENDED,
            category="热心居民",
            actor=actor,
        )
        _take(office, nomination, steps, today)


def _endings(office: Office) -> None:
    """One to be heard, one on which the district decides, one that was not agreed to."""
    town, clerk = office.accounts["community"], office.accounts["office"]
    held = Appointment.objects.filter(
        community__parent=office.communities[0].parent, state=AppointmentState.ACTIVE
    ).order_by("pk")
    told, heard, stays = held[:3]
    endings.propose(told, verb="leave", grounds="已搬离本区，本人来电说明。", actor=town)
    proposal = endings.propose(heard, verb="pause", grounds="今年两次培训都没有参加。", actor=town)
    endings.hear(proposal, statement="上半年住院，请求保留，明年参加。", actor=town)
    proposal = endings.propose(stays, verb="remove", grounds="一年没有服务记录。", actor=town)
    proposal = endings.hear(proposal, statement="服务记在居委会台账上，没有报上来。", actor=town)
    endings.reject(proposal, reason="台账核实有四次服务，补登即可。", actor=clerk)


def _take(office: Office, nomination: Nomination, steps: tuple[str, ...], today: date) -> Nomination:
    """One step a week, the last of them today. Nobody is appointed yet: a notice has to run, as anywhere."""
    for back, verb in zip(range(len(steps) - 1, -1, -1), steps, strict=True):
        nomination = take_step(
            nomination,
            verb,
            actor=office.accounts["office" if verb in OF_THE_DISTRICT else "community"],
            done_on=today - timedelta(weeks=back),
            opinion=OPINIONS[verb],
            score={"exam": Decimal(88), "fail": Decimal(52)}.get(verb),
        )
    return nomination


def _offers(office: Office, today: date) -> None:
    """People who put themselves forward: one waits, one was taken up and trained, one was told no."""
    actor, community = office.accounts["community"], office.communities[0]
    given = [
        receive(
            {
                **_person(name, birth, 40 + number),
                "role": AppointmentRole.LITERATE,
                "community": community,
                "category": "热心居民",
                "words": words,
            },
            purposes=AGREED,
        )[0]
        for number, (name, birth, words) in enumerate(OFFERS)
    ]
    _take(office, accept(given[1], actor=actor, opinion=OPINIONS["check"]), ("train",), today)
    decline(given[2], reason="本居村今年的名额已满，欢迎先参加志愿服务，明年再报名。", actor=actor)


def _person(name: str, birth: str, number: int) -> dict[str, str]:
    return {
        "name": name,
        "gender": "女" if number % 2 else "男",
        "birth": birth,
        "phone": f"199001{number:05d}",
        "guardian_name": "",
        "guardian_phone": "",
    }
