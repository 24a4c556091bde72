"""The tables of agencies, and what a unit says of the places in its charge."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.agencies.models import Agency, AgencyMember, AgencyName
from cms.agencies.permissions import can_manage_agencies, is_in_charge, looks_after_places
from cms.core.tables import Table
from cms.core.writing import Action, writing
from cms.places.models import Location, ServicePoint, Venue

AGENCIES = Table(
    Agency,
    can_manage_agencies,
    writes=(
        "code", "name", "short_name", "kind", "contact_office", "office_phone", "place", "is_active",
    ),
)  # fmt: skip
NAMES = Table(AgencyName, can_manage_agencies, writes=("agency", "name"))
MEMBERS = Table(AgencyMember, can_manage_agencies, writes=("user", "agency"))
CONFIRM: dict[type[Location], Action] = {
    model: Action(
        f"{model._meta.label_lower}.confirm",
        _("核验"),
        looks_after_places,
        writes=("checked_on",),
        of=is_in_charge,
        refusal=_("由这里的责任单位、所在的居村或街镇核验。"),
    )
    for model in (Venue, ServicePoint)
}


def confirm(location: Location, *, actor) -> Location:
    """Whoever is in charge of a place says that what is told of it is right as of today."""
    with writing(location, CONFIRM[type(location)], actor=actor) as held:
        held.checked_on = timezone.localdate()
    return held
