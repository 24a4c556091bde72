"""Writing an activity in named steps. Each step saves; a script may save it as one types."""

import hashlib
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.agencies.queries import agencies_of
from cms.core.conflicts import SEEN, offer_again
from cms.core.errors import RuleBroken
from cms.core.once import once
from cms.duties import services
from cms.duties.models import MAX_DOCUMENTS, MAX_PHOTOS, ActivityRecord, DutyItem
from cms.duties.models.requirements import BASICS, BY_FIELD, CONTENT, EVIDENCE, RESULTS, missing_from
from cms.duties.permissions import can_change_activity
from cms.duties.queries import activities_of
from search.chinese.numerals import typed_number
from sites.portal.forms import STEP_FORMS, BasicsForm, EvidenceForm
from sites.portal.keeping import AUTOSAVE_HEADER, signed_in

PHOTOS = EVIDENCE
CHECK = "check"
STEPS = {
    BASICS: _("基本"),
    CONTENT: _("内容"),
    RESULTS: _("成效"),
    PHOTOS: _("佐证"),
    CHECK: _("核对提交"),
}
ORDER = list(STEPS)
CLOSED = _("这条记录已经提交，撤回或被退回后才能修改。")
WRITTEN_BY_TWO = _("别人改动了这条记录。请按“保存”，核对现在的内容再定。")
# The steps that have something to fill in.
REQUIRED = {requirement.step for requirement in BY_FIELD.values()}
# The lock version of a record that was begun and not written since.
FRESH = 2


@dataclass(frozen=True)
class Step:
    """One entry of the row of steps. `gaps` is how many required fields are still empty; a step that has
    such fields and no gaps is done.
    """

    name: str
    label: str
    number: int
    url: str
    is_current: bool
    gaps: int
    is_done: bool


@signed_in
@require_http_methods(["GET", "POST"])
def new(request):
    """The first step of a record that does not exist yet; it begins to exist with its name."""
    host = _chosen_host(request)
    if host is None:
        return render(request, "portal/no_agency.html", status=403)
    if request.method == "POST":
        form = BasicsForm(request.POST, host=host)
        if form.is_valid():
            try:
                saved = _start(request, host, form.values)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return _saved(request, saved, BASICS)
        if request.headers.get(AUTOSAVE_HEADER):
            return JsonResponse({"errors": form.errors}, status=422)
    else:
        item = (
            DutyItem.objects.published()
            .owed_by(host)
            .filter(pk=typed_number(request.GET.get("item")))
            .first()
        )
        initial = {"items": [item.pk]} if item else {}
        form = BasicsForm(host=host, initial=initial)
    context = {
        "form": form,
        "host": host,
        "hosts": agencies_of(request.user),
        "steps": _steps(None, BASICS),
        "current": BASICS,
    }
    return render(request, "portal/step.html", context)


def _start(request, host, values) -> ActivityRecord:
    """The record this form begins; sent again it is written into the record it began."""

    def begin() -> int:
        started = services.start_activity(host, actor=request.user, name=values["name"])
        return services.save_activity(started, actor=request.user, seen=1, **values).pk

    pk, is_new = once(request, begin)
    begun = get_object_or_404(activities_of(request.user), pk=pk)
    if is_new or _says(begun, values):
        return begun
    return services.save_activity(begun, actor=request.user, seen=FRESH, **values)


