from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from cms.campaigns.permissions import can_review, may_take_part, reviews
from cms.core.errors import RuleBroken, require
from cms.core.personal_data import refuse_personal_numbers


class ReviewTask(AbstractGroupApprovalTask):
    """One stage of review. Nobody reviews what they wrote, and nobody reviews the same words twice."""

    class Meta:
        verbose_name = _("审核环节")
        verbose_name_plural = _("审核环节")

    def start(self, workflow_state, user=None):
        """Begin this stage, or the first stage that has not approved the words as they stand now."""
        refuse_personal_numbers(workflow_state.content_object.get_latest_revision_as_object())
        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

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
        waiting = {state.workflow_state_id: state for state in states}
        open_to = reviews(state.workflow_state for state in waiting.values())
        return self.task_states.filter(
            pk__in=[waiting[each.state.pk].pk for each in open_to if may_take_part(user, each)]
        )

    def on_action(self, task_state, user, action_name, **kwargs):
        """Act as Wagtail does, once more asking who acts: the address of an action can be typed by hand."""
        review = task_state.workflow_state
        page = review.content_object
        require(
            self.is_staffed_by(user) and can_review(user, review),
            str(_("不能审核自己参与撰写、自己提交或已经审核过的内容。")),
        )
        if (
            task_state.status != task_state.STATUS_IN_PROGRESS
            or task_state.revision_id != page.latest_revision_id
        ):
            raise RuleBroken(_("文字在您打开之后改过，或这一环节已经结束。请重新打开再审核。"))
        if action_name == "approve" and (problems := _problems(page)):
            raise RuleBroken(problems)
        return super().on_action(task_state, user, action_name, **kwargs)

    def is_staffed_by(self, user) -> bool:
        """True for those whom this stage is given to, whatever else keeps them from it."""
        return user.is_active and (user.is_superuser or self._user_in_groups(user))

    @classmethod
    def get_description(cls):
        return _("由所选群组的成员审核；撰写人、提交人和前面环节的审核人不能参与。")


def _problems(page) -> list[str]:
    """What stands against publishing the newest wording."""
    return page.get_latest_revision_as_object().publishing_problems()
