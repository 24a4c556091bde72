from cms.honours.models.applications import Application, ApplicationStep, Entry, Evidence
from cms.honours.models.cycles import Cycle, Indicator
from cms.honours.models.objections import Objection
from cms.honours.models.titles import Recheck, Title

__all__ = [
    "Application",
    "ApplicationStep",
    "Cycle",
    "Entry",
    "Evidence",
    "Indicator",
    "Objection",
    "Recheck",
    "Title",
]
