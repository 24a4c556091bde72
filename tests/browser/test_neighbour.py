"""What a neighbour comes for, on a phone, with and without a script: a place, a seat, an answer."""

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
EVENT = "劳动争议面对面：律师在现场"
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@pytest.fixture
def phone(visit):
    """Opens a page on a telephone, with or without a script."""

    def open_page(path, script, **given):
        return visit(path, viewport=PHONE, script=script, **given)

    return open_page


@SCRIPTS
def test_nearest_place_that_is_open_and_can_be_got_into(script, phone):
    page = phone("/places/", script)
    page.get_by_label("离哪里近").fill("枕河")
    page.get_by_label("现在开放").check()
    page.get_by_label("有无障碍设施").check()
    page.get_by_role("button", name="查找").click()
    page.get_by_text("从枕河居委会算的直线距离").wait_for()
    places = page.locator(".places__list > li")
    # The square is open day and night.
    assert places.filter(has_text="青桥宪法广场").count() == 1
    assert places.count() == places.filter(has_text="无障碍：").count()
    places.filter(has_text="青桥宪法广场").get_by_role("link").click()
    page.get_by_role("heading", level=1, name="青桥宪法广场").wait_for()
    assert page.get_by_role("link", name="用高德地图导航").count() == 1


def hold(page, name: str, number: str) -> str:
    """Register, or stand on the waiting list; the code by which it is looked up."""
    page.get_by_label("姓名", exact=True).fill(name)
    page.get_by_label("手机号", exact=True).fill(number)
    # What this event asks besides.
    page.get_by_label("想听哪一类").select_option("工资")
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="报名", exact=True).or_(
        page.get_by_role("button", name="登记候补")
    ).click()
    return page.inner_text(".registration__code")


def by_code(page, code: str, button: str) -> str:
    page.get_by_text("已经报名：查名额").click()
    page.get_by_label("报名码").fill(code)
    page.get_by_role("button", name=button).click()
    return page.get_by_role("status").first.inner_text()


@SCRIPTS
def test_from_the_waiting_list_to_a_seat(script, phone, platform):
    found = f"from cms.events.models import Event; event = Event.objects.get(title='{EVENT}'); "
    platform.python(f"{found}Event.objects.filter(pk=event.pk).update(capacity=1)")
    path = f"/events/{platform.python(f'{found}print(event.pk)').strip()}/"
    first, second = phone(path, script), phone(path, script)
    # Other telephones each time: a number holds one place.
    numbers = ("13800000011", "13800000012") if script else ("13800000021", "13800000022")
    code = hold(first, "林知夏", numbers[0])
    second.reload()
    waiting = hold(second, "周明远", numbers[1])
    assert "排第 1 位" in second.get_by_role("status").first.inner_text()
    first.goto(path)
    assert "已取消报名" in by_code(first, code, "取消报名")
    second.goto(path)
    assert "名额已留好" in by_code(second, waiting, "查询")
    second.goto(path)
    assert "已取消报名" in by_code(second, waiting, "取消报名")


def test_member_takes_a_seat_sees_it_and_gives_it_back(visit):
    page = visit("/events/", "member", viewport=PHONE)
    page.get_by_role("link", name="宪法广场晨读").first.click()
    # Where it is, and how to get there.
    page.locator(".page-head").get_by_role("link").click()
    page.get_by_role("link", name="用高德地图导航").wait_for()
    page.goto("/events/")
    page.get_by_role("link", name=EVENT).first.click()
    page.get_by_label("想听哪一类").select_option("工资")
    page.get_by_label("手机号", exact=True).fill("13800000041")
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="报名", exact=True).click()
    page.locator(".registration__code").wait_for()
    page.goto("/portal/")
    mine = page.locator("section", has=page.get_by_role("heading", name="我的报名"))
    assert EVENT in mine.inner_text()
    mine.get_by_role("button", name="取消报名").click()
    page.get_by_text("已取消报名").wait_for()
    assert mine.count() == 0
    page.get_by_role("link", name="沐清风").click()
    page.get_by_label("姓名", exact=True).fill("沐清风")
    page.get_by_role("button", name="保存姓名").click()
    page.get_by_role("status").wait_for()
    # Not pressed: the other journeys of this member are such other devices.
    page.get_by_role("button", name="退出其他设备上的登录").wait_for()
    page.goto("/portal/")
    page.get_by_role("heading", name="沐清风，您好").wait_for()


