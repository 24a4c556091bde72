"""How the parts of a guide are written: a question with its answers, a finding, an outcome."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.conflicts import SEEN, SeenField
from cms.core.errors import RuleBroken
from cms.guides.models import Guide
from cms.guides.models.graph import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_CHOICES,
    Advice,
    Choice,
    Part,
    PartKind,
    Question,
)
from cms.guides.queries.grounds import grounds_in, in_words

MOST_LINES = 12


class LinesField(forms.CharField):
    """Several sentences, one a line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value):
        lines = tuple(filter(None, map(str.strip, super().clean(value).splitlines())))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("最多 %s 行，请合并。") % MOST_LINES)
        return lines


class PartForm(forms.Form):
    """Of one part of a draft, new where `part` is None. `wanted()` is the part as it was written."""

    kind: PartKind

    def __init__(self, guide: Guide, part: Part | None, data=None):
        super().__init__(data, initial=self.values_of(part) if part else None)
        self.graph, self.part = guide.steps, part
        self.fields[SEEN] = SeenField(guide)
        self.fit()

    def fit(self) -> None:
        """Fit what may be chosen to the other parts."""

    def values_of(self, part) -> dict:
        raise NotImplementedError

    @property
    def key(self) -> str:
        return self.part.key if self.part else self.graph.free_key(self.kind)


class QuestionForm(PartForm):
    kind = PartKind.QUESTION
    words = forms.CharField(
        label=_("问题"), max_length=LONGEST_TITLE, help_text=_("一次只问一件事，用大家的话。")
    )
    help = forms.CharField(
        label=_("怎样判断"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def fit(self) -> None:
        own = self.part.key if self.part else ""
        onwards = [("", _("还没有定"))]
        onwards += [(each.key, _("问：%s") % each.words) for each in self.graph.questions if each.key != own]
        onwards += [(each.key, _("结果：%s") % each.title) for each in self.graph.outcomes]
        noted = [("", _("不记")), *((each.key, each.title) for each in self.graph.findings)]
        for number in range(1, MOST_CHOICES + 1):
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("回答 %s") % number, max_length=LONGEST_TITLE, required=False
            )
            self.fields[f"to_{number}"] = forms.ChoiceField(label=_("接着"), choices=onwards, required=False)
            self.fields[f"finding_{number}"] = forms.ChoiceField(
                label=_("记下风险"), choices=noted, required=False
            )

    def rows(self):
        """The three fields of each answer."""
        for number in range(1, MOST_CHOICES + 1):
            yield [self[f"{name}_{number}"] for name in ("words", "to", "finding")]

    def values_of(self, part: Question) -> dict:
        values = {"words": part.words, "help": part.help}
        for number, choice in enumerate(part.choices, 1):
            values |= {
                f"words_{number}": choice.words,
                f"to_{number}": choice.to,
                f"finding_{number}": choice.finding,
            }
        return values

    def clean(self):
        cleaned = super().clean()
        for number in range(1, MOST_CHOICES + 1):
            chosen = cleaned.get(f"to_{number}") or cleaned.get(f"finding_{number}")
            if chosen and not cleaned.get(f"words_{number}"):
                self.add_error(f"words_{number}", _("请写回答的文字；不要这个回答，就把去向改为“还没有定”。"))
        return cleaned

    def wanted(self) -> Question:
        held = self.cleaned_data
        choices = tuple(
            Choice(words, held[f"to_{number}"], held[f"finding_{number}"])
            for number in range(1, MOST_CHOICES + 1)
            if (words := held[f"words_{number}"])
        )
        return Question(self.key, held["words"], held["help"], choices)


class AdviceForm(PartForm):
    title = forms.CharField(label=_("标题"), max_length=LONGEST_TITLE)
    words = forms.CharField(
        label=_("说明"), max_length=LONGEST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    todo = LinesField(label=_("怎么做"), required=False, max_length=4000, help_text=_("每行一步，动词开头。"))
    grounds = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一部法：《劳动合同法》第三十条、第八十五条；不引条文就只写《劳动合同法》。"),
    )
    help = LinesField(
        label=_("还可以找谁"),
        required=False,
        max_length=2000,
        help_text=_("热线和最近的服务站点会自动列出，不用写。"),
    )

    def values_of(self, part: Advice) -> dict:
        return {
            "title": part.title,
            "words": part.words,
            "todo": "\n".join(part.todo),
            "grounds": "\n".join(map(in_words, part.grounds)),
            "help": "\n".join(part.help),
        }

    def clean_grounds(self):
        try:
            return grounds_in(self.cleaned_data["grounds"])
        except RuleBroken as error:
            raise forms.ValidationError(error.messages) from error

    def wanted(self) -> Advice:
        held = self.cleaned_data
        return Advice(self.key, held["title"], held["words"], held["todo"], held["grounds"], held["help"])


class FindingForm(AdviceForm):
    kind = PartKind.FINDING


class OutcomeForm(AdviceForm):
    kind = PartKind.OUTCOME


FORMS: dict[PartKind, type[PartForm]] = {form.kind: form for form in (QuestionForm, FindingForm, OutcomeForm)}
