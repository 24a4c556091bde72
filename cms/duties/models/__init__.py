"""Yearly duty lists, and the records of what was done about them."""

from cms.duties.models.activities import MAX_PHOTOS, ActivityRecord, Evidence, Transition
from cms.duties.models.lists import FROZEN, DutyItem, DutyList

__all__ = ["FROZEN", "MAX_PHOTOS", "ActivityRecord", "DutyItem", "DutyList", "Evidence", "Transition"]
