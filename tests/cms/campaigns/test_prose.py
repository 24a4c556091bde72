import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text import get_rich_text_editor_widget

from cms.accounts.enums import Role
from cms.campaigns.blocks import PROSE_FEATURES
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory
from tests.cms.campaigns.ways import typed


def stored(posted: str, features=PROSE_FEATURES) -> str:
    return get_rich_text_editor_widget(features=features).value_from_datadict({"facts": posted}, {}, "facts")


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ("<p class=MsoNormal style='mso-list:l0'>甲<o:p></o:p></p>", "<p>甲</p>"),
        ("<p><font face=宋体 color=red><span lang=EN-US>12</span>月</font></p>", "<p>12月</p>"),
        ("<p>甲</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p>　</p><p>乙</p>", "<p>甲</p><p>乙</p>"),
        ("<p><!--[if !supportLists]-->甲<![if !vml]><!--[endif]--></p>", "<p>甲</p>"),
        (
            "<style>p {color: red}</style><xml><w:x>1</w:x></xml><script>alert(1)</script><p>甲</p>",
            "<p>甲</p>",
        ),
        (
            "<ul type=disc><li class=Mso>甲<ol><li>乙</li></ol></li></ul>",
            "<ul><li>甲<ol><li>乙</li></ol></li></ul>",
        ),
        (
            "<table><tr><td><p>街镇</p></td><th>场次</th></tr><tr><td>清溪</td><td><p>3</p><p>场</p></td></tr></table>",
            "<p>街镇 ｜ 场次</p><p>清溪 ｜ 3 场</p>",
        ),
        (
            "<table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>",
            "<p>甲 ｜ 乙</p>",
        ),
        ("<h1 style='x'>题</h1><div>甲</div><blockquote>乙</blockquote>", "<h3>题</h3><p>甲</p><p>乙</p>"),
        ("<p><a href='javascript:alert(1)' onclick=x>甲</a><img src=x onerror=y></p>", "<p><a>甲</a></p>"),
        (
            '<p><a href="https://example.com/" target=x>甲</a></p>',
            '<p><a href="https://example.com/">甲</a></p>',
        ),
        ("<ul><li><p>甲</p><p>乙</p></li></ul>", "<ul><li>甲 乙</li></ul>"),
        ("<b><div><p>甲</p>乙</div></b><li>丙</li>", "<p>甲</p>乙<p>丙</p>"),
        ("1 &lt; 2", "1 &lt; 2"),
        ("", ""),
        ("[]", "[]"),
        ('{"blocks": 1}', "{&quot;blocks&quot;: 1}"),
    ],
)
def test_html_posted_by_hand_keeps_its_words_and_the_fields_own_tags(posted, kept):
    assert stored(posted) == kept


def test_field_without_lists_and_headings_keeps_their_lines():
    posted = "<h2>题</h2><ul><li>甲</li><li><b>乙</b></li></ul>"
    assert stored(posted, ["bold"]) == "<p>题</p><p>甲</p><p><b>乙</b></p>"


TAGS = st.sampled_from(
    ["p", "b", "a", "ul", "ol", "li", "div", "h2", "span", "table", "tr", "td", "br", "o:p", "embed"]
)
ELEMENTS = st.recursive(
    st.sampled_from(
        ["甲", " ", "<br>", "<!--x-->", "<a data-linktype=page>", "</p>", "<embed data-embedtype=x>"]
    ),
    lambda inner: st.builds("<{0}>{1}</{0}>".format, TAGS, st.lists(inner, max_size=3).map("".join)),
)


@given(st.lists(ELEMENTS, max_size=4).map("".join))
def test_editor_opens_whatever_was_posted(posted):
    widget = get_rich_text_editor_widget(features=PROSE_FEATURES)
    kept = widget.value_from_datadict({"facts": posted}, {}, "facts")
    opened = "".join(block["text"] for block in json.loads(widget.format_value(kept))["blocks"])
    assert opened.count("甲") == posted.count("甲")


def test_what_the_editor_sends_is_read_by_the_editor():
    line = {
        "key": "a",
        "text": "<b>甲",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    posted = json.dumps({"blocks": [line], "entityMap": {}})
    assert stored(posted) == '<p data-block-key="a">&lt;b&gt;甲</p>'


@pytest.mark.django_db
def test_page_whose_paragraph_was_posted_as_html_is_saved_clean_and_opens(client):
    editor = UserFactory(roles=[Role.EDITOR])
    page = ArticlePageFactory(live=False, owner=editor)
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    body = {
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "paragraph",
        "body-0-id": "",
        "body-0-value": "<table style='x'><tr><td class=MsoNormal>甲<o:p></o:p></td><td>乙</td></tr></table>",
    }  # fmt: skip
    assert client.post(address, typed(page, **body)).status_code == 302
    page.refresh_from_db()
    (block,) = page.get_latest_revision_as_object().body
    assert block.value.source == "<p>甲 ｜ 乙</p>"
    assert client.get(address).status_code == 200
