"""Writes of volunteering, all with the pen."""
