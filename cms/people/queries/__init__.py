"""Reads of the rosters."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office
from cms.core.protected import fingerprint, mask_name
from cms.core.seats import typed_code
from cms.people.enums import (
    AppointmentState,
    CertificateStanding,
    ConsentPurpose,
    EndingState,
    NominationState,
    SelfNominationState,
)
from cms.people.models import (
    Appointment,
    Certificate,
    Consent,
    EndingProposal,
    Nomination,
    Objection,
    Person,
    SelfNomination,
    ServiceRecord,
    StarLevel,
)
from cms.people.models.certificates import CertificateQuerySet
from cms.people.models.persons import ADULT
from cms.places.queries import coordinated_communities

# What a follow-up number is hashed for.
CODE_PURPOSE = "follow-up"


def visible_appointments(user) -> QuerySet[Appointment]:
    """All for the office; for a coordinator those of the own 居村, or of the own 街镇 with all its 居村."""
    appointments = Appointment.objects.select_related("person", "community__parent")
    if is_office(user):
        return appointments
    own = coordinated_communities(user)
    if not has_role(user, Role.COMMUNITY_COORDINATOR):
        return appointments.none()
    return appointments.filter(Q(community__in=own) | Q(community__in=user.coordinated.values("place")))


def visible_service_records(user) -> QuerySet[ServiceRecord]:
    """The service records of the appointments an account may see."""
    appointments = visible_appointments(user).order_by().values("pk")
    return ServiceRecord.objects.filter(appointment__in=appointments).select_related("appointment__person")


def visible_nominations(user) -> QuerySet[Nomination]:
    """All for the office; for a coordinator those of the own 居村, or of the own 街镇 with all its 居村."""
    found = Nomination.objects.select_related("person", "community__parent")
    if is_office(user):
        return found
    if not has_role(user, Role.COMMUNITY_COORDINATOR):
        return found.none()
    return found.filter(community__in=coordinated_communities(user))


def on_notice(day: date) -> QuerySet[Nomination]:
    """Those whose public notice runs on a day, the one that ends first in front."""
    running = Nomination.objects.filter(state=NominationState.NOTICE, notice_until__gte=day)
    return running.select_related("person", "community__parent").order_by("notice_until", "pk")


def objection_by(code: str) -> Objection | None:
    """What a follow-up number stands for, where it is an objection."""
    if not (wanted := _typed_code(code)):
        return None
    found = Objection.objects.select_related("nomination__person", "nomination__community__parent")
    return found.filter(code_fingerprint=wanted).first()


def persons_to_put_forward(user) -> QuerySet[Person]:
    """Whom the account knows from the own places: the office knows all."""
    if is_office(user):
        return Person.objects.order_by("name", "pk")
    appointed = visible_appointments(user).order_by().values("person")
    forward = visible_nominations(user).order_by().values("person")
    return Person.objects.filter(Q(pk__in=appointed) | Q(pk__in=forward)).order_by("name", "pk")


def waiting_self_nominations(user) -> QuerySet[SelfNomination]:
    """What came by the public form and waits for the 居村 whose own the account is, the oldest first."""
    own = user.coordinated.values("place") if has_role(user, Role.COMMUNITY_COORDINATOR) else ()
    return self_nominations_to(user).filter(state=SelfNominationState.RECEIVED, community__in=own)


def self_nominations_to(user) -> QuerySet[SelfNomination]:
    """What came for the 居村 that the account looks after, answered or not, the oldest first."""
    found = SelfNomination.objects.select_related("community__parent").order_by("pk")
    return found.filter(community__in=coordinated_communities(user))


def self_nomination_by(code: str) -> SelfNomination | None:
    """What a follow-up number stands for, however it was typed."""
    if not (wanted := _typed_code(code)):
        return None
    found = SelfNomination.objects.select_related("community__parent", "nomination")
    return found.filter(code_fingerprint=wanted).first()


def _typed_code(code: str) -> str:
    return fingerprint(typed_code(code), CODE_PURPOSE)


# What each tier has to do with its hands.
_OF_STATION = (NominationState.TRAINING, NominationState.EXAM, NominationState.OPINION)
_OF_OFFICE = (
    NominationState.TRAINING,
    NominationState.EXAM,
    NominationState.REGISTRATION,
    NominationState.ANNOUNCEMENT,
)


def waiting_nominations(user, on: date) -> QuerySet[Nomination]:
    """Those whose next step is the account's to take on this day; a notice waits until it has ended."""
    waiting = Q(pk=None)
    if has_role(user, Role.COMMUNITY_COORDINATOR):
        held = user.coordinated.exclude(place__kind="district").values("place")
        waiting |= Q(state=NominationState.CHECK, community__in=held)
        waiting |= Q(state__in=_OF_STATION, community__parent__in=held)
    if is_office(user):
        waiting |= Q(state__in=_OF_OFFICE) | Q(state=NominationState.NOTICE, notice_until__lt=on)
    return Nomination.objects.filter(waiting).select_related("person", "community__parent")


