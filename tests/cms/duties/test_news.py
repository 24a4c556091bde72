"""From an approved activity to the draft of an article, which takes the ordinary review."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.campaigns.models import ArticlePage, HomePage
from cms.campaigns.permissions import writers
from cms.campaigns.queries.columns import news_column
from cms.campaigns.services import submit
from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.enums import ActivityState
from cms.duties.models import NewsDraft
from cms.duties.services import add_photo, draft_news
from media.models import LibraryImage
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory, TopicPageFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.duties.test_evidence import photo
from tests.cms.steps import take

pytestmark = pytest.mark.django_db
S = ActivityState


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def text_of(page) -> str:
    return "\n".join(str(block.value) for block in page.body if block.block_type == "paragraph")


def test_draft_says_what_the_record_says(office):
    activity = ActivityFactory(name="宪法进社区", summary="讲了<三>条。\n\n答疑十二人。")
    co_host = AgencyFactory()
    activity.co_hosts.add(co_host)
    for _ in range(2):
        add_photo(activity, photo(), actor=logger_of(activity.host))
    activity.state = S.APPROVED
    activity.save()
    page = draft_news(activity, actor=office).page
    assert (page.title, page.summary, page.source) == ("宪法进社区", "讲了<三>条。", activity.host.name)
    said = text_of(page)
    for words in (
        "<p>讲了&lt;三&gt;条。</p>", "<p>答疑十二人。</p>", activity.address, co_host.name,
        f"《{activity.laws.get().short_title}》",
    ):  # fmt: skip
        assert words in said
    shown = [block.value["image"] for block in page.body if block.block_type == "picture"]
    assert [image.pk for image in shown] == list(
        LibraryImage.objects.order_by("pk").values_list("pk", flat=True)
    )
    assert [(image.contextual_alt_text, image.width) for image in shown] == [("", 60)] * 2


def test_draft_is_not_public_and_its_writer_does_not_review_it(client, office):
    page = draft_news(ActivityFactory(state=S.APPROVED), actor=office).page
    assert (page.live, page.owner, writers(page)) == (False, office, {office.pk})
    assert client.get(page.url).status_code == 404
    with pytest.raises(RuleBroken):
        page.latest_revision.publish()
    assert submit(page, actor=office).status == "in_progress"


def test_draft_goes_below_the_campaign_else_where_most_articles_stand(office):
    quiet, busy = TopicPageFactory(), TopicPageFactory()
    ArticlePageFactory(parent=busy)
    campaign = CampaignPageFactory()
    drafted = [
        draft_news(ActivityFactory(state=S.APPROVED, **told), actor=office).page.get_parent().pk
        for told in ({"campaign": campaign}, {})
    ]
    assert drafted == [campaign.pk, busy.pk]
    busy.delete()
    assert news_column().pk == quiet.pk
    quiet.delete()
    assert news_column() == HomePage.objects.get()


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.RETURNED, S.RESUBMITTED])
def test_nothing_is_drafted_of_what_does_not_count(state, office):
    with pytest.raises(NotAllowed):
        draft_news(ActivityFactory(state=state), actor=office)
    assert not ArticlePage.objects.exists()


def test_who_may_not_write_pages_drafts_none():
    activity = ActivityFactory(state=S.APPROVED)
    for user in (logger_of(activity.host), UserFactory(roles=[Role.EDITOR])):
        with pytest.raises(NotAllowed):
            draft_news(activity, actor=user)
    assert not ArticlePage.objects.exists()


def test_one_article_is_drafted_and_another_when_it_was_thrown_away(office):
    activity = ActivityFactory(state=S.PUBLISHED)
    page = draft_news(activity, actor=office).page
    with pytest.raises(RuleBroken, match="已经起草过"):
        draft_news(activity, actor=office)
    page.delete()
    assert draft_news(activity, actor=office).page != page


def test_personal_number_in_the_record_stops_the_draft_whole(office):
    activity = ActivityFactory(state=S.APPROVED)
    type(activity).objects.filter(pk=activity.pk).update(summary="联系人 19900001234")
    activity.refresh_from_db()
    with pytest.raises(RuleBroken, match="199"):
        draft_news(activity, actor=office)
    assert not NewsDraft.objects.exists()


def test_long_summary_is_cut_at_a_sentence(office):
    summary = "甲" * 150 + "。" + "乙" * 100 + "。"
    page = draft_news(ActivityFactory(state=S.APPROVED, summary=summary), actor=office).page
    assert page.summary == "甲" * 150 + "。"


def test_one_click_on_the_desk_leads_into_the_editor(client, office):
    client.force_login(office)
    activity = ActivityFactory(state=S.APPROVED)
    address = reverse("review_desk:inspect", args=[activity.pk])
    assert "起草新闻" in client.get(address).content.decode()
    answer = take(client, "review_desk", "draft_news", activity)
    page = ArticlePage.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "已起草新闻" in answer.content.decode()
    shown = client.get(address).content.decode()
    assert ["草稿，尚未发布" in shown, 'data-step="draft_news"' in shown] == [True, False]
    waiting = ActivityFactory(state=S.SUBMITTED)
    assert "起草新闻" not in client.get(reverse("review_desk:inspect", args=[waiting.pk])).content.decode()
