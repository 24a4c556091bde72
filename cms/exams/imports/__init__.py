"""The spreadsheets of this app; importing the package registers them."""

from cms.exams.imports import questions, scores  # noqa: F401