@dataclass(frozen=True)
class CheckedCertificate:
    """What the public check tells of a certificate, and no more."""

    standing: CertificateStanding
    name: str
    role: str
    community: str


def checked_certificate(number: str, code: str, *, on: date) -> CheckedCertificate | None:
    """The certificate of this number, for whoever has the code that is printed beside it."""
    wanted = "".join(number.split())
    found = Certificate.objects.select_related("appointment__person", "appointment__community")
    certificate = found.filter(number=wanted).first()
    if certificate is None or not certificate.is_opened_by(code):
        return None
    appointment = certificate.appointment
    return CheckedCertificate(
        certificate.standing(on),
        mask_name(appointment.person.name),
        str(appointment.get_role_display()),
        str(appointment.community),
    )


def visible_certificates(user) -> CertificateQuerySet:
    """Those of the appointments an account may see."""
    appointments = visible_appointments(user).order_by().values("pk")
    found = Certificate.objects.filter(appointment__in=appointments)
    return found.select_related("scheme", "appointment__person", "appointment__community__parent")


def own_certificates(person: Person) -> QuerySet[Certificate]:
    """All that were ever given to somebody, the newest first."""
    found = Certificate.objects.filter(appointment__person=person).order_by("-issued_on", "-pk")
    return found.select_related("scheme", "appointment__person", "appointment__community__parent")


def visible_endings(user) -> QuerySet[EndingProposal]:
    """Those about appointments the account may see, the open ones first."""
    appointments = visible_appointments(user).order_by().values("pk")
    found = EndingProposal.objects.filter(appointment__in=appointments)
    found = found.select_related("appointment__person", "appointment__community__parent")
    is_open = Q(state__in=(EndingState.PROPOSED, EndingState.HEARD))
    return found.order_by(Case(When(is_open, then=0), default=1), "-pk")


def persons_by_number(number: str) -> QuerySet[Person]:
    """Whose mobile or identity number this is, also where it was given with an appointment only."""
    phone = fingerprint(number, "phone")
    theirs = Appointment.objects.filter(phone_fingerprint=phone).order_by().values("person")
    identity = fingerprint(number, "identity")
    asked = Q(phone_fingerprint=phone) | Q(identity_fingerprint=identity) | Q(pk__in=theirs)
    return Person.objects.filter(asked).prefetch_related("appointments__community__parent")


def latest_service(person: Person, most: int = 10) -> QuerySet[ServiceRecord]:
    """What somebody served last, verified or not, at most so many records."""
    given = ServiceRecord.objects.filter(appointment__person=person).select_related("appointment__person")
    return given.order_by("-date", "-pk")[:most]


def persons_alike(person: Person) -> list[Person]:
    """Others of the same name with the same birth, as far as known, or the same telephone."""
    same = Q(birth=person.birth)
    if phone := fingerprint(person.phone, "phone"):
        same |= Q(phone_fingerprint=phone) | Q(appointments__phone_fingerprint=phone)
    return list(Person.objects.filter(same, name=person.name).exclude(pk=person.pk).distinct())


@dataclass(frozen=True)
class Merit:
    """The verified hours of a person and the stars they make by the office's table, 0 below the first; the
    hours that nobody has verified yet."""

    hours: Decimal
    stars: int
    waiting: Decimal


def merit(person: Person) -> Merit:
    """What a person has given in all roles together."""
    hours, waiting = ServiceRecord.objects.filter(appointment__person=person).hours_by_verification()
    reached = StarLevel.objects.filter(hours__lte=hours).order_by("-stars").first()
    return Merit(hours, reached.stars if reached else 0, waiting)


def listed_appointments(on: date) -> QuerySet[Appointment]:
    """Who serves and agreed to be shown: what the public may know of is the name, the role and the place.

    A minor is shown only where a guardian stands in the record; of whom no birth is known, nobody can tell.
    """
    agreed = Consent.objects.filter(
        person=OuterRef("person"), purpose=ConsentPurpose.LISTING, given_on__lte=on, withdrawn_on=None
    )
    grown = f"{on.year - ADULT}-{on.month:02d}"
    # Born in this very month, one may still be seventeen.
    is_adult = ~Q(person__birth="") & Q(person__birth__lt=grown)
    has_guardian = ~Q(person__birth="") & ~Q(person__guardian_name="")
    found = Appointment.objects.filter(Exists(agreed), state=AppointmentState.ACTIVE)
    found = found.filter(is_adult | has_guardian).select_related("person", "community__parent")
    return found.order_by("role", "person__name", "pk")
