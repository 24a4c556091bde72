"""What Word and WPS put on the clipboard, pasted into the editor of a page with Ctrl+V."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_one_day import ask

pytestmark = pytest.mark.browser

CLIPBOARD = Path(__file__).parent / "clipboard"
WRITTEN = re.compile(r'"text":"[^"]')

ITEM, NUMBERED, LINE, TITLE = "unordered-list-item", "ordered-list-item", "unstyled", "header-three"
FROM_WORD = [
    (TITLE, 0, "活动安排"),
    (LINE, 0, "时间：12月4日"),
    (ITEM, 0, "宣誓"),
    (ITEM, 1, "着正装"),
    (ITEM, 0, "宣讲"),
    (NUMBERED, 0, "报到"),
    (NUMBERED, 0, "入场"),
    (LINE, 0, "街镇 ｜ 场次"),
    (LINE, 0, "清溪街道 ｜ 3 含夜校"),
    (LINE, 0, "详见方案和网站"),
]
FROM_WPS = [
    (LINE, 0, "一、总体要求"),
    (LINE, 0, "（一）学习宪法"),
    (LINE, 0, "（二）宣传民法典"),
    (LINE, 0, "3、接着上文"),
    (ITEM, 0, "横幅"),
    (ITEM, 0, "展板"),
    (NUMBERED, 1, "正面"),
    (LINE, 0, "甲 ｜ 乙 ｜ "),
    (LINE, 0, "丙 ｜ 丁"),
]
FROM_TABLES = [
    (LINE, 0, "表一"),
    (LINE, 0, "甲 ｜ 1. 乙 2. 丙 丁"),
    (LINE, 0, "里一 ｜ 里二"),
    (ITEM, 0, "框里 两段"),
    (NUMBERED, 0, "框里"),
]
COPY = """html => document.addEventListener("copy", event => {
    event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", "原文");
    event.preventDefault();
}, {once: true})"""


@pytest.fixture
def editor(visit, platform):
    """A new case explainer, open in the editor."""
    home = ask(platform, "HomePage.objects.get().pk")
    return visit(f"/office/pages/add/campaigns/casepage/{home}/", "editor")


def paste(page, field: str, html: str) -> dict:
    """Copy as Word does and press Ctrl+V in the field; what the field then sends."""
    page.evaluate(COPY, html)
    page.keyboard.press("Control+c")
    page.locator(f"[data-contentpath={field}] .public-DraftEditor-content").click()
    page.keyboard.press("Control+v")
    return sent(page, field)


def sent(page, field: str) -> dict:
    """What the field sends once something is written in it."""
    expect(page.locator(f"[name={field}]")).to_have_value(WRITTEN)
    return json.loads(page.input_value(f"[name={field}]"))


@pytest.mark.parametrize(("name", "kept"), [("word", FROM_WORD), ("wps", FROM_WPS), ("tables", FROM_TABLES)])
def test_lists_stay_lists_and_each_row_of_a_table_is_a_line(editor, name, kept):
    pasted = paste(editor, "facts", (CLIPBOARD / f"{name}.html").read_text())
    assert [(block["type"], block["depth"], block["text"]) for block in pasted["blocks"]] == kept
    assert {entity["data"]["url"] for entity in pasted["entityMap"].values()} <= {"https://example.com/"}


def test_what_is_copied_in_the_editor_itself_is_pasted_as_it_is(editor):
    paste(editor, "facts", "<p>甲</p><p>乙<b>丙</b></p>")
    editor.keyboard.press("Control+a")
    editor.keyboard.press("Control+c")
    editor.locator("[data-contentpath=outcome] .public-DraftEditor-content").click()
    editor.keyboard.press("Control+v")
    blocks = sent(editor, "outcome")["blocks"]
    assert [block["text"] for block in blocks] == ["甲", "乙丙"]
    assert blocks[1]["inlineStyleRanges"] == [{"offset": 1, "length": 1, "style": "BOLD"}]
