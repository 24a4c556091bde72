"""Who advises where, what they agreed to, when they are there and what they did."""

from cms.advisers.services.consents import GIVE, WITHDRAW, give_consent, withdraw_consent
from cms.advisers.services.serving import (
    CORRECT,
    LOG,
    PLAN,
    UNPLAN,
    correct_entry,
    log_entry,
    plan_duty,
    unplan_duty,
)
from cms.advisers.services.tables import ADVISERS, AGREEMENTS

__all__ = [
    "ADVISERS",
    "AGREEMENTS",
    "CORRECT",
    "GIVE",
    "LOG",
    "PLAN",
    "UNPLAN",
    "WITHDRAW",
    "correct_entry",
    "give_consent",
    "log_entry",
    "plan_duty",
    "unplan_duty",
    "withdraw_consent",
]
