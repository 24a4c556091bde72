from cms.events.models.feedback import LONGEST_WORDS, Feedback
from cms.events.models.occasions import Event, Series, place_words
from cms.events.models.questions import LONGEST_ANSWER, Question
from cms.events.models.registrations import (
    MOST_SEATS,
    Registration,
    new_cancel_code,
)

__all__ = [
    "LONGEST_ANSWER",
    "LONGEST_WORDS",
    "MOST_SEATS",
    "Event",
    "Feedback",
    "Question",
    "Registration",
    "Series",
    "new_cancel_code",
    "place_words",
]
