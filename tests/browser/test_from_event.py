"""From an event that is over to its record handed in, on a phone: nothing is asked twice."""

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
TITLE = "工地门口的普法早市"
# Announced by the office, held two days ago by the unit of the account.
HELD = f"""
from datetime import timedelta
from django.utils import timezone
from cms.accounts.models import User
from cms.agencies.models import Agency
from cms.campaigns.models import Audience, Setting
from cms.events.services import create_event, publish_event
from cms.statutes.models import Law
then = timezone.now() - timedelta(days=2)
event = create_event(
    dict(
        title="{TITLE}", host=Agency.objects.get(code="QQ-RS"), starts_at=then,
        ends_at=then + timedelta(hours=1), address="清溪路工地", introduction="律师在门口答疑。",
        settings=[Setting.objects.first()], audiences=[Audience.objects.first()],
        laws=[Law.objects.get(short_title="劳动合同法")],
    ),
    actor=User.objects.get(username="editor"),
)
publish_event(event, actor=User.objects.get(username="office"))
"""
STATE = f"""
from cms.duties.models import ActivityRecord
held = ActivityRecord.objects.get(name="{TITLE}")
print(held.state, held.address, *held.laws.values_list("short_title", flat=True))
"""
MOST = 12


class Thumb:
    """Counts what it presses and fills in."""

    def __init__(self):
        self.taps = 0

    def press(self, there) -> None:
        self.taps += 1
        there.click()

    def fill(self, there, words: str) -> None:
        self.taps += 1
        there.fill(words)

    def choose(self, there, value: str) -> None:
        self.taps += 1
        there.select_option(value)


def test_event_becomes_a_record_handed_in_with_twelve_taps_at_most(visit, platform):
    platform.python(HELD)
    page, thumb = visit("/portal/", "agency", viewport=PHONE), Thumb()
    onwards = page.get_by_role("button", name="保存，下一步")
    thumb.press(page.locator("main li", has_text=TITLE).get_by_role("button").first)
    page.wait_for_url("**/edit/basics/")
    thumb.press(page.get_by_label("学习宣传宪法和法治宣传教育法"))
    thumb.choose(page.locator("[name=form]"), "consultation")
    thumb.press(onwards)
    page.wait_for_url("**/edit/content/")
    thumb.press(onwards)
    page.wait_for_url("**/edit/results/")
    thumb.fill(page.locator("[name=onsite]"), "60")
    thumb.fill(page.locator("[name=online]"), "0")
    thumb.fill(page.locator("[name=summary]"), "早市上答了二十个问题，多是加班和工资。")
    thumb.press(onwards)
    page.wait_for_url("**/edit/photos/")
    thumb.press(page.get_by_role("button", name="上传，下一步"))
    page.wait_for_url("**/edit/check/")
    thumb.press(page.get_by_role("button", name="提交审核"))
    page.get_by_text("已提交").first.wait_for()
    assert thumb.taps <= MOST
    assert platform.python(STATE).split() == ["submitted", "清溪路工地", "劳动合同法"]
