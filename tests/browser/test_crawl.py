"""Whatever a role is led to in the demo opens, says something and says it in Chinese."""

import re
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
import requests

from sites.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

pytestmark = pytest.mark.browser
ROLES = {each.role: each.username for each in DEMO_ACCOUNTS}
# Ends the session; begins a file; wants rows that a script adds to the address.
LEFT_OUT = re.compile(r"signout|logout|\.(csv|xlsx|docx|pdf|ics|json|svg)$|[?&]export=|^/office/bulk/")
MENU_LINK = re.compile(r'"(/office/[^"?]+/)"')
# Names of formats, keys and systems, said so everywhere.
NAMES = {
    *(each.username for each in DEMO_ACCOUNTS), "clerk",
    "Alt", "API", "CSV", "Ctrl", "Esc", "Excel", "GCJ", "GPS", "HEIC", "ICP", "JPEG", "JSON", "KTV", "PDF",
    "PNG", "Shift", "URL", "WebP", "WGS", "Word", "XLSX", "localhost",
}  # fmt: skip
HAN = re.compile("[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
# Addresses, numbers of certificates, codes of agencies and for the door, of which some have no digit.
NO_WORDS = re.compile(r"\S*[\d@/._]\S*|\b[A-Z]{8}\b|\b[A-Z]{2}-[A-Z]{2}\b")
RECORD = re.compile("^/office/.*/0/")
SPOKEN = "//@title | //@aria-label | //@placeholder | //@alt"
WRITTEN = "//text()[not(ancestor::template)]"
UNSEEN = "//script | //style | //code | //svg | //*[@hidden]"
READER = lxml.html.HTMLParser(encoding="utf-8")


class Visitor:
    """Signs in, then follows every kind of link once, the first of its kind it meets. A page about a record
    of the office that others have read (`known`) is only asked whether it opens.
    """

    starts = "/office/", "/portal/"

    def __init__(self, base: str, account: str | None, known: set[str] | None = None):
        self.base, self.session, self.known = base, requests.Session(), set() if known is None else known
        # To pack a page costs more than to carry it across one machine.
        self.session.headers["Accept-Encoding"] = "identity"
        if account:
            self._sign_in(account)

    def _sign_in(self, account: str) -> None:
        base = self.base
        page = _read(self.session.get(f"{base}/signin/"))
        token = page.find(".//input[@name='csrfmiddlewaretoken']").get("value")
        given = {"csrfmiddlewaretoken": token, "username": account, "password": DEMO_PASSWORD}
        self.session.post(f"{base}/signin/", data=given, headers={"Referer": f"{base}/signin/"})

    def crawl(self):
        """Each page with its address, the status beside it."""
        waiting, met = [f"{self.base}{start}" for start in self.starts], set()
        while waiting:
            address = waiting.pop(0)
            if (kind := self.kind(address)) in met:
                continue
            met.add(kind)
            answer = self._answer(address, kind)
            page = _read(answer)
            found = [urljoin(answer.url, led) for led in _leading(page)]
            yield urlsplit(address).path, answer.status_code, page
            waiting += [each for each in found if each.startswith(self.base) and not self.leaves_out(each)]

    def troubles(self) -> tuple[int, dict[str, object]]:
        """How many pages there are; by address an error's status, that nothing is said, or foreign words."""
        count, found = 0, {}
        for path, status, page in self.crawl():
            count += 1
            words, main = foreign(page), page.find(".//main")
            empty = main is not None and not HAN.search(main.text_content())
            if status >= 400 or empty or words:
                found[path] = status if status >= 400 else "empty" if empty else words
        return count, found

    def _answer(self, address: str, kind: str):
        if kind in self.known and (answer := self.session.options(address)).status_code != 405:
            return answer
        if RECORD.match(kind):
            self.known.add(kind)
        return self.session.get(address)

    def kind(self, address: str) -> str:
        return re.sub(r"\d+", "0", urlsplit(address).path)

    def leaves_out(self, address: str) -> bool:
        parts = urlsplit(address)
        return bool(
            not parts.path.startswith(self.starts)
            or LEFT_OUT.search(parts._replace(scheme="", netloc="").geturl())
        )


def _read(answer) -> lxml.html.HtmlElement:
    is_page = answer.headers.get("content-type", "").startswith("text/html") and answer.content
    return lxml.html.document_fromstring(answer.content if is_page else "<html></html>", parser=READER)


def _leading(page: lxml.html.HtmlElement) -> list[str]:
    """Where its links lead, and those of the menu, which a script draws."""
    menu = page.find(".//*[@id='wagtail-sidebar-props']")
    return [*page.xpath("//a/@href"), *(MENU_LINK.findall(menu.text) if menu is not None else ())]


def foreign(page: lxml.html.HtmlElement) -> set[str]:
    """What the page says, aloud or under the mouse, without a Chinese character; what is unseen goes."""
    for unseen in page.xpath(UNSEEN):
        unseen.drop_tree()
    said = {each.strip() for where in (WRITTEN, SPOKEN) for each in page.xpath(where)}
    return {each for each in said if not HAN.search(each) and _words(each)}


def _words(said: str) -> set[str]:
    return set(WORD.findall(NO_WORDS.sub(" ", said))) - NAMES


@pytest.fixture(scope="module")
def known():
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_role_is_led_to_pages_that_open_and_speak_chinese(role, platform, known):
    count, troubles = Visitor(platform.url, ROLES[role], known).troubles()
    assert count > 5
    assert troubles == {}


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>Saved filters</p>", {"Saved filters"}),
        ('<a title="Sort up">排序</a>', {"Sort up"}),
        ("<p>Excel 表格</p><td>7VFT9EGQ</td><td>a.b@c.cn</td><kbd>Ctrl + b</kbd><p hidden>None</p>", set()),
    ],
)
def test_english_is_seen(html, told):
    assert foreign(lxml.html.document_fromstring(html)) == told
