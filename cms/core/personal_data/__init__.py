"""Personal numbers (identity numbers, mobiles): found however they are written, and kept from the public."""

from cms.core.personal_data.finding import PersonalNumber, find_personal_numbers, without_personal_numbers
from cms.core.personal_data.gate import (
    Passage,
    PublicTexts,
    personal_numbers_in,
    public_passages,
    refuse_personal_numbers,
    texts_of,
)

__all__ = [
    "Passage",
    "PersonalNumber",
    "PublicTexts",
    "find_personal_numbers",
    "personal_numbers_in",
    "public_passages",
    "refuse_personal_numbers",
    "texts_of",
    "without_personal_numbers",
]
