"""The questions that are held, found by what they ask."""

from typing import Any

from cms.exams.enums import Difficulty, QuestionKind, QuestionState
from cms.exams.models import Part, Question
from cms.exams.models.questions import part_of, told_of
from cms.intake.journal import given
from search.chinese.folding import folded

# The subject of what names none.
GENERAL = "综合"
LEVELS = {str(each.label): each for each in Difficulty}


def identity(kind: str, stem: str, parts) -> str:
    """What makes two questions one: what is asked and between what; 下列正确的是 asks many things."""
    told = [folded(stem)]
    for part in parts:
        told += [folded(part.stem), *(sorted(map(folded, part.options)))]
    return f"{kind == QuestionKind.CASE}|{'|'.join(told)}"


class Bank:
    """All questions that have no newer version, in memory."""

    def __init__(self):
        self._held: dict[str, Question] = {}
        rows = Question.objects.exclude(state=QuestionState.REPLACED).order_by("pk")
        for question in rows.select_related("revision").prefetch_related("articles__law"):
            self._held[identity(question.kind, question.stem, question.parts)] = question

    def find(self, key: str) -> Question | None:
        return self._held.get(key)

    def hold(self) -> list[Question]:
        return list(self._held.values())

    def is_busy(self, key: str, values: dict) -> bool:
        """Whether the row says otherwise than a question that can be given no new version now."""
        question = self.find(key)
        if question is None or question.state == QuestionState.DRAFT:
            return False
        is_stuck = question.state == QuestionState.SUBMITTED or hasattr(question, "revision")
        return is_stuck and differs(question, values)


def asked(values: dict) -> tuple[str, str, list[Part]]:
    """The kind, the stem and the parts of the question a judged row stands for."""
    parts = [part_of(each) for each in values["parts"]]
    if values.get("is_case"):
        return QuestionKind.CASE, values["案例材料"], parts
    if values.get("小题"):
        return QuestionKind.CASE, values["题干"], parts
    return parts[0].kind, values["题干"], parts


def columns(kind: str, stem: str, parts: list[Part], values: dict) -> dict[str, Any]:
    """The fields that a judged row fills; a blank cell leaves what is stored."""
    level = LEVELS.get(values.get("难度") or "")
    common = given({"subject": values.get("科目"), "difficulty": level})
    if kind == QuestionKind.CASE:
        own = {"options": [], "answer": "", "cases": [told_of(part) for part in parts]}
        # What the rows of a case explain is kept with its questions.
        explained = {} if values.get("is_case") else given({"explanation": values.get("解析")})
    else:
        own = {"options": list(parts[0].options), "answer": parts[0].answer, "cases": []}
        explained = given({"explanation": values.get("解析")})
    return {"kind": kind, "stem": stem, **own, **explained, **common}


def differs(question: Question, values: dict) -> bool:
    told = columns(*asked(values), values)
    if any(getattr(question, name) != value for name, value in told.items()):
        return True
    cited = {(title, ref) for title, ref in values["articles"]}
    return bool(cited) and cited != {(each.law.title, each.ref) for each in question.articles.all()}
