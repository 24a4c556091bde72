"""Personal numbers (identity numbers, mobiles): found however they are written, and kept from the public."""

from cms.core.personal_data.finding import PersonalNumber, find_personal_numbers, without_personal_numbers
from cms.core.personal_data.gate import Passage, public_passages, refuse_personal_numbers

__all__ = [
    "Passage",
    "PersonalNumber",
    "find_personal_numbers",
    "public_passages",
    "refuse_personal_numbers",
    "without_personal_numbers",
]
