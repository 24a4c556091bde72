"""Writes of the rosters, all with the pen."""

from cms.people.services.appointments import certify, move_appointment, register_volunteer
from cms.people.services.consents import give_consent, reveal_numbers, withdraw_consent
from cms.people.services.nominations import put_forward, take_step
from cms.people.services.service_records import record_service, verify_service

__all__ = [
    "certify",
    "give_consent",
    "move_appointment",
    "put_forward",
    "record_service",
    "register_volunteer",
    "reveal_numbers",
    "take_step",
    "verify_service",
    "withdraw_consent",
]
