"""What a volunteer offers: said by themselves, or by the office."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.accounts.permissions import is_signed_in
from cms.core.writing import Action, locked, write
from cms.people.models import Appointment
from cms.places.models import Place
from cms.volunteering.models import Profile, Skill, Team
from cms.volunteering.permissions import can_set_profile

SET = Action[Profile](
    "volunteering.profile.set",
    _("登记服务意向"),
    is_signed_in,
    writes=("skills", "towns", "times", "team"),
    of=can_set_profile,
)


@transaction.atomic
def set_profile(
    appointment: Appointment,
    *,
    skills: Iterable[Skill],
    towns: Iterable[Place],
    times: Iterable[str],
    actor,
    team: Team | None = None,
) -> Profile:
    """What the volunteer can do, where and when. A team that stands stays where none is named."""
    appointment = locked(appointment)
    profile = Profile.objects.filter(appointment=appointment).first() or Profile(appointment=appointment)
    given = {"skills": list(skills), "towns": list(towns), "times": sorted(times)}
    write(profile, SET, given | ({"team": team} if team else {}), actor=actor)
    return profile
