import pytest
from django.core.exceptions import ValidationError

from cms.campaigns.blocks import LawChooserBlock, StatuteBlock
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


def test_law_without_text_is_cited_without_article():
    block, value = statute(law=LawFactory().pk, article="1")
    assert block.get_context(value)["article"] is None
