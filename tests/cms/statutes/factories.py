from datetime import date

import factory

from cms.statutes.enums import LawLevel
from cms.statutes.models import Article, Law, LawVersion
from search.chinese.numerals import format_chinese_number
from search.service import reindex


class LawFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Law
        skip_postgeneration_save = True

    short_title = factory.Sequence(lambda n: f"第{n}示范法")
    title = factory.LazyAttribute(lambda law: f"中华人民共和国{law.short_title}")
    slug = factory.LazyAttribute(lambda law: law.short_title)
    level = LawLevel.LAW

    @factory.post_generation
    def text(self, create, extracted, **kwargs):
        """`text=True` makes it a law that the public reads and finds."""
        if extracted:
            LawVersionFactory(law=self, dated_on=None)
            reindex([self])


class LawVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LawVersion

    law = factory.SubFactory(LawFactory)
    dated_on = date(2024, 5, 1)
    passed_on = date(2024, 5, 1)
    effective_on = date(2024, 7, 1)
    source = "示范汇编"
    checked_on = date(2026, 1, 5)
    fingerprint = factory.Sequence(str)


class ArticleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Article

    version = factory.SubFactory(LawVersionFactory)
    number = factory.Sequence(lambda n: n + 1)
    order = factory.SelfAttribute("number")
    label = factory.LazyAttribute(lambda article: f"第{format_chinese_number(article.number)}条")
    text = "居民应当爱护公共空间。"
