from datetime import date

import factory
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from cms.campaigns.enums import DayRule
from cms.campaigns.models import (
    ArticlePage,
    BrandPage,
    CampaignPage,
    CasePage,
    HomePage,
    LawDay,
    NoticePage,
    TopicPage,
)
from cms.campaigns.models.publicity import founding
from media.models import LibraryDocument
from media.services import read_document
from tests.cms.accounts.factories import UserFactory


class PageFactory(factory.django.DjangoModelFactory):
    """Makes a page below `parent`, by default below the home page, as a draft unless `live`."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"示范页面{n}")
    live = True

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        page = model_class(*args, **kwargs)
        for document in LibraryDocument.objects.filter(extracted=None) if page.live else ():
            read_document(document)
        with founding():
            return (parent or HomePage.objects.get()).add_child(instance=page)


class TopicPageFactory(PageFactory):
    class Meta:
        model = TopicPage


class ArticlePageFactory(PageFactory):
    class Meta:
        model = ArticlePage

    body = factory.LazyFunction(lambda: [("paragraph", "<p>宪法宣传走进社区。</p>")])


class NoticePageFactory(PageFactory):
    class Meta:
        model = NoticePage

    issued_by = "区普法办公室"


class BrandPageFactory(PageFactory):
    class Meta:
        model = BrandPage


class CampaignPageFactory(PageFactory):
    class Meta:
        model = CampaignPage

    theme = "学习宣传贯彻宪法"
    starts_on = date(2026, 12, 1)
    ends_on = date(2026, 12, 7)
    body = factory.LazyFunction(lambda: [("paragraph", "<p>一起读一段宪法。</p>")])


class CasePageFactory(PageFactory):
    class Meta:
        model = CasePage

    live = False
    facts = "<p>一只花盆从高处落下，砸坏了停在楼下的汽车。</p>"


def approved(page):
    """The newest words of `page` as a revision that three others have approved, not yet published."""
    revision = page.save_revision()
    state = WorkflowState.objects.create(
        content_type=page.get_content_type(),
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        workflow=page.get_workflow(),
        status=WorkflowState.STATUS_APPROVED,
    )
    for task in state.workflow.tasks:
        TaskState.objects.create(
            workflow_state=state,
            task=task,
            revision=revision,
            status=TaskState.STATUS_APPROVED,
            finished_at=timezone.now(),
            finished_by=UserFactory(),
        )
    return revision


def published(page):
    """Puts the newest words of `page` before the public without review, for tests of what comes after."""
    with founding():
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def running_now(name: str = "法治宣传季") -> LawDay:
    """The only law day there is: it runs today and awaits its notice."""
    LawDay.objects.all().delete()
    month = timezone.localdate().month
    return LawDay.objects.create(name=name, rule=DayRule.ANNOUNCED, month=month, day=1, lasts=31)
