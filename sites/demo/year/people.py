"""The roster and the volunteers of the whole district, their hours and their trainings, from tables."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from cms.people.models import ServiceRecord
from cms.people.services import verify_service
from cms.places.models import Place
from search.chinese.dates import chinese_date
from sites.demo.office import Office
from sites.demo.year.names import full_name
from sites.demo.year.scale import Scale
from sites.demo.year.tables import leave_waiting, take_in

CATEGORIES = ("居（村）委会干部", "人民调解员", "网格员", "楼组长", "党员骨干", "退休法律工作者", "热心居民")
EDUCATIONS = ("高中", "中专", "大专", "大专", "本科", "本科", "硕士研究生")
STATES = (*["在册"] * 13, "暂停", "培训中", "培训中", "公示中", "已提名", "已退出", "已撤销")
SKILLS = ("调解邻里纠纷", "普法宣讲", "沪语讲解", "文字整理", "摄影", "手语", "")
TEAMS = ("青桥律师志愿服务队", "银龄普法队", "青年宣讲队", "社区调解志愿队")
POSTS = ("咨询台", "宣讲", "秩序引导", "资料发放", "摄影记录")
WORK = ("社区法律咨询日", "宪法宣讲进楼组", "反诈宣传摆摊", "普法集市志愿服务", "校门口护学普法")
COURSES = (
    ("婚姻家庭纠纷调解专题培训", 4), ("法律明白人初任培训", 8), ("民法典物业条款研读", 3),
    ("社区矫正与帮教交流", 3), ("普法讲解技巧训练", 4), ("法律明白人年度轮训", 8),
)  # fmt: skip


def build_people(office: Office, communities: list[Place], scale: Scale, today: date) -> None:
    draw, clerk = Random(scale.seed + 1), office.accounts["clerk"]  # noqa: S311
    roster = list(_roster(communities, scale.people, draw, today))
    take_in("roster", f"青桥区法律明白人登记表（{today.year}年）", roster, actor=clerk, on=today)
    volunteers = list(_volunteers(communities, roster, scale.volunteers, draw, today))
    take_in("volunteers", "青桥区普法志愿者名册", volunteers, actor=clerk, on=today)
    service = list(_service(volunteers, draw, today))
    take_in("service_records", f"{today.year}年志愿服务记录", service, actor=clerk, on=today)
    for record in ServiceRecord.objects.filter(verified_on=None).order_by("-date", "-pk")[20:80]:
        verify_service(record, actor=office.accounts["admin"])
    for place, (course, hours) in enumerate(COURSES):
        day = today - timedelta(days=25 + 52 * place)
        told = f"时间：{chinese_date(day)}　地点：青桥区公共法律服务中心二楼　学时：{hours}"
        rows = _attended([row for row in roster if row["状态"] == "在册"], draw, hours)
        take_in("attendance", f"{course}签到表", rows, actor=clerk, on=today, told=told)
    waiting = list(_doubtful(roster, communities))
    leave_waiting(
        "roster", "听泉街道补报的法律明白人登记表", waiting, actor=clerk, on=today, sender="听泉街道"
    )


def _roster(communities: list[Place], wanted: int, draw: Random, today: date) -> Iterator[dict]:
    for number in range(wanted):
        community = communities[number % len(communities)]
        state = draw.choice(STATES)
        certified = state in ("在册", "暂停")
        yield {
            "姓名": full_name(100 + number),
            "性别": draw.choice("男女"),
            "出生年月": f"{draw.randint(1955, 2002)}-{draw.randint(1, 12):02d}",
            "民族": "汉族",
            "政治面貌": draw.choice(("群众", "中共党员", "共青团员", "群众")),
            "文化程度": draw.choice(EDUCATIONS),
            "联系电话": f"19900{100000 + number}",
            "所属街镇": community.parent.name,
            "所属居村": community.name,
            "人员类别": draw.choice(CATEGORIES),
            "推荐方式": draw.choice(("自荐", "两委推荐", "两委推荐", "街镇推荐")),
            "特长": draw.choice(SKILLS),
            "考核成绩": draw.randint(70, 99) if certified else None,
            "证书编号": f"QQFM-{number + 1:04d}" if certified else None,
            "发证日期": (today - timedelta(days=draw.randint(40, 900))).isoformat() if certified else None,
            "状态": state,
        }


def _volunteers(
    communities: list[Place], roster: list[dict], wanted: int, draw: Random, today: date
) -> Iterator[dict]:
    """One in six also stands on the roster, under the same telephone."""
    for number in range(wanted):
        same = roster[3 * number % len(roster)] if number % 6 == 0 else None
        community = communities[number * 7 % len(communities)]
        yield {
            "志愿者编号": f"QQ-ZY-{number + 101:04d}",
            "姓名": same["姓名"] if same else full_name(1200 + number),
            "性别": same["性别"] if same else draw.choice("男女"),
            "出生日期": same["出生年月"]
            if same
            else f"{draw.randint(1958, 2006)}-{draw.randint(1, 12):02d}-15",
            "手机号码": same["联系电话"] if same else f"19900{300000 + number}",
            "所属街镇": same["所属街镇"] if same else community.parent.name,
            "所属居村": same["所属居村"] if same else community.name,
            "服务队伍": TEAMS[number % len(TEAMS)],
            "服务专长": draw.choice(SKILLS),
            "注册日期": (today - timedelta(days=draw.randint(370, 1500))).isoformat(),
            "同意公开信息": draw.choice("是是否"),
            "状态": "暂停" if number % 17 == 5 else "在册",
        }


def _service(volunteers: list[dict], draw: Random, today: date) -> Iterator[dict]:
    """Nobody serves twice on one day."""
    for who in volunteers:
        for weeks in draw.sample(range(1, 46), draw.choice((0, 1, 2, 4, 6, 8))):
            day = today - timedelta(days=7 * weeks + draw.randint(0, 6))
            hour, length = draw.choice((9, 13, 14)), draw.choice((2, 2, 3))
            yield {
                "志愿者编号": who["志愿者编号"],
                "姓名": who["姓名"],
                "活动名称": draw.choice(WORK),
                "服务日期": day.isoformat(),
                "开始时间": f"{hour}:00",
                "结束时间": f"{hour + length}:00",
                "服务时长": length,
                "服务岗位": draw.choice(POSTS),
                "服务地点": f"{who['所属居村']}活动室",
                "记录人": "居安和",
                "记录日期": min(day + timedelta(days=1), today).isoformat(),
            }


def _attended(people: list[dict], draw: Random, hours: int) -> Iterator[dict]:
    for who in draw.sample(people, min(60, len(people))):
        came = draw.random() < 0.9
        yield {
            "姓名": who["姓名"],
            "单位（居村）": who["所属居村"],
            "手机尾号": who["联系电话"][-4:],
            "签到": "√" if came else "请假",
            "学时": hours if came else None,
        }


def _doubtful(roster: list[dict], communities: list[Place]) -> Iterator[dict]:
    """What a table from a 街镇 is like: some rows are plain, some are to be decided by a person."""
    for number, community in enumerate(communities[-12:]):
        yield {
            "姓名": full_name(2600 + number),
            "性别": "女" if number % 2 else "男",
            "出生年月": "78.1" if number == 3 else f"{1970 + number}-06",
            "联系电话": f"1990060000{number}"[:11] if number != 5 else "1990060",
            "所属街镇": community.parent.name,
            "所属居村": "不详" if number in (2, 7) else community.name,
            "人员类别": "网格员",
            "状态": "已提名",
        }
    # Somebody of the roster again, with another telephone: the same person, or a namesake?
    known = roster[4]
    yield {
        "姓名": known["姓名"],
        "性别": known["性别"],
        "出生年月": known["出生年月"],
        "联系电话": "19900600099",
        "所属街镇": communities[-1].parent.name,
        "所属居村": communities[-1].name,
        "人员类别": "楼组长",
        "状态": "已提名",
    }
