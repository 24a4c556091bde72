"""The duty year, told in order on one running platform: from the draft of the next list to a frozen result,
and what must not be on the way."""

import io
import re
import sqlite3
from datetime import timedelta

import docx
import pytest
from django.utils import timezone

from tests.browser.conftest import PHONE
from tests.browser.test_one_day import press, said
from tests.browser.test_review_sitting import begun, photograph

pytestmark = pytest.mark.browser

YEAR = timezone.localdate().year
WORDS = "请把工地的时间改到春节前"
NAMES = "; ".join(
    (
        "from cms.accounts.models import User",
        "from cms.agencies.models import Agency, AgencyMember",
        "from cms.agencies.services import MEMBERS",
        "from cms.duties.models import ActivityRecord, DutyList",
        "from cms.reviews.models import *",
        "from cms.reviews.services import panels, rounds, schemes",
        "from cms.reports.models import Report",
    )
)


def ask(platform, expression: str) -> str:
    return platform.python(f"{NAMES}; print({expression})").strip()


def key(platform, expression: str) -> int:
    return int(ask(platform, expression))


def take(page, step: str, **fields) -> None:
    """Press the button of a step, and fill in what it asks."""
    page.locator(f"[data-step={step}]").click()
    page.wait_for_load_state()
    if "/step/" in page.url:
        for name, value in fields.items():
            page.fill(f"main [name={name}]", value)
        page.locator("main form button.button").first.click()
        page.wait_for_load_state()
    page.locator(".messages .success").wait_for()


def days_pass(platform, statement: str, *values) -> None:
    """The calendar moves on by what the database is told: the platform itself backdates nothing."""
    with sqlite3.connect(platform.database, timeout=30) as database:
        database.execute(statement, values)
    database.close()


def token(page) -> str:
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")


def post(page, path: str, **data) -> int:
    """What answers a form that no page offers."""
    form = {"csrfmiddlewaretoken": token(page), **data}
    return page.request.post(path, form=form, max_redirects=0).status


def file(page, path: str) -> bytes:
    answer = page.request.get(path)
    assert answer.status == 200, path
    return answer.body()


def words_of(document: bytes) -> str:
    held = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in held.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in held.paragraphs), *cells])


