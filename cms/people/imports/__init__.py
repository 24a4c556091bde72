"""The spreadsheets of this app; importing the package registers them."""

from cms.people.imports import roster, service_records, volunteers

__all__ = ["roster", "service_records", "volunteers"]
