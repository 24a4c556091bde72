"""The one pen: the only way a record changes, whoever starts it.

permission → lock and re-read → only the fields the action may write → check → save those fields →
audit with old and new → after commit, search and signals. A service declares an `Action` and opens the
pen with it; forms, buttons, imports, commands and the demo call services.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from cms.core import audit
from cms.core.checking import check
from cms.core.deleting import consequences
from cms.core.errors import NotAllowed, RuleBroken, require
from cms.core.protected import ProtectedTextField
from cms.core.values import content_fields, derived_fields, value_of, version_of
from search.registry import is_findable
from search.service import reindex

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The kind of record an action is about.
Record = TypeVar("Record", bound=models.Model)
# Every action by its name, for the trail and for the tests of the house rules.
ACTIONS: dict[str, "Action[Any]"] = {}
NOT_YOURS = _("您没有进行此操作的权限。")
NOT_NOW = _("现在不能进行此操作。")
CREATED, CHANGED, UNCHANGED = "create", "change", "unchanged"


def anyone(user) -> bool:
    """For what the public may do, and for what was permitted before the pen is opened."""
    return True


def standing(*states: str) -> Callable[[Any], bool]:
    """For `Action.when`: whether a record's `state` is one of these."""
    return lambda record: record.state in states


class StaleRecord(RuleBroken):
    """Somebody else has changed the record since it was read."""

    def __init__(self):
        super().__init__(_("这条记录刚被别人改动过。请刷新页面，核对后再操作。"))


@dataclass(frozen=True)
class Action(Generic[Record]):
    """One thing that may be done to a kind of record, known by its name: `<app>.<model>.<verb>`.

    Declared as `Action[Event](...)`: its questions are asked about an Event, and the pen yields one.

    `label` is what its button says; what has none is part of another action and not told of by itself.
    `who(user)` asks about the account alone, `of(user, record)` about this very record; `refusal` is what
    those hear who may not. `when(record)` asks whether the record stands where this can be done, else
    `otherwise` says what to do first. `writes` names the fields and relations it may change. Where
    `reason` is set, an empty reason is refused with these words.
    """

    name: str
    label: "StrOrPromise"
    who: Callable[[Any], bool]
    writes: tuple[str, ...] = ()
    of: Callable[[Any, Record], bool] | None = None
    refusal: "StrOrPromise" = NOT_YOURS
    when: Callable[[Record], bool] | None = None
    otherwise: "StrOrPromise" = NOT_NOW
    reason: "StrOrPromise" = ""

    def __post_init__(self):
        ACTIONS[self.name] = self

    def is_allowed(self, user, record: Record) -> bool:
        """Whether the account may do this to the record, where it stands where this can be done."""
        return self.who(user) and (self.of is None or self.of(user, record))

    def is_open(self, user, record: Record) -> bool:
        """Whether the account may do this to the record as it stands."""
        return (self.when is None or self.when(record)) and self.is_allowed(user, record)

    def ask(self, user, record: Record, reason: str = "") -> None:
        """Raise NotAllowed or RuleBroken unless the action is open to the account, its reason given."""
        require(self.who(user), self.refusal)
        if self.when is not None and not self.when(record):
            raise RuleBroken(self._why_not_now(record))
        require(self.of is None or self.of(user, record), self.refusal)
        if self.reason and not reason.strip():
            raise RuleBroken({"reason": self.reason})

    def why_closed(self, user, record: Record) -> str:
        """What those hear who try it with the record as it stands; "" where it is open to the account."""
        try:
            self.ask(user, record, reason="…")
        except NotAllowed as error:
            return str(error)
        except RuleBroken as error:
            return " ".join(error.messages)
        return ""

    def _why_not_now(self, record: Record) -> "StrOrPromise":
        if not hasattr(record, "get_state_display"):
            return self.otherwise
        told = {"state": record.get_state_display(), "cure": self.otherwise}
        return _("现在的状态是“%(state)s”。%(cure)s") % told


@contextmanager
def writing(
    record: Record,
    action: Action[Record],
    *,
    actor,
    relations: Mapping[str, Iterable] | None = None,
    seen: str | int | None = None,
    reason: str = "",
    **detail,
) -> Iterator[Record]:
    """Open the pen: yields the record as it stands now, locked; what the block assigns is kept.

    A record that is not in the database yet is created. `relations` are many-to-many fields with what
    they shall hold. `seen` is the `version_of` the fields the writer read: StaleRecord where they changed
    since. `detail` goes into the trail beside old and new values.

    Raises NotAllowed, RuleBroken (also for a value that does not hold); TypeError where the block assigns
    what the action does not declare, which is a fault of the code.
    """
    relations = relations or {}
    with transaction.atomic():
        fresh = record._state.adding
        held = record if fresh else locked(record)
        if fresh:
            require(action.who(actor), action.refusal)
        else:
            action.ask(actor, held, reason)
            if seen is not None and str(seen) != version_of(held):
                raise StaleRecord
        before = {} if fresh else _content(held, relations)
        yield held
        if fresh:
            require(action.is_allowed(actor, held), action.refusal)
        _keep(held, action, before, fresh, relations)
        old, new = _differences(held, before, _content(held, relations), fresh)
        if action.label and (old or new or reason or detail):
            noted = {"old": old, "new": new, "reason": reason.strip(), **detail}
            audit.record(actor, action.name, held, **{key: each for key, each in noted.items() if each})


