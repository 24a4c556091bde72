"""Guided questions, one a page. The answers travel in the address and are kept nowhere.

A firm that has checked itself may hand the result to the office: then, and only then, it becomes a letter.
"""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.errors import tell
from cms.core.once import once
from cms.guides.models import Guide
from cms.guides.queries import guides_by_kind, public_guides
from cms.guides.queries.grounds import shown_grounds
from cms.guides.queries.walking import Walk, questions_left, walk
from cms.letters.enums import LetterKind
from cms.letters.services import receive
from sites.public.views.letters import CODE_KEY, PER_MINUTE, StampedForm
from sites.rate import seconds_to_wait, told_to_wait

# What a letter holds of the result; the rest is read at the address.
LONGEST_RESULT = 600
MOST_ANSWERS = 100


class VisitForm(StampedForm):
    firm = forms.CharField(label=gettext_lazy("企业名称"), max_length=60)
    name = forms.CharField(label=gettext_lazy("联系人"), max_length=30)
    phone = forms.CharField(
        label=gettext_lazy("联系电话"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("用来约时间，办结半年后清除。"),
    )
    wish = forms.CharField(
        label=gettext_lazy("想重点看什么、什么时候方便"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("同意把上面的体检结果和联系方式交给普法办，用于安排上门"),
        error_messages={"required": gettext_lazy("不同意就不会交给任何人；要请上门，请打勾。")},
    )


@require_safe
def guide_list(request):
    return render(request, "public/guides/guide_list.html", {"groups": guides_by_kind()})


@require_safe
def guide(request, slug):
    held = _held(slug)
    context = {"guide": held, "laws": held.laws.prefetch_related("versions").order_by("short_title")}
    return render(request, "public/guides/guide.html", context)


@require_safe
def ask(request, slug):
    """The next question, or what the answers end with."""
    held = _held(slug)
    if request.GET.get("v") not in (None, str(held.version)):
        return render(request, "public/guides/renewed.html", {"guide": held})
    walked = _walked(request, held)
    context = {"guide": held, "walk": walked, "answers": _with_addresses(held, walked)}
    if walked.outcome is None:
        return _question(request, held, walked, context)
    advice = (walked.outcome, *walked.findings)
    grounds = shown_grounds(advice)
    context["told"] = [(each, grounds[each.key]) for each in advice]
    context["visit_url"] = f"{reverse('public:guide_visit', args=[slug])}?{_query(held, walked.numbers)}"
    return render(request, "public/guides/result.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request, slug):
    """Hand the result of a check to the office, which calls back and comes."""
    held = get_object_or_404(public_guides(), slug=slug, kind="check")
    walked = _walked(request, held)
    if walked.outcome is None or request.GET.get("v") != str(held.version):
        return redirect("public:guide", slug)
    if request.method != "POST":
        return _visit_form(request, held, walked, VisitForm())
    form = VisitForm(request.POST)
    if wait := seconds_to_wait(request, "letters", PER_MINUTE):
        form.add_error(None, told_to_wait(wait))
        response = _visit_form(request, held, walked, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    if form.is_valid():
        try:
            once(request, lambda: _handed_over(request, held, walked, form.cleaned_data))
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("public:letter_follow_up")
    return _visit_form(request, held, walked, form, status=422)


def _held(slug: str) -> Guide:
    return get_object_or_404(public_guides(), slug=slug)


def _walked(request, held: Guide) -> Walk:
    return walk(held.steps, request.GET.getlist("a")[:MOST_ANSWERS])


def _question(request, held: Guide, walked: Walk, context: dict):
    graph = held.steps
    least, most = questions_left(graph, walked.question)
    problem = ""
    if walked.strayed:
        problem = _("有一个回答不认识，请从这里接着选。")
    elif request.GET.get("n", "") > "" and request.GET.get("n") != str(len(walked.answers)):
        problem = _("请选一个回答。")
    context |= {
        "question": walked.question,
        "number": len(walked.answers) + 1,
        "least": least,
        "most": most,
        "problem": problem,
        "back": _address(held, walked.numbers[:-1]) if walked.answers else "",
    }
    return render(request, "public/guides/question.html", context, status=422 if problem else 200)


def _with_addresses(held: Guide, walked: Walk) -> list[dict]:
    """Each answer with the address of its question, where it is changed."""
    return [
        {
            "question": each.question.words,
            "answer": each.choice.words,
            "url": _address(held, walked.numbers[:n]),
        }
        for n, each in enumerate(walked.answers)
    ]


def _address(held: Guide, numbers: list[int]) -> str:
    return f"{reverse('public:guide_ask', args=[held.slug])}?{_query(held, numbers)}"


def _query(held: Guide, numbers: list[int]) -> str:
    return urlencode([("v", held.version), *(("a", number) for number in numbers)])


def _visit_form(request, held: Guide, walked: Walk, form: VisitForm, *, status: int = 200):
    context = {
        "guide": held,
        "form": form,
        "words": _result_words(held, walked),
        "back": _address(held, walked.numbers),
        "stamp": form.stamp_to_show(),
    }
    return render(request, "public/guides/visit.html", context, status=status)


def _handed_over(request, held: Guide, walked: Walk, values: dict) -> int:
    words = _("请上门做法治体检：%s") % values["firm"]
    if wish := values["wish"].strip():
        words += f"\n{wish}"
    kept, code = receive(
        LetterKind.VISIT,
        f"{words}\n{_result_words(held, walked)}",
        page=_address(held, walked.numbers),
        name=values["name"],
        phone=values["phone"],
    )
    request.session[CODE_KEY] = code
    return kept.pk


def _result_words(held: Guide, walked: Walk) -> str:
    """What the office is told: the check, its outcome, the risks by name."""
    lines = [
        _("%(title)s（第%(version)s版）") % {"title": held.title, "version": held.version},
        _("结果：%s") % walked.outcome.title,
        *(_("风险：%s") % each.title for each in walked.findings),
    ]
    words = "\n".join(lines)
    return words if len(words) <= LONGEST_RESULT else f"{words[: LONGEST_RESULT - 1]}…"
