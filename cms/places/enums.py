from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    DISTRICT = "district", _("区")
    SUBDISTRICT = "subdistrict", _("街道")
    TOWN = "town", _("镇")
    AREA = "area", _("片区")
    NEIGHBOURHOOD = "neighbourhood", _("居民委员会")
    VILLAGE = "village", _("村民委员会")


SUBDISTRICT_KINDS = (PlaceKind.SUBDISTRICT, PlaceKind.TOWN)
COMMUNITY_KINDS = (PlaceKind.NEIGHBOURHOOD, PlaceKind.VILLAGE)


class VenueLevel(models.TextChoices):
    NATIONAL = "national", _("国家级")
    CITY = "city", _("市级")
    DISTRICT = "district", _("区级")
    SUBDISTRICT = "subdistrict", _("街镇级")
    COMMUNITY = "community", _("居村级")


class ServiceTier(models.IntegerChoices):
    """Tiers of the public legal service network; a smaller number is a higher tier."""

    CENTRE = 1, _("区中心")
    STATION = 2, _("街镇工作站")
    LOUNGE = 3, _("片区客厅")
    STUDIO = 4, _("居村工作室")
