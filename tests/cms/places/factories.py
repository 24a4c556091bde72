import factory

from cms.places.enums import PlaceKind, ServiceTier, VenueLevel
from cms.places.models import Place, ServicePoint, Venue


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"31{n:04d}")
    name = factory.Sequence(lambda n: f"青桥{n}区")
    kind = PlaceKind.DISTRICT


class SubdistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"32{n:07d}")
    name = factory.Sequence(lambda n: f"清溪{n}街道")
    kind = PlaceKind.SUBDISTRICT
    parent = factory.SubFactory(DistrictFactory)


class CommunityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"33{n:010d}")
    name = factory.Sequence(lambda n: f"柳林{n}居委会")
    kind = PlaceKind.NEIGHBOURHOOD
    parent = factory.SubFactory(SubdistrictFactory)


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    code = factory.Sequence(lambda n: f"V{n:04d}")
    name = factory.Sequence(lambda n: f"法治文化园{n}")
    place = factory.SubFactory(SubdistrictFactory)
    level = VenueLevel.DISTRICT
    kind = "公园"


class ServicePointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServicePoint

    code = factory.Sequence(lambda n: f"S{n:04d}")
    name = factory.Sequence(lambda n: f"公共法律服务中心{n}")
    place = factory.SubFactory(DistrictFactory)
    tier = ServiceTier.CENTRE
