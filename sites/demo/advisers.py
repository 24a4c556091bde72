"""Legal advisers of the demo district: most agreed to be shown, two communities have none."""

from datetime import date, time, timedelta

from dateutil.rrule import MONTHLY, SA, WE, WEEKLY, rrule

from cms.advisers.services import ADVISERS, AGREEMENTS, give_consent, log_entry, plan_duty
from cms.core.enums import ServiceDuty
from sites.demo.office import Office

# Name, firm, office phone, hours, whether they agreed to be shown.
LAWYERS = (
    ("顾清", "青桥律师事务所", "021-60000101", "每月第二个周六 9:00-11:00，居委会二楼", True),
    ("陆明远", "青桥律师事务所", "021-60000102", "每周三 14:00-16:00", True),
    ("沈若谷", "云杉律师事务所", "021-60000103", "每月第一个周日 9:30-11:30", True),
    ("白露", "石塘法律服务所", "", "", False),
)
# The days and hours of the first two, as their words say.
ON_DUTY = (
    ({"freq": MONTHLY, "byweekday": SA(2)}, time(9), time(11)),
    ({"freq": WEEKLY, "byweekday": WE}, time(14), time(16)),
)
# Of the last communities none has an adviser: the list of gaps is not empty.
WITHOUT = 2
DONE = (
    (ServiceDuty.PUBLICITY, 26, "民法典宣传月讲座：高空抛物谁来负责"),
    (ServiceDuty.GUIDANCE, 3, "解答拖欠工资怎样申请仲裁，指引到区法律援助中心"),
    (ServiceDuty.MEDIATION, 2, "楼上漏水引起的邻里纠纷，当场达成调解"),
    (ServiceDuty.GOVERNANCE, 12, "审看居民公约的修改稿，提出四处意见"),
)


def build_advisers(office: Office, today: date) -> None:
    clerk = office.accounts["office"]
    lawyers = [
        ADVISERS.add(actor=clerk, name=name, firm=firm, office_phone=phone, hours=hours)
        for name, firm, phone, hours, _agreed in LAWYERS
    ]
    for lawyer, (*_told, agreed) in zip(lawyers, LAWYERS, strict=True):
        if agreed:
            give_consent(lawyer, text_version="2026-01", given_on=today - timedelta(days=200), actor=clerk)
    for place, community in enumerate(office.communities[:-WITHOUT]):
        agreement = AGREEMENTS.add(
            actor=clerk,
            community=community,
            adviser=lawyers[place % len(lawyers)],
            starts_on=today - timedelta(days=200),
            # One runs out soon.
            ends_on=today + timedelta(days=40 if place == 1 else 165),
        )
        if place < len(ON_DUTY):
            _serve(office, agreement, today, *ON_DUTY[place])


def _serve(office: Office, agreement, today: date, days: dict, start: time, end: time) -> None:
    keeper = office.accounts["community"]
    for place, (duty, served, summary) in enumerate(DONE):
        day = today - timedelta(days=9 + 21 * place)
        log_entry(agreement, date=day, duty=duty, served=served, summary=summary, actor=keeper)
    for moment in rrule(dtstart=today + timedelta(days=1), count=2, **days):
        plan_duty(agreement, date=moment.date(), start=start, end=end, room="居委会二楼", actor=keeper)
