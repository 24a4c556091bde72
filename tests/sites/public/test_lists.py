"""The duty lists as the public reads and prints them."""

import io

import docx
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.papers import NoChineseTypeface, responding
from cms.duties.enums import ActivityState, ItemKind, ListState
from cms.duties.exports import list_paper
from cms.duties.queries import items_in_full
from cms.duties.queries.wording import as_published
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, DutyListFactory

pytestmark = pytest.mark.django_db


def public(year=2026, version=1, state=ListState.PUBLISHED, reason="", items=()):
    """A list that was published with these items; each is what differs from an item of the factory."""
    made = DutyListFactory(year=year, version=version, reason=reason)
    for fields in items:
        DutyItemFactory(list=made, **fields)
    type(made).objects.filter(pk=made.pk).update(state=state, published_at=timezone.now())
    made.refresh_from_db()
    return made


def file_of(client, shown, suffix):
    response = client.get(reverse("public:duty_list_file", args=[shown.year, shown.version, suffix]))
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("state", list(ListState), ids=str)
def test_only_what_was_published_is_public(state, client):
    shown = public(state=state)
    was_published = state in (ListState.PUBLISHED, ListState.SUPERSEDED)
    addresses = [
        reverse("public:duty_list", args=[2026]),
        reverse("public:duty_list_version", args=[2026, 1]),
        reverse("public:duty_list_file", args=[2026, 1, "docx"]),
    ]
    codes = [client.get(address).status_code for address in addresses]
    assert codes == [200 if was_published else 404] * 3
    assert ("/duty-lists/2026/" in client.get(reverse("public:activities")).content.decode()) is was_published
    assert str(shown.version) == "1"


def test_replaced_version_says_what_replaced_it_and_why(client):
    public(version=1, state=ListState.SUPERSEDED, items=[{"content": "旧的一项"}])
    public(version=2, reason="补充新法", items=[{"content": "新的一项"}])
    newest = client.get(reverse("public:duty_list", args=[2026])).content.decode()
    old = client.get(reverse("public:duty_list_version", args=[2026, 1])).content.decode()
    assert ("新的一项" in newest, "旧的一项" in newest, "第1版" in newest) == (True, False, True)
    assert ("旧的一项" in old, "第2版</a>代替" in old, "更正理由：补充新法" in old) == (True, True, True)
    assert ("进展" in newest, "进展" in old) == (True, False)


def test_page_tells_how_far_each_duty_has_come_and_names_nobody_behind(client):
    one, other = AgencyFactory(), AgencyFactory()
    shown = DutyListFactory(year=2026)
    common = DutyItemFactory(list=shown, content="共同的一项", kind=ItemKind.COMMON, agency=None)
    ActivityFactory(host=one, state=ActivityState.APPROVED, items=[common])
    type(shown).objects.filter(pk=shown.pk).update(state=ListState.PUBLISHED, published_at=timezone.now())
    page = client.get(reverse("public:duty_list", args=[2026])).content.decode()
    assert "2 家单位中已有 1 家完成" in page
    assert other.name not in page


def test_files_hold_the_words_of_the_list_and_its_checksum(client):
    shown = public(items=[{"content": "民法典进社区", "expected_result": "每季度一场*不是*标记"}])
    page = client.get(reverse("public:duty_list", args=[2026])).content.decode()
    checksum = list_paper(shown, as_published(shown, items_in_full(shown))).checksum
    word = docx.Document(io.BytesIO(file_of(client, shown, "docx")))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    pdf = pypdf.PdfReader(io.BytesIO(file_of(client, shown, "pdf")))
    text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    assert {"民法典进社区", "每季度一场*不是*标记"} <= cells
    # What is typed is no markup: both stars are printed, wherever the line breaks.
    assert ("民法典进社区" in text, text.count("*"), checksum in text.replace(" ", "")) == (True, 2, True)
    assert checksum in page
    assert file_of(client, shown, "docx") == file_of(client, shown, "docx")


@pytest.mark.parametrize(
    "address", ["2026/1/exe/", "2026/2/pdf/", "2025/1/pdf/", f"{10**30}/", f"2026/{10**30}/"]
)
def test_what_there_is_not_is_not_found(address, client):
    public()
    assert client.get(f"/duty-lists/{address}").status_code == 404


def test_missing_typeface_is_a_sentence(client, monkeypatch):
    def missing(paper):
        raise NoChineseTypeface

    monkeypatch.setitem(responding.FILES, "pdf", (missing, "application/pdf"))
    public(items=[{"content": "没有字体时的一项"}])
    response = client.get(reverse("public:duty_list_file", args=[2026, 1, "pdf"]))
    assert (response.status_code, response.content.decode()) == (503, str(NoChineseTypeface()))


def test_list_costs_the_same_whatever_its_length(client, django_assert_max_num_queries):
    public(items=[{} for _ in range(30)])
    with django_assert_max_num_queries(20):
        client.get(reverse("public:duty_list", args=[2026]))


def test_version_is_compared_with_the_one_it_replaced(client):
    item = {"key": "G-01", "agency": AgencyFactory()}
    public(version=1, state=ListState.SUPERSEDED, items=[{**item, "content": "旧的普法一项"}])
    public(version=2, reason="补充新法", items=[{**item, "content": "新的普法一项"}])
    address = reverse("public:duty_list_changes", args=[2026, 2])
    page = client.get(address).content.decode()
    assert ("<del>旧</del>的普法一项" in page, "<ins>新</ins>的普法一项" in page, "补充新法" in page) == (
        True,
        True,
        True,
    )
    assert address in client.get(reverse("public:duty_list", args=[2026])).content.decode()
    assert client.get(reverse("public:duty_list_changes", args=[2026, 1])).status_code == 404
