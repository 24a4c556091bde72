"""The ground of our admin: lists, forms, deletes and steps that ask our predicates and write with the pen."""

from cms.core.viewsets.base import RuledViewSet
from cms.core.viewsets.filters import PeriodFilter
from cms.core.viewsets.lists import DeskIndexView, RuledIndexView
from cms.core.viewsets.pages import RuledDeleteView, RuledInspectView
from cms.core.viewsets.step_forms import ObjectionAnswerForm, StepForm
from cms.core.viewsets.steps import Step
from cms.core.viewsets.task_runs import TaskRunViewSet

__all__ = [
    "DeskIndexView",
    "ObjectionAnswerForm",
    "PeriodFilter",
    "RuledDeleteView",
    "RuledIndexView",
    "RuledInspectView",
    "RuledViewSet",
    "Step",
    "StepForm",
    "TaskRunViewSet",
]
