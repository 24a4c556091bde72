"""The five levels of a row and the codes that lead to them.

A row has the worst level of its codes. Codes are shared by every kind of file, so that one problem has one
name; an app that needs another code adds it to its own specification.
"""

from enum import IntEnum


class Level(IntEnum):
    """good: as it is · fix: repaired without asking · warn: imported, the operator is told ·
    review: waits for a person's decision · reject: cannot be imported."""

    GOOD = 0
    FIX = 1
    WARN = 2
    REVIEW = 3
    REJECT = 4

    @property
    def code(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> str:
        return ("可直接导入", "已自动修正", "导入并提示", "待人工确认", "无法导入")[self]


_BY_LEVEL = {
    Level.FIX: (
        "birth_text", "date_text", "date_number", "fullwidth", "name_spaces", "name_dot", "number_text",
        "number_placeholder", "org_alias", "phone_format", "phone_number_cell", "place_alias", "score_text",
        "value_alias",
    ),
    Level.WARN: ("formula_text", "pii_in_text", "shared_phone"),
    Level.REVIEW: (
        "birth_mismatch_id", "birth_unclear", "cert_conflict", "cert_duplicate", "code_duplicate",
        "date_unclear", "date_vague", "dup_person", "future_date", "hidden_row", "id_15", "id_checksum",
        "id_conflict", "id_precision_lost", "mobile_in_contact", "name_conflict", "number_unclear",
        "parent_missing", "phone_invalid", "place_unknown", "place_wrong_town", "score_out_of_range",
        "value_unknown", "weak_match",
    ),
    Level.REJECT: ("code_missing", "name_missing", "kind_unknown"),
}  # fmt: skip
LEVELS = {code: level for level, codes in _BY_LEVEL.items() for code in codes}


def level_of(codes) -> Level:
    """The worst level of some codes; GOOD for none."""
    return max((LEVELS[code] for code in codes), default=Level.GOOD)
