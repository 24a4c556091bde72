"""The door of a training: opened once, it works without a line, and sends what it saw when there is one."""

import datetime
import io
import json

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.models import User
from cms.core import audit
from cms.core.errors import REFUSALS, NotAllowed, RuleBroken, tell
from cms.core.papers import NoChineseTypeface
from cms.core.papers.sign_in import sign_in_pdf
from cms.core.protected import fingerprint, mask_name
from cms.core.spreadsheets import table_response
from cms.training.enums import Way
from cms.training.exports.sheets import HEADINGS, sheet_of, table_of
from cms.training.models import TrainingSession
from cms.training.models.scans import LONGEST_CODE, LONGEST_TOKEN
from cms.training.permissions import keeps_the_door, takes_walk_ins
from cms.training.queries.conflicts import conflicts, door_list
from cms.training.services.checking_in import Seen, check_in, take_scans
from cms.training.services.walking_in import walk_in
from sites.headers import permissions_policy
from sites.portal.keeping import signed_in

# What lets a device send what it saw, also when nobody is signed in on it any more.
SALT = "training.door"
# A device that lay in a drawer over the holidays still sends what it holds.
KEY_HOLDS = datetime.timedelta(days=60)
# Of one message of a device.
LONGEST_KEY = 400
MOST_SCANS, MOST_BYTES = 200, 128 * 1024
# Milliseconds since 1970 of the year 2100: no clock is that wrong.
LAST_MOMENT = 4_102_444_800_000


