from datetime import date

import factory

from cms.campaigns.models import ArticlePage, CampaignPage, CasePage, HomePage, NoticePage, TopicPage


class PageFactory(factory.django.DjangoModelFactory):
    """Makes a page below `parent`, by default below the home page, as a draft unless `live`."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"示范页面{n}")
    live = True

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        page = model_class(*args, **kwargs)
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
