"""Reads of applications and titles. The day is passed in."""

from datetime import date, timedelta

from django.db.models import Min, Q, QuerySet

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office
from cms.core.protected import fingerprint
from cms.core.seats import typed_code
from cms.honours.enums import WRITTEN, ApplicationState
from cms.honours.models import Application, Cycle, Evidence, Objection, Title
from cms.places.models import Place
from cms.places.queries import coordinated_communities

# What a follow-up number is hashed for.
CODE_PURPOSE = "honour-objection"
# So long before its day a re-check is worth a look.
SOON = timedelta(days=60)


def visible_applications(user) -> QuerySet[Application]:
    """All for the office; for a coordinator those of the own 居村, or of the own 街镇 with all its 居村."""
    found = Application.objects.select_related("cycle", "community__parent")
    if is_office(user):
        return found
    return found.filter(community__in=coordinated_communities(user).order_by().values("pk"))


def visible_evidence(user) -> QuerySet[Evidence]:
    return Evidence.objects.filter(application__in=visible_applications(user).order_by().values("pk"))


def waiting_applications(user, on: date) -> QuerySet[Application]:
    """Those whose next step is the account's to take on this day; a notice waits until it has ended."""
    waiting, own = Q(pk=None), Q(pk=None)
    if has_role(user, Role.COMMUNITY_COORDINATOR):
        held = user.coordinated.exclude(place__kind="district").values("place")
        own = Q(community__in=held)
        waiting |= Q(state=ApplicationState.TOWN, community__parent__in=held)
    if is_office(user):
        waiting |= Q(state__in=(ApplicationState.DISTRICT, ApplicationState.ANNOUNCEMENT))
        waiting |= Q(state=ApplicationState.NOTICE, notice_until__lt=on)
    # Nobody judges the own application.
    found = Application.objects.filter((waiting & ~own) | (own & Q(state__in=WRITTEN)))
    return found.select_related("cycle", "community__parent").order_by("pk")


def cycles_open_to(user, on: date) -> QuerySet[Cycle]:
    """The cycles in which an account may begin an application on this day."""
    if not has_role(user, Role.COMMUNITY_COORDINATOR):
        return Cycle.objects.none()
    return Cycle.objects.filter(opens_on__lte=on, closes_on__gte=on)


def first_cycles() -> dict[str, date]:
    """By level the day on which its first cycle here opened: from then on titles go the whole way."""
    found = Cycle.objects.order_by().values("level").annotate(first=Min("opens_on"))
    return dict(found.values_list("level", "first"))


def own_communities(user) -> QuerySet[Place]:
    """The 居村 for which the account itself applies."""
    return Place.objects.communities().filter(coordinators__user=user).select_related("parent")


def on_notice(day: date) -> QuerySet[Application]:
    """Those whose public notice runs on a day, the one that ends first in front."""
    running = Application.objects.filter(state=ApplicationState.NOTICE, notice_until__gte=day)
    return running.select_related("cycle", "community__parent").order_by("notice_until", "pk")


def objection_by(code: str) -> Objection | None:
    """What a follow-up number stands for."""
    if not (wanted := fingerprint(typed_code(code), CODE_PURPOSE)):
        return None
    found = Objection.objects.select_related("application__cycle", "application__community__parent")
    return found.filter(code_fingerprint=wanted).first()


def open_objections() -> QuerySet[Objection]:
    """Those that wait for an answer, the oldest first."""
    found = Objection.objects.filter(is_upheld=None, application__state=ApplicationState.NOTICE)
    return found.select_related("application__cycle", "application__community").order_by("pk")


def public_titles(town: str = "", level: str = "") -> QuerySet[Title]:
    """The titles that stand. Revoked and cancelled ones are nobody's but the office's."""
    found = Title.objects.standing().select_related("community__parent")
    if town:
        found = found.filter(community__parent__code=town)
    if level:
        found = found.filter(level=level)
    return found


def titles_of(community: Place) -> QuerySet[Title]:
    return public_titles().filter(community=community)


def titles_due(on: date) -> QuerySet[Title]:
    """The titles to look at again by a day, the one that is due first in front."""
    return public_titles().filter(due_on__lte=on).order_by("due_on", "pk")


def written_out(found: QuerySet[Application]) -> QuerySet[Application]:
    """With what their sheets are computed from."""
    return found.prefetch_related("cycle__indicators", "entries", "evidence")