@SCRIPTS
def test_question_is_asked_answered_and_followed_up(script, phone, visit, platform):
    words = f"电动车在楼道充电，跟物业说了不管，找谁？（{'有' if script else '无'}脚本）"
    page = phone("/letters/new/", script)
    page.get_by_label("您想说的").fill(words)
    # Nobody writes a letter in three seconds.
    page.wait_for_timeout(3_100)
    page.get_by_role("button", name="提交").click()
    code = page.get_by_role("status").get_by_role("strong").inner_text()
    found = f"from cms.letters.models import Letter; print(Letter.objects.get(words='{words}').pk)"
    number = platform.python(found)
    desk = visit(f"/office/letters/inspect/{number.strip()}/", account="office")
    desk.get_by_role("link", name="答复", exact=True).click()
    desk.get_by_role("textbox", name="答复").fill("先请物业劝阻；仍不停止的，可以向消防救援机构举报。")
    desk.get_by_role("button", name="答复").click()
    desk.get_by_text("写信的人凭查询号看到").wait_for()
    page.goto("/letters/follow-up/")
    page.get_by_label("查询号").fill(code.lower())
    page.get_by_role("button", name="查询").click()
    page.get_by_text("先请物业劝阻").wait_for()


@SCRIPTS
def test_self_check_of_a_firm_ends_in_a_visit(script, phone, visit, platform):
    firm = f"巷口面馆（{'有' if script else '无'}脚本）"
    page = phone("/guides/", script)
    page.get_by_role("link", name="用工体检：合同、工时、社保合不合规").click()
    page.get_by_role("link", name="开始回答").click()
    # Passed over unanswered, the question is asked again.
    page.goto(f"{page.url}&n=1")
    page.get_by_text("请选一个回答").wait_for()
    for answer in (
        "都签了，也给了",
        "没有试用期",
        "没有加班",
        "有人没办，或者按最低基数",
        "讨论过，也签收了",
        "都没有",
    ):
        page.get_by_label(answer).check()
        page.get_by_role("button", name="下一步").click()
    page.get_by_role("heading", name="员工“自愿放弃社保”，约定无效").wait_for()
    page.get_by_role("link", name="更改").first.click()
    page.get_by_role("heading", level=1, name="每位员工在入职一个月内").wait_for()
    page.go_back()
    page.get_by_role("link", name="请普法办上门看看").click()
    page.get_by_label("企业名称").fill(firm)
    page.get_by_label("联系人").fill("沈老板")
    page.get_by_label("联系电话").fill("13800000031" if script else "13800000032")
    page.get_by_label("同意把上面的体检结果").check()
    # Nobody fills in a form in three seconds.
    page.wait_for_timeout(3_100)
    page.get_by_role("button", name="提交").click()
    page.get_by_role("status").get_by_role("strong").wait_for()
    desk = visit("/office/letters/?kind=visit", account="office")
    found = f"from cms.letters.models import Letter; print(Letter.objects.get(words__contains='{firm}').pk)"
    desk.goto(f"/office/letters/inspect/{platform.python(found).strip()}/")
    desk.get_by_text("风险：员工“自愿放弃社保”，约定无效").wait_for()


@SCRIPTS
def test_article_as_of_a_day(script, phone):
    law = "青桥区公共空间文明使用规定（示范文本）"
    page = phone(f"/laws/{law}/4/", script)
    page.get_by_label("看某一天的第四条").fill("2025-01-01")
    page.get_by_role("button", name="查看").click()
    page.get_by_text("2025年1月1日有效的文字").wait_for()
    page.get_by_role("link", name="在全文中查看").click()
    page.get_by_text("这是旧文本").wait_for()
    page.goto(f"/laws/{law}/")
    page.get_by_text("某一天的文本、对照、下载、引用").click()
    page.get_by_role("button", name="比较").click()
    page.get_by_text("2024年6月18日文本 → 2026年1月20日文本").wait_for()
    page.goto(f"/laws/{law}/on/2001-01-01/")
    page.get_by_text("2001年1月1日还没有施行的文本").wait_for()
