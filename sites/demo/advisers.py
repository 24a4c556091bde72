"""Legal advisers of the demo district: most agreed to be shown, two communities have none."""

from datetime import date, time, timedelta

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
        if place < 2:
            _serve(office, agreement, today)


def _serve(office: Office, agreement, today: date) -> None:
    keeper = office.accounts["community"]
    for place, (duty, served, summary) in enumerate(DONE):
        day = today - timedelta(days=9 + 21 * place)
        log_entry(agreement, date=day, duty=duty, served=served, summary=summary, actor=keeper)
    for week in (1, 3):
        plan_duty(
            agreement, date=today + timedelta(weeks=week), start=time(9), end=time(11), room="居委会二楼",
            actor=keeper,
        )  # fmt: skip
