import factory
from django.utils import timezone

from cms.inspection.enums import FindingKind
from cms.inspection.models import Finding


class FindingFactory(factory.django.DjangoModelFactory):
    """A link of today that does not open."""

    class Meta:
        model = Finding

    kind = FindingKind.LINK
    key = factory.Sequence(lambda n: f"/没有{n}/")
    subject = factory.SelfAttribute("key")
    told = "没有这一页；链接在“夜校开课了”。"
    link = "/office/pages/1/edit/"
    responsible = "普法办"
    since = factory.LazyFunction(timezone.localdate)
