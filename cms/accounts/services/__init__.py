"""What is done to accounts. Each writes the audit trail; none is gone round."""

from cms.accounts.services.accounts import (
    activate_account,
    change_account,
    create_account,
    deactivate_account,
    rename_oneself,
    set_superuser,
)
from cms.accounts.services.leaving import forget_member
from cms.accounts.services.passwords import change_own_password, give_temporary_password, reset_password
from cms.accounts.services.roles import create_role_groups, grant_role, revoke_role, set_roles
from cms.accounts.services.signing_in import begin_session, end_other_sessions, end_session

__all__ = [
    "activate_account",
    "begin_session",
    "change_account",
    "change_own_password",
    "create_account",
    "create_role_groups",
    "deactivate_account",
    "end_other_sessions",
    "end_session",
    "forget_member",
    "give_temporary_password",
    "grant_role",
    "rename_oneself",
    "reset_password",
    "revoke_role",
    "set_roles",
    "set_superuser",
]