class TestYear:
    def test_1_next_years_list_is_carried_forward_commented_and_published(self, visit, platform):
        desk = visit(f"/office/duty_lists/inspect/{key(platform, 'DutyList.objects.get().pk')}/", "office")
        take(desk, "carry")
        new = key(platform, f"DutyList.objects.get(year={YEAR + 1}).pk")
        desk.goto(f"/office/duty_lists/inspect/{new}/")
        take(desk, "ask", comments_until=str(timezone.localdate() + timedelta(days=5)))

        own = key(platform, "Agency.objects.get(code='QQ-RS').pk")
        page = visit("/portal/", "agency", viewport=PHONE)
        page.locator(f"a[href='/portal/lists/{new}/{own}/']").first.click()
        page.select_option(
            "[name=item]", page.locator("[name=item] option", has_text="R-01").get_attribute("value")
        )
        page.fill("[name=words]", WORDS)
        press(page, "提交意见")
        page.get_by_text(WORDS).first.wait_for()

        proposal = key(platform, f"DutyList.objects.get(pk={new}).proposals.get().pk")
        desk.goto(f"/office/duty_proposals/inspect/{proposal}/")
        assert WORDS in desk.inner_text("main")
        take(desk, "take", reason="已按意见改好")
        page.reload()
        page.get_by_role("button", name="没有意见，确认清单").click()
        page.get_by_text("已确认").first.wait_for()

        # The others let the last day pass.
        day = timezone.localdate() - timedelta(days=1)
        days_pass(platform, "UPDATE duties_dutylist SET comments_until = ? WHERE id = ?", str(day), new)
        # Who wrote it does not approve it; who approved it does not publish it.
        other = visit(f"/office/duty_lists/inspect/{new}/", "admin")
        take(other, "approve")
        desk.goto(f"/office/duty_lists/inspect/{new}/")
        take(desk, "publish")
        public = visit(f"/duty-lists/{YEAR + 1}/", viewport=PHONE)
        assert "工资支付条例进工地" in public.inner_text("main")

    def test_2_two_agencies_log_and_the_reviewer_sees_one_picture_twice(self, visit, platform):
        records = []
        for account, code, name, turned in (
            ("agency", "QQ-RS", "年终法治讲座", False),
            ("agency2", "QQ-SC", "年终消费讲座", True),
        ):
            pk = begun(platform, account, code, name)
            page = visit(f"/portal/activities/{pk}/edit/photos/", account, viewport=PHONE)
            page.set_input_files("[name=photos]", photograph(turned))
            page.get_by_text("可以上传").wait_for()
            press(page, "上传，下一步")
            press(page, "提交审核")
            records.append(pk)
        desk = visit(f"/office/review_desk/inspect/{records[0]}/", "reviewer")
        assert "一张左右翻转" in desk.inner_text("main")
        while desk.get_by_role("button", name="不是同一次").count():
            desk.get_by_role("button", name="不是同一次").first.click()
            desk.wait_for_load_state()
        for pk in records:
            desk.goto(f"/office/review_desk/inspect/{pk}/")
            press(desk, "通过")
            said(desk, "已通过")

    def test_3_round_is_assessed_by_the_agency_the_office_a_panel_and_the_public(self, visit, platform):
        part = key(platform, "Participant.objects.get(agency__code='QQ-RS').pk")
        page = visit(f"/portal/reviews/{part}/", "agency", viewport=PHONE)
        first = key(platform, "Indicator.objects.get(key='A1').pk")
        assert "记录" in page.inner_text("main")
        page.fill(f"[name=i{first}-self_score]", "9")
        page.fill(f"[name=i{first}-self_words]", "年初成立领导小组")
        paper = {"name": "领导小组通知.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
        page.set_input_files(f"[name=i{first}-files]", paper)
        press(page, "提交自评")
        page.get_by_text("自评已提交").wait_for()

        held = key(platform, f"Round.objects.get(scheme__year={YEAR}).pk")
        desk = visit(f"/office/review_rounds/inspect/{held}/", "office")
        take(desk, "close_self")
        for indicator in ("A1", "A2"):
            pk = key(platform, f"Indicator.objects.get(key='{indicator}').pk")
            desk.goto(f"/office/review_rounds/{held}/indicator/{pk}/")
            for score in desk.locator("input[name$=office_score]:not([type=hidden])").all():
                score.fill("8.5")
            press(desk, "保存")
            said(desk, "已保存")
        desk.goto(f"/office/review_rounds/{held}/indicator/{first}/")
        assert "年初成立领导小组" in desk.inner_text("main")

        desk.goto(f"/office/review_assessors/inspect/{key(platform, 'Assessor.objects.first().pk')}/")
        link = desk.locator("code").inner_text()
        phone = visit(link, viewport=PHONE)
        assert "年初成立领导小组" not in phone.inner_text("main")
        for score in phone.locator("main input[inputmode=decimal]").all():
            score.fill("88")
        press(phone, "保存打分")
        phone.get_by_text("已保存").wait_for()

        voter = visit(f"/reviews/{YEAR}/vote/", "member", viewport=PHONE, script=False)
        voter.locator("main fieldset").first.locator("input[value='5']").check()
        press(voter, "提交")
        assert "您已投票" in voter.inner_text("main")
        voter.goto(f"/reviews/{YEAR}/vote/")
        assert voter.locator("main fieldset").count() == 0
        desk.goto(f"/office/review_rounds/inspect/{held}/")
        assert "那之前谁也看不到" in desk.inner_text("main")

    def test_4_result_is_told_appealed_frozen_and_published(self, visit, platform):
        held = key(platform, f"Round.objects.get(scheme__year={YEAR}).pk")
        part = key(platform, "Participant.objects.get(agency__code='QQ-RS').pk")
        desk = visit(f"/office/review_rounds/inspect/{held}/", "office")
        take(desk, "tell")
        page = visit(f"/portal/reviews/{part}/", "agency", viewport=PHONE)
        assert "总分" in page.inner_text("main")
        page.fill("[name=words]", "第四季度少计一场")
        press(page, "提交申诉")
        page.get_by_text("等待答复").wait_for()
        desk.goto(f"/office/review_appeals/inspect/{key(platform, 'Appeal.objects.get().pk')}/")
        take(desk, "answer", reason="已核对记录，次数无误。")
        page.reload()
        assert "已核对记录，次数无误。" in page.inner_text("main")

        day = timezone.localdate() - timedelta(days=40)
        days_pass(platform, "UPDATE reviews_round SET told_on = ? WHERE id = ?", str(day), held)
        desk.goto(f"/office/review_rounds/inspect/{held}/")
        take(desk, "freeze")
        take(desk, "publish")
        public = visit(f"/reviews/{YEAR}/", viewport=PHONE)
        text = public.inner_text("main")
        assert ("青桥区人力资源和社会保障局" in text or "人力资源" in text, "第1名" in text) == (True, False)
        assert platform.run("review_verify").strip() != ""

    def test_5_agency_takes_its_result_and_its_report_as_word_and_pdf(self, visit, platform):
        part = key(platform, "Participant.objects.get(agency__code='QQ-RS').pk")
        page = visit("/portal/figures/", "agency", viewport=PHONE)
        page.get_by_role("button", name=re.compile(f"起草{YEAR}年度履职报告")).click()
        shortfalls = page.locator("textarea").filter(has_text="原因：")
        shortfalls.fill(shortfalls.input_value().replace("原因：", "原因：场地未定。"))
        page.get_by_role("button", name="保存", exact=True).click()
        page.fill("[name=signer]", "钟守正")
        page.get_by_role("button", name="签发", exact=True).click()
        page.get_by_text("签发，报告不再改动").wait_for()
        report = key(platform, "Report.objects.get(agency__code='QQ-RS').pk")
        for stem, told in (
            (f"/portal/reports/{report}/paper", "年终法治讲座"),
            (f"/portal/reviews/{part}/sheet", "总分"),
        ):
            assert told in words_of(file(page, f"{stem}.docx"))
            assert file(page, f"{stem}.pdf").startswith(b"%PDF-")

    def test_6_frozen_year_is_changed_by_no_address(self, visit, platform):
        held = key(platform, f"Round.objects.get(scheme__year={YEAR}).pk")
        part = key(platform, "Participant.objects.get(agency__code='QQ-RS').pk")
        first = key(platform, "Indicator.objects.get(key='A1').pk")
        before = ask(platform, "FrozenYear.objects.get().digest")
        page = visit(f"/reviews/{YEAR}/", viewport=PHONE)
        shown = page.inner_text("main")
        desk = visit(f"/office/review_rounds/inspect/{held}/", "office")
        assert desk.locator("[data-step]").count() == 0
        for path, data in (
            (f"/office/review_rounds/{held}/indicator/{first}/", {f"p{part}i{first}-office_score": "1"}),
            (f"/office/review_rounds/edit/{held}/", {"appeal_workdays": "9"}),
            (f"/office/review_rounds/delete/{held}/", {}),
            ("/office/review_rounds/step/recount/", {"pk": str(held), "reason": "再数"}),
            ("/office/review_rounds/step/tell/", {"pk": str(held)}),
            (f"/office/review_indicators/edit/{first}/", {"name": "改名"}),
        ):
            assert post(desk, path, **data) in (200, 302, 403, 404, 409, 422), path
        assert ask(platform, "FrozenYear.objects.get().digest") == before
        # The names it was made of change; its pages read the same.
        days_pass(platform, "UPDATE agencies_agency SET name = name || '（已更名）'")
        days_pass(platform, "UPDATE reviews_indicator SET name = name || '（已改）'")
        page.reload()
        assert page.inner_text("main") == shown
        assert ask(platform, f"Round.objects.get(pk={held}).state") == "frozen"

    def test_7_nobody_scores_the_own_agency_reads_others_scores_or_votes_twice(self, visit, platform):
        writes = (
            "from datetime import date, timedelta",
            "day = date.today() + timedelta(days=9)",
            "clerk, other = (User.objects.get(username=name) for name in ('office', 'admin'))",
            "scheme = schemes.copy_scheme(Scheme.objects.get(), actor=clerk)",
            "days = dict(self_until=day, scoring_until=day, appeal_workdays=5)",
            "round = rounds.prepare_round(actor=clerk, scheme=scheme, **days)",
            "rounds.close_self_assessment(rounds.open_round(round, actor=clerk), actor=clerk)",
            "own = Agency.objects.get(code='QQ-SF')",
            "MEMBERS.add(actor=other, user=clerk, agency=own)",
            "panels.add_assessor(round, actor=clerk, name='甲', agency=own)",
            "panels.add_assessor(round, actor=clerk, name='乙')",
        )
        platform.python(f"{NAMES}; {'; '.join(writes)}")
        new = f"Round.objects.get(scheme__year={YEAR + 1})"
        held, own = (
            key(platform, f"{new}.pk"),
            key(platform, f"{new}.participants.get(agency__code='QQ-SF').pk"),
        )
        first = key(platform, f"{new}.scheme.indicators.get(key='A1').pk")
        desk = visit(f"/office/review_rounds/{held}/agency/{own}/", "office")
        assert "请另一位同事评" in desk.inner_text("main")
        post(desk, f"/office/review_rounds/{held}/agency/{own}/", **{f"p{own}i{first}-office_score": "10"})
        assert ask(platform, f"Entry.objects.filter(participant={own}).count()") == "0"

        links = [ask(platform, f"panels.token_of({new}.assessors.get(name='{name}'))") for name in "甲乙"]
        for place, link in enumerate(links):
            phone = visit(f"/reviews/panel/{link}/", viewport=PHONE)
            assert phone.locator(f"[name=p{own}]").count() == place
            for score in phone.locator("main input[inputmode=decimal]").all():
                score.fill(str(71 + place))
            press(phone, "保存打分")
        assert "71" not in phone.inner_text("main") + str(
            phone.locator("main input").evaluate_all("all => all.map(each => each.value)")
        )
        post(phone, f"/reviews/panel/{links[0]}/", **{f"p{own}": "100"})
        assert (
            ask(platform, f"PanelScore.objects.filter(participant={own}, assessor__name='甲').count()") == "0"
        )

        rival = visit("/portal/reviews/", "agency2")
        for path in (
            f"/portal/reviews/{own}/",
            f"/portal/reviews/{own}/sheet.pdf",
            f"/office/review_rounds/inspect/{held}/",
        ):
            assert rival.request.get(path, max_redirects=0).status in (302, 404), path

        voter = visit(f"/reviews/{YEAR + 1}/vote/", "member")
        voter.locator("main fieldset").first.locator("input[value='5']").check()
        press(voter, "提交")
        chosen = key(platform, f"{new}.participants.exclude(votes_5=0).get().pk")
        post(voter, f"/reviews/{YEAR + 1}/vote/", **{f"p{chosen}": "5"})
        assert ask(platform, f"Participant.objects.get(pk={chosen}).votes_5") == "1"
