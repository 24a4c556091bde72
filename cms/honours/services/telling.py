"""Who is told of a step: whoever takes the next one; of what became of an application its 居村, and the
街镇 that sent it on."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.queries import accounts_in
from cms.honours.models import Application, ApplicationStep
from cms.inbox.enums import MessageKind
from cms.inbox.services import send, settle
from cms.places.models import Place

# What the 居村 and the 街镇 are told, by verb.
OUTCOMES = {
    "approve": (MessageKind.RESULT, "区评审通过，将要公示"),
    "confer": (MessageKind.RESULT, "已命名"),
    "refuse": (MessageKind.RESULT, "没有通过"),
    "send_back": (MessageKind.RETURNED, "退回补正"),
}


def tell_of(step: ApplicationStep) -> None:
    """Leave a message with each account that the step concerns."""
    application = step.application
    pages = ("portal:honour", "honour_applications:inspect")
    settle(*(reverse(page, args=[application.pk]) for page in pages))
    if step.verb in OUTCOMES:
        kind, told = OUTCOMES[step.verb]
        words = f"{application}：{told}" + (f"，{step.opinion}" if step.opinion else "")
        _send(_coordinators(application.community), kind, words, step)
        town = list(_coordinators(application.community.parent))
        # Nobody is told of their own step.
        if step.actor not in town:
            _send(town, MessageKind.RESULT, words, step)
    elif step.verb == "submit":
        _send(_coordinators(application.community.parent), MessageKind.ARRIVED, _waiting(application), step)
    elif step.verb == "support":
        office = accounts_in(Role.OFFICE)
        _send(office, MessageKind.ARRIVED, _waiting(application), step, "honour_applications:inspect")


def _waiting(application: Application) -> str:
    return f"{application}：{application.get_state_display()}"


def _coordinators(place: Place | None) -> QuerySet[User]:
    return User.objects.filter(coordinated__place=place, is_active=True)


def _send(accounts, kind: str, words: str, step: ApplicationStep, page: str = "portal:honour") -> None:
    link = reverse(page, args=[step.application_id])
    for account in accounts:
        send(account, kind, f"honour-step:{step.pk}", words, link, on=timezone.localdate())
