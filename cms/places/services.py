from django.db import transaction

from cms.core import audit
from cms.places.models import Place


@transaction.atomic
def store_place(values: dict, *, actor=None) -> str:
    """Create or change the place with this code; return "create", "change" or "unchanged".

    `values` are model fields. The caller has checked who may.
    """
    place = Place.objects.filter(code=values["code"]).first()
    what = "change"
    if place is None:
        place, what = Place(), "create"
    elif all(getattr(place, name) == value for name, value in values.items()):
        return "unchanged"
    for name, value in values.items():
        setattr(place, name, value)
    place.full_clean()
    place.save()
    audit.record(actor, f"places.place.{what}", place)
    return what
