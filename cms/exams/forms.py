"""How an editor writes a question: options a line each, the questions of a case as one text."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.viewsets import StepForm
from cms.exams.enums import QuestionKind, QuizState
from cms.exams.models import Question, Quiz
from cms.exams.models.questions import LONGEST_OPTION, part_of, told_of
from cms.exams.queries.sittings import nominations_to_examine
from cms.exams.queries.wording import cases_in_words, options_in_words, read_cases, read_key, read_options
from cms.exams.services.questions import with_versions
from cms.people.models import Nomination
from cms.statutes.forms import CitedArticlesField
from cms.statutes.services import know_provisions


class OptionsField(forms.CharField):
    """Options as one types them; kept as a list without their letters."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def prepare_value(self, value):
        return options_in_words(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        text = super().clean(self.prepare_value(value)) or ""
        options = read_options(text)
        if text.strip() and not options:
            raise forms.ValidationError(_("读不出选项，请每行写一个，如“A.三天”。"))
        if long := [each for each in options if len(each) > LONGEST_OPTION]:
            told = _("选项“%(option)s…”太长，每个最多 %(most)d 字。")
            raise forms.ValidationError(told, params={"option": long[0][:10], "most": LONGEST_OPTION})
        return options

    def has_changed(self, initial, data) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class CasesField(forms.CharField):
    """The questions of a case as one text; kept as the record holds them."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 12}), **kwargs)

    def prepare_value(self, value):
        return cases_in_words([part_of(each) for each in value]) if isinstance(value, list) else value

    def clean(self, value) -> list[dict]:
        return [told_of(part) for part in read_cases(super().clean(self.prepare_value(value)) or "")]

    def has_changed(self, initial, data) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class QuestionForm(WagtailAdminModelForm):
    options = OptionsField(label=_("选项"), help_text=_("每行一个，字母可写可不写。判断题不用填。"))
    answer = forms.CharField(
        label=_("答案"), required=False, max_length=20, help_text=_("字母，如 ABD；判断题写“对”或“错”。")
    )
    cases = CasesField(
        label=_("小题"),
        help_text=_(
            "只有案例题填写。每道小题一段，中间空一行：题干、各选项、“答案：B”、“解析：……”各占一行，"
            "题干前可以注明（单选题）（多选题）（判断题）。"
        ),
    )
    articles = CitedArticlesField(
        label=_("依据"),
        help_text=_("例：《民法典》第1254条；《宪法》第24条。法规修改或废止时，这道题会提示重读。"),
    )

    class Meta:
        model = Question
        fields = [
            "kind",
            "stem",
            "options",
            "answer",
            "cases",
            "explanation",
            "subject",
            "difficulty",
            "articles",
        ]

    def clean(self):
        values = super().clean()
        values["articles"] = list(know_provisions(values.get("articles") or [], actor=self.for_user).values())
        # Whoever writes it reads the law as it stands today.
        values = with_versions(values, timezone.localdate()) | {"reread_since": None}
        self._read_key(values)
        return values

    def _read_key(self, values: dict) -> None:
        kind, typed = values.get("kind"), values.get("answer") or ""
        if kind == QuestionKind.CASE or not typed:
            values["answer"] = ""
            return
        key = read_key(typed, kind, values.get("options") or [])
        if key is None:
            self.add_error(
                "answer", _("“%(key)s”读不出答案，请写选项的字母，判断题写“对”或“错”。") % {"key": typed}
            )
        values["answer"] = key or ""

    def get_initial_for_field(self, field, field_name):
        value = super().get_initial_for_field(field, field_name)
        is_truth = field_name == "answer" and self.instance.pk and self.instance.kind == QuestionKind.TRUTH
        return self.instance.parts[0].answer_words if is_truth else value


class TakeInForm(StepForm):
    quiz = forms.ModelChoiceField(
        label=_("哪一份练习"),
        queryset=Quiz.objects.exclude(state=QuizState.PUBLISHED),
        help_text=_("已公开的先撤下；没有合适的，先到“公众练习”里新增。"),
    )


class TakeOutForm(StepForm):
    questions = forms.ModelMultipleChoiceField(
        label=_("拿出哪几道"), queryset=Question.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def about(self, records):
        self.fields["questions"].queryset = Question.objects.filter(quizzes=records[0]).order_by("pk")


class NomineesForm(StepForm):
    nominations = forms.ModelMultipleChoiceField(
        label=_("哪些人"),
        queryset=Nomination.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("推荐办理到“考核”这一步的人。成绩可以计入推荐。"),
    )

    def about(self, records):
        self.fields["nominations"].queryset = nominations_to_examine(records[0])


class NamedForm(StepForm):
    name = forms.CharField(label=_("姓名"), max_length=30)
    tail = forms.RegexField(
        r"^\d{4}$", label=_("手机后四位"), required=False, help_text=_("有同名的才要填。")
    )
