"""Wagtail's question "may this account do that?", answered by our own predicates."""

from collections.abc import Callable

from wagtail.permission_policies.base import BasePermissionPolicy


class PredicatePolicy(BasePermissionPolicy):
    """Permissions from functions `(user)` by action, and `(user, instance)` where a row matters.

    An action without a function is allowed to nobody.
    """

    def __init__(self, model, *, of_instance: dict[str, Callable] | None = None, **by_action: Callable):
        super().__init__(model)
        self._by_action = by_action
        self._of_instance = of_instance or {}

    def user_has_permission(self, user, action):
        predicate = self._by_action.get(action)
        return bool(predicate and predicate(user))

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        if not self.user_has_permission(user, action):
            return False
        predicate = self._of_instance.get(action)
        return predicate(user, instance) if predicate else True

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions):
        rows = self.model._default_manager.all()
        return rows if self.user_has_any_permission(user, actions) else rows.none()
