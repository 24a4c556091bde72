"""Paper first: a messy roster decided on, the returned file that comes back mended, an import taken back."""

import io

import openpyxl
import pytest

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import violations
from tests.cms.intake.rosters import identity

pytestmark = pytest.mark.browser

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ["姓名", "出生年月", "身份证号", "联系电话", "所属街镇", "所属居村", "状态"]
PLACE = ["清溪街道", "望桥居委会", "在册"]
GOOD = ["贺立新", "1981-03", identity("31010719810301911"), "19900008101", *PLACE]
TWICE = [*GOOD[:3], "19900008102", *PLACE]
NO_PHONE = ["柏守成", "1982-04", identity("31010719820401912"), "电话打不通", *PLACE]
NO_PLACE = [
    ["申明礼", "1983-05", identity("31010719830501913"), "19900008103", "清溪街道", "旺桥里", "在册"],
    ["申明义", "1984-06", identity("31010719840601914"), "19900008104", "清溪街道", "旺桥里", "在册"],
]
ROWS = [GOOD, TWICE, NO_PHONE, *NO_PLACE]


def roster(*rows, head=HEAD) -> dict:
    book = openpyxl.Workbook()
    for row in (["法律明白人登记表"], head, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return {"name": "清溪名册.xlsx", "mimeType": SPREADSHEET, "buffer": out.getvalue()}


def send(page, file, sender="清溪街道") -> None:
    """From the page where all batches stand."""
    page.select_option("[name=kind]", "roster")
    page.set_input_files("[name=file]", file)
    page.fill("[name=sender]", sender)
    page.get_by_role("button", name="上传并预览").click()
    page.locator(".intake-sheets").wait_for()


def counts(page, *names) -> list[str]:
    return [page.locator(f"[data-count={name}]").inner_text() for name in names]


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def answer(page, problem: str, button: str) -> None:
    """Tick every row of a problem and give one answer."""
    page.locator(".intake-problems a", has_text=problem).click()
    page.wait_for_load_state()
    page.get_by_label("全选本页").check()
    press(page, button)


def stored(platform, *names) -> str:
    code = f"from cms.people.models import Person; print(Person.objects.filter(name__in={names!r}).count())"
    return platform.python(code).strip()


class TestImports:
    def test_1_rows_that_wait_are_decided_on_by_problem_then_imported(self, visit, platform):
        page = visit("/office/intake/", "office")
        send(page, roster(*ROWS))
        assert counts(page, "create", "pending") == ["1", "4"]
        page.get_by_role("link", name="处理 4 行").click()
        page.locator(".intake-problems a", has_text="地点对不上").click()
        page.locator("[data-review-row]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("j")
        page.keyboard.press("Space")
        page.fill("#bulk-value", "望桥居委会")
        press(page, "改所选行")
        answer(page, "疑似同一人", "所选行是同一个")
        answer(page, "不是手机号", "所选行按所示导入")
        page.get_by_text("没有待处理的行了").wait_for()
        page.get_by_role("link", name="返回批次").click()
        assert counts(page, "create", "pending") == ["4", "0"]
        press(page, "导入 4 行")
        page.get_by_text("已新增").wait_for()
        assert stored(platform, *{row[0] for row in ROWS}) == "4"
        page.goto(f"{page.url.partition('?')[0]}?decided=on")
        assert page.locator(".intake-decided").count() == 4

    def test_2_same_file_again_asks_nothing_and_changes_nothing(self, visit):
        page = visit("/office/intake/", "office")
        send(page, roster(*ROWS))
        assert counts(page, "create", "change", "unchanged", "pending") == ["0", "0", "5", "0"]

    def test_3_returned_file_comes_back_mended_and_only_the_difference_is_stored(self, visit, platform):
        new = ["鲁知节", "1985-07", identity("31010719850701915"), "不详不详", *PLACE]
        page = visit("/office/intake/", "office")
        send(page, roster(GOOD, new))
        page.get_by_text("下载带意见的原表").click()
        page.get_by_label("请写明下载的理由").fill("退回单位改正")
        with page.expect_download() as download:
            page.get_by_role("button", name="下载", exact=True).click()
        book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
        assert book.active["H4"].value.startswith("【待人工确认】联系电话")
        book.active["D4"].value = "19900008105"
        out = io.BytesIO()
        book.save(out)
        page.goto("/office/intake/")
        send(page, {"name": "改好.xlsx", "mimeType": SPREADSHEET, "buffer": out.getvalue()})
        assert counts(page, "create", "pending") == ["1", "0"]
        page.get_by_role("button", name="导入").click()
        page.get_by_text("已新增").wait_for()
        assert stored(platform, "鲁知节") == "1"

    def test_4_import_is_taken_back(self, visit, platform):
        page = visit("/office/intake/", "office")
        page.get_by_role("link", name="改好.xlsx").first.click()
        page.get_by_text("撤销这次导入").click()
        press(page, "确认撤销")
        page.get_by_text("已撤销").wait_for()
        assert stored(platform, "鲁知节") == "0"

    def test_5_unknown_headings_are_asked_about_once(self, visit):
        odd = ["人名", "生年", "证件号", "怎么联系", "哪个街道", "哪个居委", "在不在册"]
        page = visit("/office/intake/", "office")
        send(page, roster(GOOD, head=odd), sender="清溪街道平安办")
        page.get_by_role("link", name="对应列").click()
        for heading, column in zip(odd, HEAD, strict=True):
            page.get_by_label(heading, exact=True).select_option(column)
        press(page, "按此对应，重新读取")
        page.locator("[data-count=unchanged]").wait_for()
        # While it is being read, the page comes again by itself.
        page.locator("meta[http-equiv=refresh]").wait_for(state="detached")
        page.goto("/office/intake/")
        send(page, roster(GOOD, head=odd), sender="清溪街道平安办")
        page.locator("[data-count=unchanged]").wait_for()

    def test_6_pages_have_no_axe_violation_and_fit_the_phone(self, visit):
        page = visit("/office/intake/", "office")
        send(page, roster(["何必问", "1986-08", "", "没有", *PLACE], head=[*HEAD[:6], "别的什么"]))
        batch = page.url.rstrip("/")
        row = page.locator(".listing a").first.get_attribute("href")
        for path in ("/office/intake/", f"{batch}/", f"{batch}/review/", row, f"{batch}/columns/"):
            page.goto(path)
            for viewport in (PHONE, {"width": 768, "height": 900}, DESK):
                page.set_viewport_size(viewport)
                assert not page.evaluate(looks.OVERFLOWS), (path, viewport)
            assert violations(page, within="main") == [], path
