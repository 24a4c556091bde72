"""The spreadsheets of this app; importing the package registers them."""

from cms.advisers.imports import advisers

__all__ = ["advisers"]
