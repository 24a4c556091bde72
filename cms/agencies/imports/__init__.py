"""Spreadsheets of agencies, and of the venues they answer for."""

from cms.agencies.imports import agencies, venues  # noqa: F401
