"""What the lists of other apps ask about places."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.places.enums import SUBDISTRICT_KINDS
from cms.places.models import Place


def _towns(request):
    return Place.objects.filter(kind__in=SUBDISTRICT_KINDS)


class TownFilter(django_filters.ModelChoiceFilter):
    """Narrows a list to a 街镇 with all its 居村; `field_name` leads from a row to its place."""

    def __init__(self, field_name: str = "place"):
        super().__init__(field_name, label=_("街镇"), queryset=_towns)

    def filter(self, qs, value):
        within = value and Place.objects.filter(Q(pk=value.pk) | Q(parent=value)).order_by().values("pk")
        return qs.filter(**{f"{self.field_name}__in": within}) if value else qs