class DoorForm(forms.Form):
    code = forms.CharField(
        label=_("签到码"),
        max_length=LONGEST_CODE,
        error_messages={"required": _("请填签到码。")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    way = forms.ChoiceField(label=_("方向"), choices=Way, initial=Way.IN, widget=forms.RadioSelect)


class WalkInForm(forms.Form):
    name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        error_messages={"required": _("请填姓名。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tail = forms.RegexField(
        r"^\d{4}$",
        label=_("手机后四位"),
        required=False,
        help_text=_("有同名的才要填。"),
        error_messages={"invalid": _("请填手机号的最后四位数字。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "maxlength": 4}),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def door(request, pk):
    """Scans or takes typed codes; without a script each typed code is a form, as is who had not signed up."""
    session = _kept_by(request, pk)
    may_walk_in = takes_walk_ins(request.user)
    sent = request.POST if request.method == "POST" else None
    walks_in = sent is not None and "walk_in" in sent and may_walk_in
    form, walk_in_form = DoorForm(None if walks_in else sent), WalkInForm(sent if walks_in else None)
    asked, write = (walk_in_form, walk_in) if walks_in else (form, check_in)
    if asked.is_valid():
        try:
            scan = write(session, **asked.cleaned_data, actor=request.user)
        except REFUSALS as refusal:
            tell(asked, refusal)
        else:
            told = {"name": scan.sign_up.person, "way": scan.get_way_display()}
            messages.success(request, _("%(name)s：已记%(way)s。") % told)
            return redirect("portal:door", pk)
    rows = [
        (held, mask_name(held.person.name), came if came and came.signed else None)
        for held, came in door_list(session)
    ]
    context = {
        "session": session,
        "form": form,
        "walk_in_form": walk_in_form if may_walk_in else None,
        "rows": rows,
        "came": sum(1 for *_who, came in rows if came),
        "conflicts": len(conflicts(session)),
        "key": key_of(session, request.user),
        # As text: a language writes large numbers with commas.
        "now": str(_milliseconds(timezone.now())),
    }
    response = render(request, "portal/door.html", context, status=422 if asked.is_bound else 200)
    response["Permissions-Policy"] = permissions_policy("camera")
    return response


@signed_in
@require_safe
def door_conflicts(request, pk):
    """What does not agree, with full names: somebody has to ask them."""
    session = _kept_by(request, pk)
    return render(request, "portal/door_conflicts.html", {"session": session, "rows": conflicts(session)})


@signed_in
@require_safe
def door_sheet(request, pk, kind):
    """The list to be signed: PDF to print, a workbook to fill in and import. Who took it is on record."""
    session = _kept_by(request, pk)
    if kind not in ("pdf", "xlsx"):
        raise Http404
    name = f"{session.title}签到表"
    if kind == "xlsx":
        response = table_response(kind, name, HEADINGS, table_of(session))
    else:
        try:
            content = sign_in_pdf(sheet_of(session))
        except NoChineseTypeface as missing:
            return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
        response = FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.pdf")
    audit.record_export(request.user, "training.signup", name, file=kind)
    response["Cache-Control"] = "private, no-store"
    return response


# The key in the message is what counts; the cookie of a session may have ended long ago.
@csrf_exempt
@require_POST
def door_scans(request, pk):
    """What a device kept, as JSON. Answers which it may forget, and who has come by now."""
    try:
        key, device, sent, seen = _message(request)
    except (ValueError, TypeError, KeyError, RecursionError):
        return _refused(_("看不懂这台设备送来的内容，请刷新签到页。"), 400)
    session, user = _holder(key, pk)
    if session is None:
        return _refused(_("签到页已过期，请登录后重新打开；已扫的还在这台设备上。"), 403)
    try:
        scans = take_scans(session, seen, device=device, device_now=sent, actor=user)
    except NotAllowed as error:
        return _refused(str(error), 403)
    except RuleBroken as error:
        return _refused(" ".join(error.messages), 409)
    return JsonResponse(
        {
            "taken": [each.token for each in seen],
            "problems": {scan.token: scan.get_problem_display() for scan in scans if scan.problem},
            "came": [held.code for held, came in door_list(session) if came and came.signed],
            "conflicts": len(conflicts(session)),
        }
    )


@require_safe
def door_worker(request):
    """The script that answers for the door page where there is no line; its folder is what it answers for."""
    response = render(request, "portal/door_worker.js", content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return HttpResponse(response.content, headers=response.headers)


def _kept_by(request, pk) -> TrainingSession:
    session = get_object_or_404(TrainingSession.objects.select_related("venue__place", "host"), pk=pk)
    if not keeps_the_door(request.user, session):
        raise Http404
    return session


def key_of(session: TrainingSession, user) -> str:
    """What a device shows when it sends. It outlives signing out, but not a new password or other roles."""
    return signing.dumps([session.pk, user.pk, _stamp(user)], salt=SALT)


def _holder(key: str, pk: int) -> tuple[TrainingSession | None, User | None]:
    """Whose door it is: the session of the address and the account that opened it, where both still stand."""
    try:
        told = signing.loads(key, salt=SALT, max_age=KEY_HOLDS)
    except signing.BadSignature:
        return None, None
    match told:
        case [held, int(opened_by), str(stamp)] if held == pk:
            session = TrainingSession.objects.select_related("venue__place", "host").filter(pk=pk).first()
            user = User.objects.filter(pk=opened_by, is_active=True).first()
            if session and user and constant_time_compare(stamp, _stamp(user)):
                return session, user
    return None, None


def _stamp(user) -> str:
    return fingerprint(user.get_session_auth_hash(), SALT)[:16]


def _message(request):
    """What a device says; ValueError, TypeError or KeyError where it is no message of ours."""
    if len(request.body) > MOST_BYTES:
        raise ValueError
    told = json.loads(request.body)
    seen = [
        Seen(
            _text(each["token"], LONGEST_TOKEN),
            _text(each["code"], 100),
            Way(each["way"]),
            _moment(each["at"]),
            datetime.timedelta(milliseconds=_whole(each["offset"], -LAST_MOMENT)),
        )
        for each in told["scans"]
    ]
    if len(seen) > MOST_SCANS:
        raise ValueError
    key, device = _text(told["key"], LONGEST_KEY), _text(told["device"], LONGEST_TOKEN)
    return key, device, _moment(told["now"]), seen


def _text(value, longest: int) -> str:
    """Printable text; half of a surrogate pair, which JSON can say and nothing can store, is none."""
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isprintable():
        raise ValueError
    return value


def _whole(value, first: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not first <= value <= LAST_MOMENT:
        raise ValueError
    return value


def _moment(value) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(_whole(value) / 1000, datetime.UTC)


def _milliseconds(moment: datetime.datetime) -> int:
    return int(moment.timestamp() * 1000)


def _refused(words, status: int) -> JsonResponse:
    return JsonResponse({"error": str(words)}, status=status)
