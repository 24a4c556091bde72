"""Writes of training."""

from cms.training.services.tables import ATTENDANCES, COURSES, SESSIONS

__all__ = ["ATTENDANCES", "COURSES", "SESSIONS"]
