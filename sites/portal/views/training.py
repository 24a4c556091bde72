"""Trainings as the places meet them: what is on, and signing up the own people."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.documents import get_document_model

from cms.agencies.permissions import can_act_for
from cms.core.calendar_files import calendar_response
from cms.core.private_files import private_response
from cms.people.permissions import coordinates
from cms.reports.services.trainings import record_training
from cms.training.exports.calendars import calendar_entries
from cms.training.models import TrainingSession
from cms.training.permissions import keeps_the_door, meets_trainings, signs_people_up
from cms.training.queries.signing_up import doors_of, persons_to_sign_up, sessions_of, sign_ups_of
from cms.training.services.signing_up import sign_up, withdraw
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.saying import outcome_of

# Of people offered at once; a name narrows.
MOST = 100


@signed_in
@require_safe
def trainings(request):
    """What is to come, with how many of the own people."""
    if not meets_trainings(request.user):
        raise Http404
    today, signs_up = timezone.localdate(), signs_people_up(request.user)
    context = {
        "signs_up": signs_up,
        "coordinates": coordinates(request.user),
        "sessions": sessions_of(request.user, today) if signs_up else (),
        "doors": [(each, _may_be_recorded(request.user, each)) for each in doors_of(request.user, today)],
    }
    return render(request, "portal/trainings.html", context)


@signed_in
@require_safe
def training(request, pk):
    """One session: where, when, who of the own people is on the list, and whom to add."""
    _of_a_coordinator(request)
    session, now = _session(pk), timezone.now()
    named = request.GET.get("q", "").replace("\0", "").strip()[:60]
    offered = list(persons_to_sign_up(request.user, session, named)[: MOST + 1])
    waiting = list(session.sign_ups.waiting().values_list("pk", flat=True))
    turns = {key: turn for turn, key in enumerate(waiting, 1)}
    rows = [(held, turns.get(held.pk)) for held in sign_ups_of(request.user, session)]
    own_waiting = sum(held.waits for held, _turn in rows)
    context = {
        "session": session,
        "course": session.course,
        "materials": session.course.materials.all() if session.course else (),
        "is_open": session.takes_sign_ups_at(now),
        "is_under_way": now >= session.starts_at,
        "rows": rows,
        "seated": len(rows) - own_waiting,
        "own_waiting": own_waiting,
        "persons": offered[:MOST],
        "more": len(offered) > MOST,
        "q": named,
        "waiting": len(waiting),
        "coordinates": coordinates(request.user),
        "keeps_the_door": keeps_the_door(request.user, session),
    }
    return render(request, "portal/training.html", context)


@signed_in
@require_POST
def training_sign_up(request, pk):
    """Those ticked, each by itself, each refusal said."""
    _of_a_coordinator(request)
    session = _session(pk)
    keys = [typed_number(key) for key in request.POST.getlist("person")[:MOST]]
    found = persons_to_sign_up(request.user, session).filter(pk__in=[key for key in keys if key])
    asked = [partial(sign_up, session, person, actor=request.user) for person in found]
    made = [held for each in asked if (held := outcome_of(request, each))]
    seated = sum(not held.waits for held in made)
    if seated:
        messages.success(request, _("已报名 %(count)s 人。") % {"count": seated})
    if len(made) > seated:
        told = _("名额已满，%(count)s 人列入候补；有人取消时按先后递补，会通知您。")
        messages.warning(request, told % {"count": len(made) - seated})
    if not asked:
        messages.error(request, _("请先勾选要报名的人。"))
    return redirect("portal:training", pk)


@signed_in
@require_POST
def training_withdraw(request, pk):
    _of_a_coordinator(request)
    session = _session(pk)
    held = get_object_or_404(
        sign_ups_of(request.user, session), pk=typed_number(request.POST.get("sign_up", ""))
    )
    if outcome_of(request, partial(withdraw, held, actor=request.user)):
        messages.success(request, _("已取消%(name)s的报名。") % {"name": held.person})
    return redirect("portal:training", pk)


@signed_in
@require_safe
def training_calendar(request, pk):
    _of_a_coordinator(request)
    session = _session(pk)
    address = request.build_absolute_uri(reverse("portal:training", args=[pk]))
    entries = calendar_entries([session], lambda _each: address, request.get_host())
    return calendar_response(session.title, entries)


@signed_in
@require_safe
def training_material(request, pk, document_pk):
    """What is read for the course, for whoever signs people up."""
    _of_a_coordinator(request)
    course = _session(pk).course
    found = course.materials.all() if course else get_document_model().objects.none()
    held = get_object_or_404(found, pk=document_pk)
    return private_response(held.file, download_as=held.filename)


@signed_in
@require_POST
def training_activity(request, pk):
    """A training of one's agency as a draft of its activity record, to be completed and submitted."""
    session = _session(pk)
    if not _may_be_recorded(request.user, session):
        raise Http404
    activity = outcome_of(request, partial(record_training, session, actor=request.user))
    return redirect("portal:edit", activity.pk, "content") if activity else redirect("portal:trainings")


def _may_be_recorded(user, session: TrainingSession) -> bool:
    return session.host is not None and can_act_for(user, session.host)


def _of_a_coordinator(request) -> None:
    if not signs_people_up(request.user):
        raise Http404


def _session(pk) -> TrainingSession:
    return get_object_or_404(TrainingSession.objects.select_related("venue", "host", "course"), pk=pk)
