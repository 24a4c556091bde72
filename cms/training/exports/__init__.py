"""Trainings that go out: to calendars, and on paper."""
