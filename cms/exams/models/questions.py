"""The bank: questions with their key, what they rest on, and the versions one after the other."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.exams.enums import LETTERS, TRUTHS, UNUSED, Difficulty, QuestionKind, QuestionState
from cms.statutes.models import LawVersion, Provision

FEWEST_OPTIONS, MOST_OPTIONS, MOST_PARTS = 2, len(LETTERS), 10
LONGEST_STEM, LONGEST_OPTION, LONGEST_EXPLANATION = 2000, 300, 1000


@dataclass(frozen=True)
class Part:
    """Something to be answered: a question, or one of the questions of a case.

    `answer` are the letters of the right options in order, such as "ABD"; of a question of truth A stands
    for right and B for wrong.
    """

    kind: str
    stem: str
    options: tuple[str, ...]
    answer: str
    explanation: str = ""

    @property
    def lettered(self) -> list[tuple[str, str]]:
        return list(zip(LETTERS, self.options, strict=False))

    @property
    def takes_several(self) -> bool:
        return self.kind == QuestionKind.MULTIPLE

    @property
    def kind_label(self) -> str:
        return str(QuestionKind(self.kind).label)

    @property
    def answer_words(self) -> str:
        """As the key is printed: ABD; of a question of truth 正确 or 错误."""
        if self.kind == QuestionKind.TRUTH and self.answer in ("A", "B"):
            return TRUTHS["AB".index(self.answer)]
        return self.answer

    def is_right(self, chosen: str) -> bool:
        return bool(chosen) and "".join(sorted(set(chosen))) == self.answer

    def problems(self) -> dict[str, str]:
        """What does not hold, by field; {} where all does."""
        found = {}
        if not FEWEST_OPTIONS <= len(self.options) <= MOST_OPTIONS:
            told = _now("要有 %(least)d 至 %(most)d 个选项，现在读出 %(count)d 个。")
            found["options"] = told % {
                "least": FEWEST_OPTIONS, "most": MOST_OPTIONS, "count": len(self.options),
            }  # fmt: skip
        elif len(set(self.options)) < len(self.options):
            found["options"] = _now("有两个选项一样，请改掉一个。")
        if why := self._why_no_key():
            found["answer"] = why
        return found

    def _why_no_key(self) -> str:
        known = LETTERS[: len(self.options)]
        if not self.answer:
            return _now("没有答案。")
        if stray := [letter for letter in self.answer if letter not in known]:
            return _now("答案里的 %(letter)s 不是选项。") % {"letter": stray[0]}
        if self.takes_several and len(self.answer) < 2:
            return _now("多选题至少有两个正确选项；只有一个的，题型请用单选题。")
        if not self.takes_several and len(self.answer) > 1:
            return _now("只有多选题可以有几个正确选项。")
        return ""


class QuestionQuerySet(models.QuerySet):
    def usable(self):
        """What papers and quizzes may draw: reviewed, its law not changed since."""
        return self.filter(state=QuestionState.REVIEWED, reread_since=None)


class Question(PublicTexts, TimeStampedModel):
    """One version of a question. What was in use is never changed: a revision is a new version.

    A case tells its facts in `stem` and holds its questions in `cases`, as {"kind", "stem", "options",
    "answer", "explanation"} in order; of the other kinds `options` and `answer` are its own.
    """

    kind = models.CharField(_("题型"), max_length=10, choices=QuestionKind, default=QuestionKind.SINGLE)
    stem = models.TextField(_("题干"), max_length=LONGEST_STEM)
    options = models.JSONField(_("选项"), default=list, blank=True)
    answer = models.CharField(_("答案"), max_length=MOST_OPTIONS, blank=True)
    cases = models.JSONField(_("小题"), default=list, blank=True)
    explanation = models.TextField(_("解析"), max_length=LONGEST_EXPLANATION, blank=True)
    subject = models.CharField(_("科目"), max_length=40, db_index=True)
    difficulty = models.CharField(_("难度"), max_length=8, choices=Difficulty, default=Difficulty.MEDIUM)
    articles = models.ManyToManyField(Provision, verbose_name=_("依据"), related_name="questions", blank=True)
    # The texts in which the articles were read when the question was written or read again.
    versions = models.ManyToManyField(
        LawVersion, verbose_name=_("依据的版本"), related_name="questions", blank=True, editable=False
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=QuestionState, default=QuestionState.DRAFT, editable=False
    )
    revises = models.OneToOneField(
        "self",
        verbose_name=_("修订自"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="revision",
    )
    version = models.PositiveSmallIntegerField(_("版次"), default=1, editable=False)
    # Since when its law is not what it was when the question was read; kept by `services.flag_changed`.
    reread_since = models.DateField(_("待重读"), null=True, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()
    public_texts = ("stem", "options", "cases", "explanation", "subject", "answer")

    class Meta:
        verbose_name = _("试题")
        verbose_name_plural = _("试题")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "subject", "kind", "difficulty"], name="question_drawing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(revises=None, version=1) | Q(revises__isnull=False, version__gt=1),
                name="first_question_revises_none",
            )
        ]

    def __str__(self) -> str:
        return self.stem if len(self.stem) <= 40 else f"{self.stem[:39]}…"

    @property
    def is_unused(self) -> bool:
        return self.state in UNUSED

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is to be answered, in order: itself, or the questions of the case."""
        if self.kind == QuestionKind.CASE:
            return tuple(part_of(each) for each in self.cases)
        return (Part(self.kind, self.stem, tuple(self.options), self.answer, self.explanation),)

    def line_so_far(self) -> list["Question"]:
        """This version and those it goes back to, the newest first."""
        found, each = [], self
        while each is not None:
            found.append(each)
            each = each.revises
        return found

    def clean(self):
        super().clean()
        if self.kind == QuestionKind.TRUTH:
            self.options = list(TRUTHS)
        if self.kind == QuestionKind.CASE:
            self.options, self.answer = [], ""
            self._clean_cases()
            return
        self.cases = []
        self.answer = "".join(sorted(set(self.answer)))
        if problems := self.parts[0].problems():
            raise ValidationError(problems)

    def _clean_cases(self) -> None:
        if not 1 <= len(self.cases) <= MOST_PARTS:
            raise ValidationError({"cases": _("案例题要有 1 至 %d 道小题。") % MOST_PARTS})
        for place, part in enumerate(self.parts, start=1):
            for told in part.problems().values():
                raise ValidationError(
                    {"cases": _("第%(place)d小题：%(told)s") % {"place": place, "told": told}}
                )


def part_of(told: dict) -> Part:
    """A question of a case as the record holds it."""
    return Part(
        told["kind"], told["stem"], tuple(told["options"]), told["answer"], told.get("explanation", "")
    )


def told_of(part: Part) -> dict:
    """The other way round: as the record holds it."""
    return {
        "kind": str(part.kind),
        "stem": part.stem,
        "options": list(part.options),
        "answer": part.answer,
        "explanation": part.explanation,
    }
