"""Duties in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from cms.duties.viewsets.goals import GoalViewSet, MilestoneViewSet
from cms.duties.viewsets.lists import DutyItemViewSet, DutyListViewSet, ProposalViewSet
from cms.duties.viewsets.reviewing import ReviewDeskViewSet


class DutiesGroup(ModelViewSetGroup):
    menu_label = _("普法责任")
    menu_icon = "list-ul"
    menu_order = 200
    items = (
        ReviewDeskViewSet,
        DutyListViewSet,
        DutyItemViewSet,
        ProposalViewSet,
        GoalViewSet,
        MilestoneViewSet,
    )
