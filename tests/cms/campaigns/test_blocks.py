import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ReferenceIndex

from cms.accounts.enums import Role
from cms.campaigns.blocks import BodyBlock, LawChooserBlock, StatuteBlock
from cms.campaigns.models import ArticlePage
from cms.campaigns.models.texts import wording
from cms.campaigns.queries import texts_citing
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, NoticePageFactory
from tests.cms.campaigns.ways import typed
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db


def statute(**value):
    block = StatuteBlock()
    return block, block.to_python({"remark": "", **value})


def test_chosen_law_reaches_the_browser_as_the_option_of_a_select():
    law = LawFactory()
    block = LawChooserBlock()
    assert block.get_form_state(law) == [str(law.pk)]
    assert block.get_form_state(None) == [""]


def test_article_shown_is_the_one_of_the_newest_version():
    law = LawFactory()
    for dated_on, text in (("2020-05-28", "旧文"), ("2026-01-01", "新文")):
        ArticleFactory(version=LawVersionFactory(law=law, dated_on=dated_on), number=291, suffix=2, text=text)
    block, value = statute(law=law.pk, article="291-2")
    assert block.get_context(value)["article"].text == "新文"


@pytest.mark.parametrize("article", ["第1254条", "1254之二", "abc", "291-", "99999"])
def test_article_that_is_no_number_is_refused(article):
    block, value = statute(law=LawFactory().pk, article=article)
    with pytest.raises(ValidationError):
        block.clean(value)


def test_body_with_a_wrong_block_is_refused_in_our_words():
    body = BodyBlock()
    with pytest.raises(ValidationError) as refused:
        body.clean(body.to_python([{"type": "statute", "value": {"article": "第1254条"}}]))
    assert refused.value.messages == ["有内容块需要改正。"]


def test_law_without_text_is_cited_without_article():
    block, value = statute(law=LawFactory().pk, article="1")
    assert block.get_context(value)["article"] is None


@pytest.fixture
def held_law():
    """A law whose one article is the first."""
    law = LawFactory(title="示范法", short_title="示范法")
    ArticleFactory(version=LawVersionFactory(law=law), number=1, label="第一条", text="为了示范。")
    return law


def test_article_the_law_does_not_have_is_refused(held_law):
    block, value = statute(law=held_law.pk, article="2")
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert "《示范法》现行文本里没有这一条" in str(refused.value.block_errors["article"])


@pytest.mark.parametrize(
    ("with_law", "article", "problem"),
    [(False, "1", "没有选法规"), (False, "", "没有选法规"), (True, "", "没有写条号"), (True, "1", None)],
)
def test_unfinished_quotation_is_kept_as_a_draft_and_says_what_is_missing(
    held_law, with_law, article, problem
):
    value = {"law": held_law if with_law else None, "article": article, "remark": ""}
    page = ArticlePageFactory(live=False, body=[("statute", value)])
    page.save_revision()
    problems = [f"正文第1块（法条）{problem}。"] if problem else []
    assert page.publishing_problems() == problems
    assert page.body.render_as_block()


def test_quotation_whose_article_was_repealed_since_is_not_published(held_law):
    page = ArticlePageFactory(live=False, body=[("statute", {"law": held_law, "article": "1", "remark": ""})])
    held_law.versions.get().articles.all().delete()
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.publishing_problems() == ["正文第1块（法条）所引的条文在现行文本里已经没有。"]


@pytest.mark.parametrize("make", [ArticlePageFactory, NoticePageFactory])
def test_quoting_page_is_among_what_cites_the_law(client, held_law, make):
    page = make(title="引用示范法的页面", body=[("statute", {"law": held_law, "article": "1", "remark": ""})])
    ReferenceIndex.create_or_update_for_object(page)
    assert list(texts_citing([held_law.pk])) == [page.page_ptr]
    assert list(texts_citing([LawFactory().pk])) == []
    assert "引用示范法的页面" in client.get(f"/laws/{held_law.slug}/").content.decode()


def test_quotation_is_found_as_the_citation_it_is():
    law = LawFactory(title="示范法")
    page = ArticlePageFactory(body=[("statute", {"law": law, "article": "291-2", "remark": "说明"})])
    assert "《示范法》第291条之2\n291-2\n说明" in wording(page)


def test_editor_takes_fifteen_hundred_fields(client):
    editor = UserFactory(roles=[Role.EDITOR])
    page = ArticlePageFactory(live=False, owner=editor)
    client.force_login(editor)
    fields = typed(page) | {"body-count": "300"}
    for place in range(300):
        fields |= {
            f"body-{place}-deleted": "", f"body-{place}-order": str(place), f"body-{place}-type": "heading",
            f"body-{place}-id": "", f"body-{place}-value": f"第{place}节",
        }  # fmt: skip
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields).status_code == 302
    page.refresh_from_db()
    assert len(page.get_latest_revision_as_object().body) == 300


def test_block_without_a_law_yet_is_read_from_the_form():
    block, data = StatuteBlock(), {"b-law": "", "b-article": "33", "b-remark": ""}
    assert block.value_from_datadict(data, {}, "b")["law"] is None
