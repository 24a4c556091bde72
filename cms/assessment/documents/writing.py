"""Records written as a document has them: indicators of whatever app, their numbers never floats."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cms.assessment.documents.schemes import INDICATOR_FIELDS


def dimensions_of(indicators: Iterable) -> list[dict[str, Any]]:
    """The indicators under their dimensions, both in the order in which they come."""
    dimensions: dict[str, list[dict]] = defaultdict(list)
    for indicator in indicators:
        dimensions[indicator.dimension].append(_indicator(indicator))
    return [
        {"key": f"D{number}", "name": name, "indicators": found}
        for number, (name, found) in enumerate(dimensions.items(), start=1)
    ]


def text(number: Decimal | None) -> str | None:
    """A number as the document has it: never a float."""
    return None if number is None else f"{number:.2f}"


def without_none(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value is not None}


def _indicator(indicator) -> dict[str, Any]:
    document: dict[str, Any] = {"key": indicator.key, "name": indicator.name, "kind": indicator.kind}
    for name in INDICATOR_FIELDS[indicator.kind]:
        value = getattr(indicator, name)
        document[name] = text(value) if isinstance(value, Decimal) else value
    return without_none(document)
