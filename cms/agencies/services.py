from django.db import transaction

from cms.agencies.models import Agency, AgencyName
from cms.core import audit


@transaction.atomic
def store_agency(values: dict, other_names: list[str], *, actor=None) -> str:
    """Create or change the agency with this code and add its other names.

    Returns "create", "change" or "unchanged". Names it already has are kept: an import adds, the office
    removes. The caller has checked who may.
    """
    agency = Agency.objects.filter(code=values["code"]).first()
    what = "change"
    if agency is None:
        agency, what = Agency(), "create"
    else:
        held = set(agency.names.values_list("name", flat=True))
        same = all(getattr(agency, name) == value for name, value in values.items())
        if same and held.issuperset(other_names):
            return "unchanged"
    for name, value in values.items():
        setattr(agency, name, value)
    agency.full_clean()
    agency.save()
    for name in other_names:
        AgencyName.objects.get_or_create(name=name, defaults={"agency": agency})
    audit.record(actor, f"agencies.agency.{what}", agency)
    return what
