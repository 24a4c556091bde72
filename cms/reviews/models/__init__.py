"""The yearly assessment (评议): scheme, round, what each gave, what came of it."""

from cms.reviews.models.outcomes import Appeal, FrozenYear, Rectification
from cms.reviews.models.panels import Assessor, Ballot, PanelScore
from cms.reviews.models.rounds import LEVELS, Entry, Participant, Round
from cms.reviews.models.schemes import Band, Group, Indicator, Scheme
from cms.reviews.models.self_files import SelfFile

__all__ = [
    "LEVELS",
    "Appeal",
    "Assessor",
    "Ballot",
    "Band",
    "Entry",
    "FrozenYear",
    "Group",
    "Indicator",
    "PanelScore",
    "Participant",
    "Rectification",
    "Round",
    "Scheme",
    "SelfFile",
]
