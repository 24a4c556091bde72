"""Announcing an occasion, taking its words back, calling it off."""

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import Action, write, writing
from cms.events.enums import EventState
from cms.events.models import Event
from cms.events.permissions import (
    can_manage_events,
    can_publish_events,
    can_see_events_in_admin,
    is_not_the_writer,
)

# Sent when what the public was told of has changed: published again, or called off. In the same transaction:
# what follows is done with the change, or neither.
announced_anew = Signal()
called_off = Signal()
WORDS = (
    "title", "host", "campaign", "starts_at", "ends_at", "venue", "address", "introduction", "settings",
    "audiences", "laws", "takes_registrations", "capacity", "questions",
)  # fmt: skip
CREATE = Action[Event]("events.event.create", _("新增"), can_manage_events, writes=WORDS)
CHANGE = Action[Event](
    "events.event.change",
    _("修改"),
    can_manage_events,
    writes=WORDS,
    when=lambda event: event.state == EventState.DRAFT,
    otherwise=_("已发布的活动先撤回，改好后由另一人再发布。"),
)
DELETE = Action[Event](
    "events.event.delete",
    _("删除"),
    can_manage_events,
    when=lambda event: event.state == EventState.DRAFT and event.published_at is None,
    otherwise=_("公众已经知道的活动不能删除，可以取消。"),
)
PUBLISH = Action[Event](
    "events.event.publish",
    _("发布"),
    can_publish_events,
    writes=("state", "published_at"),
    of=is_not_the_writer,
    refusal=_("不能发布自己写的或改过的活动，请另一位审核员或普法办同事发布。"),
    when=lambda event: event.state == EventState.DRAFT,
    otherwise=_("只有草稿可以发布。"),
)
RECALL = Action[Event](
    "events.event.recall",
    _("撤回修改"),
    can_see_events_in_admin,
    writes=("state",),
    when=lambda event: event.state == EventState.PUBLISHED,
    otherwise=_("只有已发布的活动可以撤回。"),
    reason=_("请写明要改什么，方便再次审核。"),
)
CANCEL = Action[Event](
    "events.event.cancel",
    _("取消这场活动"),
    can_publish_events,
    writes=("state",),
    when=lambda event: event.state == EventState.PUBLISHED,
    otherwise=_("只有已发布的活动可以取消。"),
)


def create_event(values: dict, *, actor) -> Event:
    """A draft, with the relations among its values."""
    event = Event()
    write(event, CREATE, values, actor=actor)
    return event


@transaction.atomic
def publish_event(event: Event, *, actor, seen: str | None = None) -> Event:
    """Announce a draft, after a search for personal numbers."""
    with writing(event, PUBLISH, actor=actor, seen=seen) as held:
        refuse_personal_numbers(held)
        is_first = held.published_at is None
        held.state = EventState.PUBLISHED
        held.published_at = held.published_at or timezone.now()
    if not is_first:
        announced_anew.send(Event, event=held)
    return held


def recall_event(event: Event, *, actor, reason: str, seen: str | None = None) -> Event:
    """Take the words back to be changed. Who has registered keeps the place; the page says so meanwhile."""
    with writing(event, RECALL, actor=actor, seen=seen, reason=reason) as held:
        held.state = EventState.DRAFT
    return held


@transaction.atomic
def cancel_event(event: Event, *, actor, seen: str | None = None) -> Event:
    """Call it off. The page stays and says so, because people may have been told of it."""
    with writing(event, CANCEL, actor=actor, seen=seen) as held:
        held.state = EventState.CANCELLED
    called_off.send(Event, event=held)
    return held
