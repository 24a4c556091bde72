"""The spreadsheets of this app; importing the package registers them."""

from cms.honours.imports import titles

__all__ = ["titles"]
