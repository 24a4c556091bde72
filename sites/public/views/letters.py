"""Writing to the office, asking what became of it, and reading what was answered for everybody."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.errors import tell
from cms.core.once import once
from cms.letters.enums import LetterKind
from cms.letters.queries import letter_by, published_letters
from cms.letters.services import receive
from sites.public.atom import Entry, atom_response
from sites.rate import seconds_to_wait, told_to_wait

# Shown once, on the page after sending; never part of an address.
CODE_KEY = "letter_code"
PER_MINUTE = 5
PAGE_SIZE = 20
FEED_SIZE = 30
# Nobody reads and writes a letter in less; a page left open for longer is shown again.
SOONEST, LATEST = 3, 24 * 60 * 60
STAMP = "letters.form"


class StampedForm(forms.Form):
    """Keeps machines out without a puzzle: a field nobody sees, and the time that a person takes."""

    # People do not see it; what fills in every field of a page does.
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            raise ValidationError(_("没有收到。请重新填写，隐藏的一栏不要填。"))
        try:
            signing.loads(cleaned.get("stamp", ""), salt=STAMP, max_age=LATEST)
        except signing.BadSignature:
            raise ValidationError(_("这一页开得太久了，请核对后再提交一次。")) from None
        if _is_fresher_than(cleaned["stamp"], SOONEST):
            raise ValidationError(_("提交得太快了，请核对后再提交一次。"))
        return cleaned

    def stamp_to_show(self) -> str:
        """The one it came with, while that is good: who mends a mistake has taken the time already."""
        given = self.data.get("stamp", "")
        try:
            signing.loads(given, salt=STAMP, max_age=LATEST)
        except signing.BadSignature:
            return signing.dumps("", salt=STAMP)
        return given


class LetterForm(StampedForm):
    kind = forms.ChoiceField(
        label=_("您要"), choices=[each for each in LetterKind.choices if each[0] != LetterKind.VISIT]
    )
    words = forms.CharField(
        label=_("您想说的"),
        max_length=1000,
        error_messages={"required": _("请写下您想说的事。")},
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("请不要写身份证号、手机号、银行卡号，也不要写别人的姓名。"),
    )
    page = forms.CharField(
        label=_("哪一页"), max_length=300, required=False, help_text=_("找错时填网址或标题。")
    )
    name = forms.CharField(label=_("怎么称呼您"), max_length=30, required=False)
    phone = forms.CharField(
        label=_("联系电话"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("只在需要问清楚时打给您，答复半年后清除。"),
    )


class CodeForm(forms.Form):
    code = forms.CharField(label=_("查询号"), max_length=40)


@require_safe
def letter_list(request):
    page = Paginator(published_letters(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "public/letters/letter_list.html", {"page": page})


@require_safe
def feed(request):
    """The answers made public last, as Atom."""
    entries = (
        Entry(
            each.public_title,
            each.get_absolute_url(),
            f"{each.public_question}\n{each.public_answer}",
            each.published_at,
        )
        for each in published_letters()[:FEED_SIZE]
    )
    return atom_response(request, str(_("有问有答")), reverse("public:letters"), entries)


@require_safe
def letter(request, pk):
    return render(
        request, "public/letters/letter.html", {"letter": get_object_or_404(published_letters(), pk=pk)}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request):
    if request.method != "POST":
        given = {name: request.GET.get(name, "").replace("\0", "")[:300] for name in ("kind", "page")}
        return _form(request, LetterForm(initial=given))
    form = LetterForm(request.POST)
    if wait := seconds_to_wait(request, "letters", PER_MINUTE):
        form.add_error(None, told_to_wait(wait))
        return _form(request, form, status=429, wait=wait)
    if form.is_valid():
        try:
            once(request, lambda: _received(request, form.cleaned_data))
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("public:letter_follow_up")
    return _form(request, form, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request):
    """What became of a letter, for whoever holds the number."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "fresh": request.session.pop(CODE_KEY, "")}
    if not form.is_bound:
        return render(request, "public/letters/follow_up.html", context)
    if wait := seconds_to_wait(request, "letter-follow-up", PER_MINUTE):
        form.add_error(None, told_to_wait(wait))
        return _waiting(render(request, "public/letters/follow_up.html", context, status=429), wait)
    found = letter_by(form.cleaned_data["code"]) if form.is_valid() else None
    if form.is_valid() and found is None:
        form.add_error("code", _("没有找到这个查询号，请核对。"))
    context |= {"found": found, "is_late": bool(found) and found.is_overdue(timezone.localdate())}
    return render(request, "public/letters/follow_up.html", context, status=200 if found else 422)


def _received(request, values: dict) -> int:
    kept = {name: values[name] for name in ("page", "name", "phone")}
    held, code = receive(values["kind"], values["words"], **kept)
    request.session[CODE_KEY] = code
    return held.pk


def _form(request, form: LetterForm, *, status: int = 200, wait: int = 0):
    context = {"form": form, "stamp": form.stamp_to_show()}
    return _waiting(render(request, "public/letters/write.html", context, status=status), wait)


def _waiting(response, wait: int):
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _is_fresher_than(stamp: str, seconds: int) -> bool:
    try:
        signing.loads(stamp, salt=STAMP, max_age=seconds)
    except signing.SignatureExpired:
        return False
    return True
