"""The spreadsheet of this app; importing the package registers it."""

from cms.training.imports import attendance  # noqa: F401
