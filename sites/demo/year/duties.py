"""The duty lists of the whole district: last year's, and this year's in a second version."""

from collections.abc import Iterator
from datetime import date

from cms.agencies.models import Agency
from cms.duties.models import DutyList
from cms.duties.services.lists import approve_list, publish_list
from sites.demo.office import Office
from sites.demo.year.tables import take_in
from sites.demo.year.teaching import themes_of

NODES = ("全年", "每季度", "3月", "6月", "9月至11月", "12月10日前", "4月至6月")
COMMON = (
    ("学习宣传宪法", "领导干部、国家工作人员", "组织一次集体学习，更新一次宣传栏", "12月", "至少1场"),
    ("学习宣传《中华人民共和国民法典》", "社会公众", "结合本单位业务以案释法", "5月", "至少1场"),
    ("新任工作人员法治培训", "国家工作人员", "入职三个月内完成", "全年", "至少1场"),
)


def build_duty_lists(office: Office, agencies: list[Agency], today: date) -> None:
    for year in (today.year - 1, today.year):
        title, clerk = f"青桥区{year}年普法责任清单", office.accounts["clerk"]
        rows = _rows(agencies, most=2 if year < today.year else None)
        take_in("duty_list", title, rows, actor=clerk, on=today)
        newest = DutyList.objects.filter(year=year).latest("version")
        approved = approve_list(newest, actor=office.accounts["admin"])
        publish_list(approved, actor=office.accounts["office"])


def _rows(agencies: list[Agency], most: int | None) -> Iterator[dict]:
    """Rows of the common tasks and of each unit, at most so many of its own: the others are new this year."""
    for content, audience, measures, node, goal in COMMON:
        yield _row("各责任单位", content, audience, measures, node, goal)
    for place, agency in enumerate(agencies):
        for number, theme in enumerate(themes_of(agency)[:most]):
            node = NODES[(place + 2 * number) % len(NODES)]
            # Some are done early in the year, some are long in coming.
            goal = ("至少1场", "至少1场", "不少于2场", "不少于3场，受众300人次以上")[(place + number) % 4]
            words = f"《{theme.law_title}》：{theme.duty}"
            yield _row(agency.name, words, theme.audience, f"{theme.titles[0]}等", node, goal)


def _row(unit: str, content: str, audience: str, measures: str, node: str, goal: str) -> dict:
    return {
        "责任单位": unit,
        "普法内容": content,
        "重点对象": audience,
        "普法形式及措施": measures,
        "时间节点": node,
        "预期目标": goal,
    }
