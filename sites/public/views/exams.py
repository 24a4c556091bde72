"""An exam online. Who comes in by a number, or by an account, sits in the room of their own admission.

Which one it is stands in the session: no address names it. The clock is the server's; answers are kept as
one goes, so that a broken line costs nothing but the time it lasts.
"""

import math

from django import forms
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.errors import RuleBroken
from cms.exams.models import Admission, Sitting
from cms.exams.queries.answering import said_in_whole
from cms.exams.queries.sittings import (
    admission_by,
    admissions_of,
    asked_in,
    attempts_left,
    is_online,
    last_sitting,
    running_sitting,
)
from cms.exams.services.sittings import begin_sitting, finish_sitting, keep_answers
from sites.rate import seconds_to_wait, told_to_wait

KEY = "exam_admission"
# A room full of people comes in from one address; a number is one of 31⁸.
TRIES_PER_MINUTE = 60


class CodeForm(forms.Form):
    code = forms.CharField(label=_("准考号"), max_length=30)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request):
    """Come in: by the number one was given, or to an exam of the own account."""
    own = list(admissions_of(request.user)) if request.user.is_authenticated else []
    form = CodeForm()
    if request.method == "POST":
        chosen = next((each for each in own if str(each.pk) == request.POST.get("admission")), None)
        form, status = CodeForm(None if chosen else request.POST), 422
        if chosen is None and (wait := seconds_to_wait(request, "exam-code", TRIES_PER_MINUTE)):
            form.add_error(None, told_to_wait(wait))
            status = 429
        elif chosen is None and form.is_valid():
            chosen = admission_by(form.cleaned_data["code"])
            if chosen is None:
                form.add_error("code", _("没有这个准考号，请核对后再试；丢了可以请普法办重发。"))
        if chosen:
            # Somebody else may have sat at this device before.
            request.session.cycle_key()
            request.session[KEY] = [chosen.pk, chosen.code_fingerprint]
            return redirect("public:exam_room")
        return render(request, "public/exams/door.html", {"form": form, "own": own}, status=status)
    return render(request, "public/exams/door.html", {"form": form, "own": own})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def room(request):
    """What the exam is like, before it begins; POST begins it, or leaves the room."""
    admission = _admitted(request)
    if admission is None:
        return redirect("public:exams")
    if request.method == "POST" and "leave" in request.POST:
        del request.session[KEY]
        return redirect("public:exams")
    problem = ""
    if request.method == "POST":
        try:
            begin_sitting(admission)
        except RuleBroken as error:
            problem = " ".join(error.messages)
        else:
            return redirect("public:exam_paper")
    running = _running(admission)
    context = {
        "admission": admission,
        "exam": admission.exam,
        "running": running,
        "last": last_sitting(admission),
        "left": attempts_left(admission),
        "may_begin": admission.exam.takes_beginners(timezone.now()),
        "problem": problem,
    }
    return render(request, "public/exams/room.html", context, status=422 if problem else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request):
    """The questions. A form keeps what was answered; it hands in where it says so."""
    admission = _admitted(request)
    if admission is None:
        return redirect("public:exams")
    sitting = _running(admission)
    if sitting is None:
        return _over(request)
    if request.method != "POST":
        return _paper(request, sitting)
    said = said_in_whole([each.question for each in asked_in(sitting)], request.POST)
    if not keep_answers(sitting, said):
        return _over(request)
    if request.headers.get("X-Requested-With") == "keep":
        return JsonResponse({"left": _seconds_left(sitting)})
    if not {"hand_in", "sure"} & request.POST.keys():
        return _paper(request, sitting, kept=True)
    open_ones = [each.number for each in asked_in(sitting) if not each.is_answered]
    if open_ones and "sure" not in request.POST:
        return _paper(request, sitting, open_ones=open_ones)
    finish_sitting(sitting)
    return redirect("public:exam_result")


@never_cache
@require_safe
def result(request):
    """The score, and each question with what was right, why, and where it stands."""
    admission = _admitted(request)
    if admission is None:
        return redirect("public:exams")
    sitting = None if _running(admission) else last_sitting(admission)
    if sitting is None:
        return redirect("public:exam_room")
    context = {
        "sitting": sitting,
        "exam": admission.exam,
        "asked": asked_in(sitting) if is_online(sitting) else [],
        "left": attempts_left(admission),
        "may_begin": admission.exam.takes_beginners(timezone.now()),
    }
    return render(request, "public/exams/result.html", context)


def _admitted(request) -> Admission | None:
    """Whose room it is; nobody's once the admission was taken back, or its number renewed since."""
    match request.session.get(KEY):
        case [pk, code]:
            found = Admission.objects.filter(pk=pk, code_fingerprint=code)
            return found.select_related("exam", "person").first()
    return None


def _running(admission: Admission) -> Sitting | None:
    """The sitting that goes on; one whose time is over is handed in first."""
    sitting = running_sitting(admission)
    if sitting and timezone.now() >= sitting.ends_at:
        # Nothing more is kept; within the moment of grace the paper still may be.
        return sitting if keep_answers(sitting, {}) else None
    return sitting


def _over(request):
    if request.headers.get("X-Requested-With") == "keep":
        return JsonResponse({"left": 0}, status=409)
    return redirect("public:exam_result")


def _paper(request, sitting: Sitting, *, kept: bool = False, open_ones: list[int] | None = None):
    asked = asked_in(sitting)
    seconds = _seconds_left(sitting)
    context = {
        "sitting": sitting,
        "exam": sitting.admission.exam,
        "asked": asked,
        "answered": sum(each.is_answered for each in asked),
        "seconds": seconds,
        "minutes": math.ceil(seconds / 60),
        "kept": kept,
        "open_ones": open_ones or [],
    }
    return render(request, "public/exams/paper.html", context, status=422 if open_ones else 200)


def _seconds_left(sitting: Sitting) -> int:
    return max(int((sitting.ends_at - timezone.now()).total_seconds()), 0)
