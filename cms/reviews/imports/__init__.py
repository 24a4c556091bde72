"""Spreadsheets of the yearly assessment: the scoring sheet, which becomes a scheme."""

from cms.reviews.imports import scheme  # noqa: F401
