"""Every write of a record goes through the pen; what the pen guards is no form field."""

import ast

import pytest
from django.apps import apps
from django.conf import settings
from django.forms.models import BaseModelForm, ModelForm
from wagtail import hooks

from cms.core.viewsets import RuledDeleteView, RuledViewSet
from cms.core.viewsets.saving import PenEditMixin
from cms.core.viewsets.steps import StepForm
from cms.core.writing import ACTIONS

# Who writes without the pen, and why that is no way round a rule.
WITHOUT = {
    "cms/accounts/services/roles.py": "groups of the roles, made after a migration",
    "cms/accounts/signing_in/throttle.py": "counts tries of signing in: no records of the office",
    "cms/campaigns/services/foundation.py": "what the site stands on, made after a migration by nobody",
    "cms/core/audit.py": "the trail itself",
    "cms/core/background.py": "the queue: states of tasks, no records of the office",
    "cms/core/bulk.py": "how rows are written in bulk: who calls it is asked",
    "cms/core/daily.py": "the cluster's schedule",
    "cms/core/field_key.py": "the seal of the key",
    "cms/core/first_tables.py": "which migrations an empty database need not go through",
    "cms/core/references.py": "the framework's index of what names what, written anew from the records",
    "cms/core/broker.py": "the queue's messages",
    "cms/core/once.py": "tokens by which a form acts once",
    "cms/core/papers/word.py": "a Word file in memory, no record",
    "cms/core/publishing.py": "the cluster's schedule, and the moment at which an approved page goes live",
    "cms/core/workers.py": "heartbeats of workers",
    "cms/core/writing.py": "the pen",
    "cms/people/services/stars.py": "the table's first rows, made after a migration",
    "cms/statutes/imports/storing.py": "articles come and go whole with their version, which the pen writes",
}
# Rooms that keep their own books: the batch with its journal, the library's files, the search's tables.
ROOMS = {
    "cms/intake/": "the batch, its rows, decisions and journal; records are written by Journal and RowStore",
    "cms/core/viewsets/": "asks the pen",
}
# Plain words that a step asks for too; nothing is decided by them.
ALSO_WORDS = {
    ("people.appointment", "speciality"), ("people.appointment", "team"),
    # The office writes the day; whoever is in charge of the place says that it is today.
    ("places.venue", "checked_on"), ("places.servicepoint", "checked_on"),
    # What volunteers say themselves, the office writes down for who has no account.
    ("volunteering.profile", "skills"), ("volunteering.profile", "times"),
    ("volunteering.profile", "towns"), ("volunteering.profile", "team"),
    # The day the office writes goes before the one that texts tell.
    ("statutes.law", "repealed_on"),
    # The folder of the first text, where the office has written none.
    ("statutes.law", "group"),
    # The host's own figure; of a training it follows who came, with what the host added on top.
    ("duties.activityrecord", "onsite"),
    # Deadlines are words of the plan until it begins; then they are extended, for a reason.
    ("reviews.round", "self_until"), ("reviews.round", "scoring_until"),
    ("honours.cycle", "closes_on"),
}  # fmt: skip
# Forms that save nothing: their pages hand each field to the service that guards it.
CALL_SERVICES = {"AccountCreationForm", "AccountEditForm", "OwnNameForm"}
VERBS = {
    "save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete",
}  # fmt: skip
# Of `cms.core.bulk`.
IN_BULK = {"append", "insert"}
MANY = {field.name for model in apps.get_models() for field in model._meta.many_to_many}
# Receivers that are no records: files, caches, tables of a workbook.
NO_RECORDS = {"storage", "cache", "book", "workbook", "image", "picture", "output", "default_storage"}


def _name(node) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return _name(node.func)
    return getattr(node, "id", "")


def _chain(node) -> set[str]:
    """Every name in what a method is called on."""
    return {_name(each) for each in ast.walk(node) if isinstance(each, ast.Attribute | ast.Name)}


