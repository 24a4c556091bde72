from cms.exams.models.exams import Admission, Exam, ExamRule, PrintedItem, PrintedPaper
from cms.exams.models.questions import Part, Question
from cms.exams.models.quizzes import Quiz
from cms.exams.models.sittings import Sitting, SittingItem

__all__ = [
    "Admission",
    "Exam",
    "ExamRule",
    "Part",
    "PrintedItem",
    "PrintedPaper",
    "Question",
    "Quiz",
    "Sitting",
    "SittingItem",
]