def _says(activity: ActivityRecord, values: dict) -> bool:
    """Whether the record holds these values already."""
    return all(
        set(getattr(activity, name).all()) == set(value)
        if activity._meta.get_field(name).many_to_many
        else getattr(activity, name) == value
        for name, value in values.items()
    )


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request, pk, step):
    if step not in STEPS:
        raise Http404
    activity = writable(request, pk)
    if activity is None:
        return _closed(request, pk)
    if step == PHOTOS:
        return _evidence(request, activity)
    if step == CHECK:
        return _page(request, activity, CHECK, template="portal/check.html")
    is_stale = False
    form = STEP_FORMS[step](request.POST or None, instance=activity, host=activity.host)
    if request.method == "POST":
        if form.is_valid():
            try:
                saved = services.save_activity(
                    activity, actor=request.user, seen=form.cleaned_data[SEEN], **form.values
                )
            except services.StaleRecord:
                offer_again(form, activities_of(request.user).get(pk=activity.pk))
                is_stale = True
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return _saved(request, saved, step)
        if request.headers.get(AUTOSAVE_HEADER):
            told = {"": [str(WRITTEN_BY_TWO)]} if is_stale else form.errors
            return JsonResponse({"errors": told}, status=422)
    return _page(request, activity, step, form=form, is_stale=is_stale)


def _closed(request, pk):
    """Somebody handed the record in meanwhile: what was typed is shown, to be taken along."""
    if request.headers.get(AUTOSAVE_HEADER):
        return JsonResponse({"errors": {"": [str(CLOSED)]}}, status=422)
    if request.method == "POST":
        raise RuleBroken(CLOSED)
    messages.info(request, CLOSED)
    return redirect("portal:activity", pk)


def _evidence(request, activity):
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        refused = []
        for upload, keep in form.uploads():
            add = partial(keep, activity, upload, actor=request.user)
            try:
                once(request, lambda add=add: add().pk, purpose=mark_of(upload))
            except ValidationError as error:
                refused.append(f"“{upload.name}”：{''.join(error.messages)}")
        if not refused:
            return redirect(_after(request, activity, PHOTOS))
        form.add_error(None, refused)
    return _page(
        request, activity, PHOTOS, template="portal/photos.html", form=form, most=MAX_PHOTOS,
        most_documents=MAX_DOCUMENTS,
    )  # fmt: skip


def mark_of(upload) -> str:
    """By which the same file in the same form is known."""
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    return digest


def _page(request, activity, step, *, template="portal/step.html", **context):
    # What the form has tried to write must not show as if it were saved.
    kept = activities_of(request.user).get(pk=activity.pk)
    context |= {
        "activity": kept,
        "host": kept.host,
        "steps": _steps(kept, step),
        "current": step,
        "missing": missing_from(kept),
        "step_url": reverse("portal:edit", args=[kept.pk, step]),
    }
    return render(request, template, context)


def _saved(request, activity, step):
    if request.headers.get(AUTOSAVE_HEADER):
        url = reverse("portal:edit", args=[activity.pk, step])
        return JsonResponse({"seen": activity.lock_version, "url": url})
    return redirect(_after(request, activity, step))


def _after(request, activity, step) -> str:
    """The next step, or this one again where only saving was asked for."""
    stays = "stay" in request.POST
    target = step if stays else ORDER[ORDER.index(step) + 1]
    if stays:
        messages.success(request, _("已保存。"))
    return reverse("portal:edit", args=[activity.pk, target])


def _steps(activity: ActivityRecord | None, current: str) -> list[Step]:
    missing = [requirement.step for requirement in missing_from(activity)] if activity else []
    return [
        Step(
            name=name,
            label=label,
            number=number,
            url=reverse("portal:edit", args=[activity.pk, name]) if activity else "",
            is_current=name == current,
            gaps=missing.count(name),
            is_done=bool(activity) and name in REQUIRED and name not in missing,
        )
        for number, (name, label) in enumerate(STEPS.items(), start=1)
    ]


def writable(request, pk) -> ActivityRecord | None:
    """The agency's own record; None while it may not be written. Others' are not found."""
    activity = get_object_or_404(activities_of(request.user), pk=pk)
    return activity if can_change_activity(request.user, activity) else None


def _chosen_host(request):
    hosts = agencies_of(request.user)
    wanted = typed_number(request.POST.get("host") or request.GET.get("host"))
    return hosts.filter(pk=wanted).first() if wanted else hosts.first()