def writes_in(source: str) -> list[int]:
    """The lines on which code writes to the database without the pen."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IN_BULK:
            lines.append(node.lineno)
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        verb, receiver = node.func.attr, node.func.value
        if _name(receiver) in NO_RECORDS or _name(receiver) == "super":
            continue
        queried = _chain(receiver) & {"objects", "filter", "exclude", "all", "_base_manager"}
        if (
            verb in VERBS
            or (verb == "update" and queried)
            or (verb in {"set", "add", "remove", "clear"} and _name(receiver) in MANY)
        ):
            lines.append(node.lineno)
    return lines


def _sources():
    for part in ("cms", "sites"):
        for path in sorted((settings.ROOT / part).glob("**/*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(settings.ROOT)), path.read_text()


def test_nothing_is_written_past_the_pen():
    found = {path: lines for path, source in _sources() if (lines := writes_in(source))}
    past = {
        path: lines
        for path, lines in found.items()
        if path not in WITHOUT and not path.startswith(tuple(ROOMS))
    }
    assert past == {}


def test_no_exception_outlives_its_reason():
    found = {path for path, source in _sources() if writes_in(source)}
    assert sorted(WITHOUT.keys() - found) == []


@pytest.mark.parametrize(
    "planted",
    [
        "event.save()",
        "Event.objects.create(title='x')",
        "Event.objects.filter(pk=1).update(state='published')",
        "event.laws.set([law])",
        "getattr(event, name).delete()",
        "Event.objects.bulk_update(found, ['state'])",
        "insert(events)",
    ],
)
def test_a_planted_write_is_found(planted):
    assert writes_in(planted) == [1]


@pytest.mark.parametrize("innocent", ["seen.add(1)", "values.update(more)", "storage.delete(name)"])
def test_what_is_no_write_is_not_found(innocent):
    assert writes_in(innocent) == []


def _guarded(model) -> set[str]:
    """What some action other than a plain form writes: a state, a counter, a moment the platform notes."""
    label = model._meta.label_lower
    plain = {f"{label}.{verb}" for verb in ("create", "change", "delete")}
    # What the daily job empties, it does not guard.
    plain.add(f"{label}.forget")
    acted = [action for name, action in ACTIONS.items() if name.rpartition(".")[0] == label]
    fields = {name for action in acted if action.name not in plain for name in action.writes}
    fields -= {name for known, name in ALSO_WORDS if known == label}
    return fields | {each.name for each in model._meta.fields if not each.editable}


def _registered() -> list:
    """Every viewset of the admin, out of its groups."""
    found, pending = [], [register() for register in hooks.get_hooks("register_admin_viewset")]
    while pending:
        each = pending.pop()
        inner = each if isinstance(each, list | tuple) else getattr(each, "registerables", [])
        pending += inner
        if not inner:
            found.append(each)
    return found


def _forms():
    """Every form that writes a record: those of the viewsets, and every model form of ours."""
    for viewset in _registered():
        if isinstance(viewset, RuledViewSet) and (viewset.adds or viewset.changes):
            form = viewset.get_form_class(for_update=bool(viewset.changes))
            yield pytest.param(viewset.model, set(form.base_fields), id=f"viewset {viewset.name}")
    pending = [ModelForm]
    while pending:
        form = pending.pop()
        pending += form.__subclasses__()
        ours = form.__module__.startswith(("cms.", "sites.", "media."))
        if form.__name__ in CALL_SERVICES or issubclass(form, StepForm):
            continue
        if ours and issubclass(form, BaseModelForm) and form._meta.model:
            yield pytest.param(form._meta.model, set(form.base_fields), id=form.__qualname__)


@pytest.mark.parametrize(("model", "shown"), list(_forms()))
def test_what_an_action_guards_is_no_form_field(model, shown):
    assert sorted(shown & _guarded(model)) == []


def test_every_viewset_of_ours_writes_with_the_pen():
    """A viewset that is none of ours would write its own way; those of accounts call their services."""
    ours = [each for each in _registered() if type(each).__module__.startswith(("cms.", "sites."))]
    others = {type(each).__name__ for each in ours if not isinstance(each, RuledViewSet)}
    assert others == {"AccountViewSet", "RoleGroupViewSet"}


def test_every_form_of_a_stored_record_says_what_it_read():
    """A view of another kind would save over what somebody else has written since."""
    ours = [each for each in _registered() if isinstance(each, RuledViewSet)]
    bases = {"changes": ("edit_view_class", PenEditMixin), "removes": ("delete_view_class", RuledDeleteView)}
    unread = [
        (viewset.name, view)
        for viewset in ours
        for action, (view, base) in bases.items()
        if getattr(viewset, action) and not issubclass(getattr(viewset, view), base)
    ]
    assert unread == []
