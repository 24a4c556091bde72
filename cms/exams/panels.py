"""What a reviewer finds on the admin's home: questions somebody else wrote."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.panels import WaitingPanel
from cms.exams.enums import QuestionState
from cms.exams.models import Question
from cms.exams.permissions import can_review_questions


class QuestionsPanel(WaitingPanel):
    name = "questions"
    title = _("题库")
    order = 57
    of = ("exams",)

    def rows(self):
        count = Question.objects.filter(state=QuestionState.SUBMITTED).count()
        address = f"{reverse('exam_questions:index')}?state={QuestionState.SUBMITTED}"
        return [(_("试题：待审核"), count, address)]


def add_questions(request, panels) -> None:
    if can_review_questions(request.user):
        panels.append(QuestionsPanel(request.user))
