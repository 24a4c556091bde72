"""What is scored: one document of a scheme and the figures of every agency, valid or refused as a whole."""

from cms.assessment.documents.parsing import parse, read_file, read_text
from cms.assessment.documents.records import (
    Agency,
    Band,
    Document,
    Entry,
    Group,
    Indicator,
    PanelScore,
    Scheme,
)
from cms.assessment.documents.spots import Refused

__all__ = [
    "Agency",
    "Band",
    "Document",
    "Entry",
    "Group",
    "Indicator",
    "PanelScore",
    "Refused",
    "Scheme",
    "parse",
    "read_file",
    "read_text",
]
