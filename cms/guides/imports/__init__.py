"""Guides that come as files."""
