"""Practice on a phone with and without a script; an exam that is broken off and gone on with."""

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
ADMIT = """
from cms.accounts.models import User
from cms.exams.models import Exam
from cms.exams.services.exams import admit
from cms.people.models import Person
exam, clerk = Exam.objects.get(), User.objects.get(username="office")
person = Person.objects.filter(exam_admissions=None).order_by("pk").first()
print(admit(exam, person, actor=clerk)[1])
"""


@SCRIPTS
def test_quiz_tells_what_is_right_and_why(script, visit):
    page = visit("/quizzes/", viewport=PHONE, script=script)
    page.get_by_role("link", name="宪法知多少").click()
    first = page.locator("[data-question]").first
    first.get_by_label("B. 各级人民政府").check()
    if script:
        first.get_by_role("button", name="核对这一题").click()
    else:
        page.get_by_role("button", name="核对答案").click()
    first.get_by_text("没有答对，答案是 A。").wait_for()
    assert "人民行使国家权力的机关" in first.inner_text()
    assert page.locator("fieldset").count() == 9
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"] if script else True
    page.get_by_label("正确", exact=False).first.check()
    page.get_by_role("button", name="核对答案").click()
    assert "答了2题" in page.locator("#result").inner_text()


@SCRIPTS
def test_exam_broken_off_is_gone_on_with_on_another_device(script, visit, platform):
    code = platform.python(ADMIT).strip()
    page = visit("/exams/", viewport=PHONE, script=script)
    page.get_by_label("准考号").fill(code)
    page.get_by_role("button", name="进入考试").click()
    page.get_by_role("button", name="开始").click()
    boxes = page.locator("fieldset")
    boxes.nth(0).locator("input").first.check()
    if script:
        page.get_by_text("已保存", exact=True).wait_for()
        # The line breaks: what is answered meanwhile goes out when it is back.
        page.context.set_offline(True)
        boxes.nth(1).locator("input").first.check()
        page.get_by_text("没有连上").wait_for()
        page.context.set_offline(False)
        page.get_by_text("已保存", exact=True).wait_for()
    else:
        boxes.nth(1).locator("input").first.check()
        page.get_by_role("button", name="保存，接着答").click()
        page.get_by_text("已保存，答了2题。").wait_for()
    page.context.clear_cookies()
    other = visit("/exams/", viewport=PHONE, script=script)
    other.get_by_label("准考号").fill(code)
    other.get_by_role("button", name="进入考试").click()
    other.get_by_role("link", name="接着答题").click()
    assert other.locator("input:checked").count() == 2
    other.get_by_role("button", name="交卷", exact=True).click()
    other.get_by_text("没有答完").wait_for()
    other.get_by_role("button", name="就这样交卷").click()
    heading = other.get_by_role("heading", level=1)
    heading.filter(has_text="合格").wait_for()
    assert other.get_by_text("没有作答").count() > 0
