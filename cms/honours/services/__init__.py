"""Cycles, applications, objections, titles: each written by its own service."""
