"""A good list of every kind of import: what stands in its cells, what that means, and whom it speaks of.

Each is short, and everybody in it is invented.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from cms.people.enums import AppointmentRole
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.exams.factories import ExamFactory
from tests.cms.intake.rosters import identity
from tests.cms.people.factories import AppointmentFactory, PersonFactory
from tests.cms.places.factories import CommunityFactory

TOWN, TWIN = "清溪镇", "海棠苑居委会"
COMMUNITIES = tuple(f"{name}居委会" for name in ("柳林苑", "桃林", "杏林", "梅园", "兰亭", "竹里", "菊圃"))
AGENCIES = {"青桥区教育局": "JYJ", "青桥区民政局": "MZJ", "青桥区水务局": "SWJ"}
NAMES = tuple(f"王{name}" for name in "甲乙丙丁戊己庚")
MONTHS = {1: 31, 3: 31, 5: 31, 7: 31, 8: 31, 10: 31, 12: 31}

Cells = dict[str, Any]


@dataclass(frozen=True)
class GoodList:
    """`roles` say of each heading what kind of thing stands below it: any mess of that kind may be planted.

    `record` gives the cells of the nth row and what they mean, by heading, where that is something else;
    `keys` name the value of a judged row that holds it, or find it, where its own column does not.
    """

    kind: str
    title: str
    roles: dict[str, str]
    record: Callable[[int, Random], tuple[Cells, Cells]]
    keys: dict[str, str | Callable[[Cells], Any]] = field(default_factory=dict)
    world: Callable[[], None] = lambda: None
    file: str = "表.xlsx"

    def held(self, values: Cells, name: str) -> Any:
        """What a judged row holds of a column."""
        key = self.keys.get(name, name)
        return values.get(key) if isinstance(key, str) else key(values)

    @property
    def label(self) -> str:
        """The heading below which stands whom or what a row is about."""
        return next(name for name, role in self.roles.items() if role in ("name", "title"))


def phone(number: int) -> str:
    return f"1990000000{number}"


def place_of(random: Random) -> Cells:
    return {"所属街镇": TOWN, "所属居村": random.choice(COMMUNITIES)}


def places() -> None:
    """A town with its communities, one of which has a namesake in another town."""
    town = CommunityFactory(name=COMMUNITIES[0], parent__name=TOWN, code="33001").parent
    for number, name in enumerate((*COMMUNITIES[1:], TWIN), start=2):
        CommunityFactory(name=name, parent=town, code=f"3300{number}")
    CommunityFactory(name=TWIN, parent__name="桃溪镇")


def agencies() -> None:
    for name, code in AGENCIES.items():
        AgencyFactory(code=code, name=name, short_name=name.removeprefix("青桥"))


def people(role: AppointmentRole) -> Callable[[], None]:
    """Those of whom a list tells stand in a register, each in a community of the list."""

    def registered() -> None:
        from cms.places.models import Place

        for number, name in enumerate(NAMES):
            community = Place.objects.get(name=COMMUNITIES[number])
            person = PersonFactory(name=name, phone=phone(number))
            AppointmentFactory(person=person, role=role, community=community)

    return registered


def roster(number: int, random: Random) -> tuple[Cells, Cells]:
    month, sex = random.randint(1, 12), random.choice("男女")
    born = f"{1960 + number}-{month:02d}"
    cells = {
        "姓名": NAMES[number],
        "性别": sex,
        "出生年月": born,
        "身份证号": identity(f"310107{born[:4]}{month:02d}15{number:02d}{1 if sex == '男' else 2}"),
        "联系电话": phone(number),
        **place_of(random),
        "考核成绩": 60 + number,
        "发证日期": f"2026-03-{number + 1:02d}",
    }
    return cells, {}


def volunteers(number: int, random: Random) -> tuple[Cells, Cells]:
    cells, _ = roster(number, random)
    kept = {name: cells[name] for name in ("姓名", "性别", "身份证号", "所属街镇", "所属居村")}
    born = f"{cells['出生年月']}-15"
    own = {"出生日期": born, "手机号码": phone(number), "服务专长": f"第{number}种专长"}
    return kept | own | {"注册日期": f"2026-03-{number + 1:02d}", "同意公开信息": random.choice("是否")}, {}


def service(number: int, random: Random) -> tuple[Cells, Cells]:
    return {
        "姓名": NAMES[number],
        "手机号码": phone(number),
        "活动名称": f"宪法宣传第{number}场",
        "服务日期": f"2026-03-{number + 1:02d}",
        "开始时间": "09:00",
        "结束时间": "12:30",
        "服务时长": random.choice([1, 2, 2.5, 3]),
        "服务地点": f"第{number}会议室",
        "记录人": "李记录",
    }, {}


def attendance(number: int, random: Random) -> tuple[Cells, Cells]:
    return {
        "姓名": NAMES[number],
        "所属居村": COMMUNITIES[number],
        "手机尾号": phone(number)[-4:],
        "签到": "√",
        "学时": random.choice([2, 3, 4]),
        "培训日期": "2026-05-16",
    }, {}


def scores(number: int, random: Random) -> tuple[Cells, Cells]:
    cells = {"姓名": NAMES[number], "所属居村": COMMUNITIES[number], "手机尾号": phone(number)[-4:]}
    return cells | {"成绩": random.randint(60, 100), "考试日期": "2026-06-20"}, {}


def activity(number: int, random: Random) -> tuple[Cells, Cells]:
    host, day = random.choice(list(AGENCIES)), f"2026-03-{number + 1:02d}"
    cells = {
        "活动名称": f"民法典宣讲第{number}场",
        "时间": day,
        "地点": f"第{number}会议室",
        "主办单位": host,
        "活动形式": "专题讲座",
        "受众对象": "老年人",
        "现场人次": random.randint(20, 90),
        "发放资料": random.randint(100, 900),
        "备注": f"第{number}次",
    }
    return cells, {"主办单位": [AGENCIES[host]]}


def duty(number: int, random: Random) -> tuple[Cells, Cells]:
    owner, month = random.choice(list(AGENCIES)), random.choice(list(MONTHS))
    cells = {
        "责任单位": owner,
        "普法内容": f"第{number}项法规",
        "重点对象": "青少年",
        "普法形式": f"讲座{number}场",
        "时间节点": f"{month}月",
        "责任科室": "法规科",
        "预期目标": "不少于3场",
    }
    return cells, {
        "责任单位": AGENCIES[owner],
        "时间节点": [[f"2026-{month:02d}-01", f"2026-{month:02d}-{MONTHS[month]}"]],
    }


def question(number: int, random: Random) -> tuple[Cells, Cells]:
    cells = {
        "题型": "单选题",
        "题干": f"第{'一二三四五六七'[number]}个问题是什么",
        **{
            f"选项{letter}": f"第{number}题的{place}"
            for letter, place in zip("ABCD", "甲乙丙丁", strict=True)
        },
        "答案": random.choice("ABCD"),
        "解析": f"见第{number}页",
        "科目": "宪法",
    }
    return cells, {}


def adviser(number: int, random: Random) -> tuple[Cells, Cells]:
    return {
        "所属街镇": TOWN,
        "所属居村": COMMUNITIES[number],
        "法律顾问": NAMES[number],
        "执业机构": "青桥律师事务所",
        "办公电话": f"021-7000000{number}",
        "值班时间": "每月第一周周二",
        "聘期起": f"2026-03-{number + 1:02d}",
        "聘期止": "2026-12-31",
    }, {}


def venue(number: int, random: Random) -> tuple[Cells, Cells]:
    owner = random.choice(list(AGENCIES))
    cells = {
        "编号": f"V{number}",
        "名称": f"法治公园{'甲乙丙丁戊己庚'[number] * 3}",
        "层级": random.choice(["市级", "区级"]),
        "类型": "主题公园",
        **place_of(random),
        "地址": f"柳林路{number + 1}号",
        "经度": f"121.4{number}",
        "纬度": f"31.2{number}",
        "面积": 100 + number,
        "责任单位": owner,
        "预约电话": f"021-7000000{number}",
        "最近检查日期": f"2026-10-{number + 1:02d}",
        "状态": "开放",
    }
    return cells, {"责任单位": AGENCIES[owner]}


def service_point(number: int, random: Random) -> tuple[Cells, Cells]:
    return {
        "编码": f"S{number}",
        "名称": f"第{number}服务中心",
        "层级": "区中心",
        **place_of(random),
        "地址": f"柳林路{number + 1}号",
        "服务时间": "工作日 9:00—17:00",
        "电话": f"021-7000000{number}",
        "核验日期": f"2026-10-{number + 1:02d}",
        "状态": "正常",
    }, {}


def title(number: int, random: Random) -> tuple[Cells, Cells]:
    return {
        "所属街镇": TOWN,
        "所属居村": COMMUNITIES[number],
        "级别": random.choice(["全国", "市级"]),
        "批次": f"第{'一二三四五六七'[number]}批",
        "命名日期": f"2019-12-0{number + 1}",
        "命名文号": f"普法办〔2019〕{number}号",
        "状态": "有效",
    }, {}


def agency(number: int, random: Random) -> tuple[Cells, Cells]:
    return {
        "机构编码": f"X{number}",
        "单位全称": f"青桥区第{number}管理局",
        "简称": f"区第{number}局",
        "单位类型": random.choice(["政府部门", "群团组织"]),
        "联系科室": f"第{number}科",
        "办公电话": f"021-7000000{number}",
    }, {}


def place(number: int, random: Random) -> tuple[Cells, Cells]:
    return {
        "编码": f"P{number}",
        "名称": f"{'甲乙丙丁戊己庚'[number]}里居委会",
        "上级编码": "T1",
        "类型": "居民委员会",
        "简称": f"{'甲乙丙丁戊己庚'[number]}里",
    }, {}


def indicator(number: int, random: Random) -> tuple[Cells, Cells]:
    return {
        "所属方面": random.choice(["组织领导", "社会普法"]),
        "指标": f"第{number}项指标",
        "分值": random.randint(5, 20),
        "评分标准": f"每少一场扣{number + 1}分",
    }, {}


def town_alone() -> None:
    CommunityFactory(parent__code="T1", parent__name=TOWN)


LISTS = {
    made.kind: made
    for made in (
        GoodList(
            "roster",
            "法律明白人名册",
            {
                "序号": "ordinal", "姓名": "name", "性别": "sex", "出生年月": "birth", "身份证号": "identity",
                "联系电话": "phone", "所属街镇": "town", "所属居村": "place", "考核成绩": "score",
                "发证日期": "day",
            },
            roster,
        ),
        GoodList(
            "volunteers",
            "普法志愿者名册",
            {
                "序号": "ordinal", "姓名": "name", "性别": "sex", "出生日期": "birth", "身份证号": "identity",
                "手机号码": "phone", "所属街镇": "town", "所属居村": "place", "服务专长": "text",
                "注册日期": "day", "同意公开信息": "choice",
            },
            volunteers,
        ),
        GoodList(
            "service_records",
            "志愿服务记录",
            {
                "序号": "ordinal", "姓名": "name", "手机号码": "phone", "活动名称": "title",
                "服务日期": "day", "开始时间": "clock", "结束时间": "clock", "服务时长": "hours",
                "服务地点": "words", "记录人": "recorder",
            },
            service,
            world=people(AppointmentRole.VOLUNTEER),
        ),
        GoodList(
            "attendance",
            "2026年骨干培训签到表",
            {
                "序号": "ordinal", "姓名": "name", "所属居村": "", "手机尾号": "tail", "签到": "sign",
                "学时": "hours", "培训日期": "day",
            },
            attendance,
            world=people(AppointmentRole.LITERATE),
        ),
        GoodList(
            "exam_scores",
            "2026年岗前考试成绩表",
            {
                "序号": "ordinal", "姓名": "name", "所属居村": "", "手机尾号": "tail", "成绩": "score",
                "考试日期": "day",
            },
            scores,
            world=lambda: (people(AppointmentRole.LITERATE)(), ExamFactory(title="2026年岗前考试")),
        ),
        GoodList(
            "activities",
            "2026年普法活动台账",
            {
                "序号": "ordinal", "活动名称": "title", "时间": "period", "地点": "words",
                "主办单位": "agency", "活动形式": "text", "受众对象": "text", "现场人次": "count",
                "发放资料": "count", "备注": "text",
            },
            activity,
            {"时间": "start", "主办单位": "org"},
        ),
        GoodList(
            "duty_list",
            "青桥区2026年普法责任清单",
            {
                "序号": "ordinal", "责任单位": "agency", "普法内容": "title", "重点对象": "text",
                "普法形式": "text", "时间节点": "window", "责任科室": "text", "预期目标": "text",
            },
            duty,
            {"责任单位": "org", "时间节点": "windows"},
        ),
        GoodList(
            "questions",
            "2026年题库",
            {
                "序号": "ordinal", "题型": "choice", "题干": "title", "选项A": "option", "选项B": "option",
                "选项C": "option", "选项D": "option", "答案": "key", "解析": "text", "科目": "text",
            },
            question,
            {"答案": lambda values: next((part["answer"] for part in values["parts"]), None)},
        ),
        GoodList(
            "advisers",
            "居村法律顾问",
            {
                "序号": "ordinal", "所属街镇": "town", "所属居村": "place", "法律顾问": "name",
                "执业机构": "text", "办公电话": "office", "值班时间": "text", "聘期起": "edge",
                "聘期止": "edge",
            },
            adviser,
        ),
        GoodList(
            "venues",
            "法治文化阵地",
            {
                "编号": "code", "名称": "title", "层级": "choice", "类型": "text", "所属街镇": "town",
                "所属居村": "place", "地址": "words", "经度": "degrees", "纬度": "degrees",
                "面积": "area", "责任单位": "agency", "预约电话": "office", "最近检查日期": "day",
                "状态": "choice",
            },
            venue,
            {"责任单位": "owner"},
        ),
        GoodList(
            "service_points",
            "公共法律服务站点",
            {
                "编码": "code", "名称": "title", "层级": "choice", "所属街镇": "town", "所属居村": "place",
                "地址": "words", "服务时间": "text", "电话": "office", "核验日期": "day", "状态": "choice",
            },
            service_point,
        ),
        GoodList(
            "titles",
            "民主法治示范社区",
            {
                "序号": "ordinal", "所属街镇": "town", "所属居村": "title", "级别": "choice", "批次": "text",
                "命名日期": "day", "命名文号": "text", "状态": "choice",
            },
            title,
        ),
        GoodList(
            "agencies",
            "责任单位",
            {
                "机构编码": "code", "单位全称": "title", "简称": "text", "单位类型": "choice",
                "联系科室": "text", "办公电话": "office",
            },
            agency,
        ),
        GoodList(
            "places",
            "地点",
            {"编码": "code", "名称": "title", "上级编码": "parent", "类型": "choice", "简称": "text"},
            place,
            world=town_alone,
        ),
        GoodList(
            "review_scheme",
            "2026年普法考核评分表",
            {
                "序号": "ordinal", "所属方面": "text", "指标": "title", "分值": "points",
                "评分标准": "text",
            },
            indicator,
        ),
    )
}  # fmt: skip
