from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from cms.campaigns.permissions import can_review
from cms.core.errors import require


class ReviewTask(AbstractGroupApprovalTask):
    """One stage of review. Nobody reviews what they wrote, and nobody reviews the same item twice."""

    class Meta:
        verbose_name = _("审核环节")
        verbose_name_plural = _("审核环节")

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        state = obj.current_workflow_state
        if not actions or state is None or not can_review(user, state):
            return []
        if _problems(obj):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def get_task_states_user_can_moderate(self, user, **kwargs):
        states = super().get_task_states_user_can_moderate(user, **kwargs).select_related("workflow_state")
        return self.task_states.filter(
            pk__in=[state.pk for state in states if can_review(user, state.workflow_state)]
        )

    def on_action(self, task_state, user, action_name, **kwargs):
        """Act as Wagtail does, once more asking who acts: the address of an action can be typed by hand."""
        state = task_state.workflow_state
        require(
            self._reviews(user) and can_review(user, state), str(_("不能审核自己撰写或已经审核过的内容。"))
        )
        if action_name == "approve":
            problems = _problems(state.content_object)
            require(not problems, "；".join(problems))
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return _("由所选群组的成员审核；撰写人和前面环节的审核人不能参与。")

    def _reviews(self, user) -> bool:
        return user.is_superuser or self._user_in_groups(user)


def _problems(page) -> list[str]:
    """What stands against publishing the newest wording."""
    return page.get_latest_revision_as_object().publishing_problems()
