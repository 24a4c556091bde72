"""Rosters on paper."""
