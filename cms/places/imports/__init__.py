"""Spreadsheets of places and service points. Venues name the agency that answers for them: see there."""

from cms.places.imports import places, service_points  # noqa: F401
