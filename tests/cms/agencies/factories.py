import factory

from cms.agencies.enums import AgencyKind
from cms.agencies.models import Agency


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"A-{n:03d}")
    name = factory.Sequence(lambda n: f"青桥区第{n}管理局")
    short_name = factory.Sequence(lambda n: f"区管理局{n}")
    kind = AgencyKind.GOVERNMENT
