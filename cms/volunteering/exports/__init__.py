"""Proofs on paper, the table for the city's platform, a member's own data."""
