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
        return visit(path, viewport=PHONE, java_script_enabled=script, **given)

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
