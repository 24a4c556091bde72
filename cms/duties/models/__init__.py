"""Yearly duty lists, and the records of what was done about them."""

from cms.duties.models.activities import ActivityRecord, Transition
from cms.duties.models.co_hosting import CoHostAnswer
from cms.duties.models.consulting import ListConfirmation, Proposal, SetAsideLaw
from cms.duties.models.evidence import BANDS, MAX_DOCUMENTS, MAX_PHOTOS, Evidence, PhotoLook
from cms.duties.models.goals import Goal, Milestone
from cms.duties.models.likeness import LikenessDecision
from cms.duties.models.lists import FROZEN, DutyItem, DutyList
from cms.duties.models.news import NewsDraft

__all__ = [
    "BANDS",
    "FROZEN",
    "MAX_DOCUMENTS",
    "MAX_PHOTOS",
    "ActivityRecord",
    "CoHostAnswer",
    "DutyItem",
    "DutyList",
    "Evidence",
    "Goal",
    "LikenessDecision",
    "ListConfirmation",
    "Milestone",
    "NewsDraft",
    "PhotoLook",
    "Proposal",
    "SetAsideLaw",
    "Transition",
]