def write(record: Record, action: Action[Record], values: Mapping[str, Any], *, actor, **options) -> str:
    """Give a record these values, relations among them: "create", "change" or "unchanged"."""
    many = {each.name for each in record._meta.many_to_many}
    relations = {name: value for name, value in values.items() if name in many}
    fresh = record._state.adding
    with writing(record, action, actor=actor, relations=relations, **options) as held:
        before = None if fresh else _content(held, relations)
        for name in values.keys() - many:
            setattr(held, name, values[name])
    if fresh:
        return CREATED
    return UNCHANGED if before == _content(held, relations) else CHANGED


def removing(
    record: Record,
    action: Action[Record],
    *,
    actor,
    seen: str | int | None = None,
    reason: str = "",
    along: tuple[str, ...] = (),
) -> None:
    """Delete a record, unless something rests on it that must last: RuleBroken names it.

    `along` are its own parts (names of reverse relations) that go with it although they last otherwise.
    """
    with transaction.atomic():
        held = locked(record)
        action.ask(actor, held, reason)
        if seen is not None and str(seen) != version_of(held):
            raise StaleRecord
        parts = [part for name in along for part in getattr(held, name).all()]
        found = consequences(held, *parts)
        if found.refusal:
            raise RuleBroken(found.refusal)
        old = _shown(held, _content(held, ()))
        gone = {each.label: each.count for each in found.gone}
        if action.label:
            audit.record(actor, action.name, held, old=old, gone=gone, reason=reason.strip())
        held.delete()


def locked(record: Record) -> Record:
    """The record as it stands now, held until the transaction ends; RuleBroken where it is gone."""
    # Not type(): the account of a request is wrapped.
    try:
        return record.__class__._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
    except ObjectDoesNotExist:
        raise RuleBroken(_("这条记录已被删除，请返回列表。")) from None


def _keep(
    held: Record,
    action: Action[Record],
    before: dict[str, Any],
    fresh: bool,
    relations: Mapping[str, Iterable],
) -> None:
    changed = [each.name for each in content_fields(held) if before.get(each.name) != value_of(held, each)]
    stray = {*changed, *relations} - {*action.writes, *derived_fields(held)}
    if stray and not fresh:
        raise TypeError(f"{action.name} does not write {', '.join(sorted(stray))}")
    try:
        check(held, None if fresh else {*changed, *derived_fields(held)})
    except ValidationError as error:
        raise RuleBroken(error) from error
    try:
        if fresh:
            held.save(force_insert=True)
        elif changed:
            clocks = [each.name for each in held._meta.concrete_fields if getattr(each, "auto_now", False)]
            held.save(update_fields=[*changed, *derived_fields(held), *clocks])
    except IntegrityError as error:
        # What was checked a moment ago no longer holds: somebody was faster.
        raise RuleBroken(_("刚有人保存了与此冲突的内容，请核对后再操作。")) from error
    for name, wanted in relations.items():
        if fresh:
            getattr(held, name).add(*wanted)
        else:
            getattr(held, name).set(wanted)
    if relations and is_findable(type(held)):
        # The document also tells of laws and audiences, which the save alone does not see.
        reindex([held])


def _content(held: models.Model, relations: Iterable[str]) -> dict[str, Any]:
    fields = [*content_fields(held), *(each for each in held._meta.many_to_many if each.name in relations)]
    return {each.name: value_of(held, each) for each in fields}


def _differences(
    held: models.Model, before: dict[str, Any], after: dict[str, Any], fresh: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The old and the new values of what differs; of a new record all that was given."""
    if fresh:
        return {}, _shown(held, {name: value for name, value in after.items() if value not in (None, "", [])})
    changed = [name for name in after if before[name] != after[name]]
    return (
        _shown(held, {name: before[name] for name in changed}),
        _shown(held, {name: after[name] for name in changed}),
    )


def _shown(held: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """Values for the trail: what is protected at rest, and a password, is not told there either.

    Nor are words that are forgotten one day: the trail is never emptied.
    """
    forget = ACTIONS.get(f"{held._meta.label_lower}.forget")
    hidden = {
        each.name
        for each in held._meta.concrete_fields
        if isinstance(each, ProtectedTextField)
        or (forget and each.name in forget.writes and isinstance(each, models.CharField | models.TextField))
    }
    hidden.update(getattr(held, "untold_fields", ()))
    told = {
        name: ("＊" if value else "") if name in hidden else value
        for name, value in values.items()
        if name not in derived_fields(held)
    }
    return json.loads(json.dumps(told, cls=DjangoJSONEncoder, default=str))
