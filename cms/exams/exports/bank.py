"""Questions for a spreadsheet, as `imports.questions` reads them back."""

from cms.exams.enums import QuestionKind
from cms.exams.models import Question
from cms.exams.queries.wording import cases_in_words, options_in_words

HEADINGS = ("题型", "题干", "选项", "答案", "小题", "解析", "依据", "科目", "难度", "状态")


def question_cells(question: Question) -> tuple[str, ...]:
    """One line of the table, in the order of HEADINGS; the articles of the question are at hand."""
    is_case = question.kind == QuestionKind.CASE
    asks_options = question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
    return (
        question.get_kind_display(),
        question.stem,
        options_in_words(question.options) if asks_options else "",
        "" if is_case else question.parts[0].answer_words,
        cases_in_words(question.parts) if is_case else "",
        question.explanation,
        "；".join(str(each) for each in question.articles.all()),
        question.subject,
        question.get_difficulty_display(),
        question.get_state_display(),
    )
