"""Spreadsheets of duties and of what was done about them."""

from cms.duties.imports import activities, duty_list  # noqa: F401
