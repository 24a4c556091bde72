"""Base models, the audit trail and the record of background work."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.core.append_only import NAMELESS
from cms.core.enums import TaskState
from cms.core.task_names import task_name


class TimeStampedModel(models.Model):
    """A record that knows when it was made and last changed."""

    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        abstract = True


class GrowingQuerySet(models.QuerySet):
    """Rows that are only added and read. The database refuses the rest as well: `cms.core.append_only`."""

    def update(self, **values):
        raise TypeError(f"{self.model.__name__} is never changed")

    def delete(self):
        raise TypeError(f"{self.model.__name__} is never deleted")


class AuditQuerySet(GrowingQuerySet):
    """The trail: kept for good, but for the names of those who are forgotten."""

    def forget_names(self, *columns: str) -> None:
        """Tell no longer what somebody was called, in columns the database lets go: `append_only.NAMES`."""
        models.QuerySet.update(self, **dict.fromkeys(columns, NAMELESS))

    def forget_words(self, told: Callable[[dict], dict]) -> None:
        """Tell the details as `told` gives them back: with `NAMELESS` in place of names, else as they are."""
        for entry in self:
            if (detail := told(entry.detail)) != entry.detail:
                models.QuerySet.update(self.model.objects.filter(pk=entry.pk), detail=detail)


class AuditEntry(models.Model):
    """Who did what to which record, when. Written by `cms.core.audit.record`, kept, never changed.

    Names of those who are forgotten go: `cms.core.audit.forget_labels`.
    """

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        null=True,
        # An account that has done something is closed, not deleted.
        on_delete=models.PROTECT,
        related_name="+",
    )
    # As it was on that day: names change.
    actor_name = models.CharField(_("操作人姓名"), max_length=150)
    action = models.CharField(_("操作"), max_length=80, db_index=True)
    target_type = models.CharField(_("对象类型"), max_length=80)
    target_id = models.CharField(_("对象编号"), max_length=64)
    target_label = models.CharField(_("对象"), max_length=200)
    detail = models.JSONField(_("详情"), default=dict, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_target")]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.target_label}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("AuditEntry is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("AuditEntry is never deleted")


class TaskRun(models.Model):
    """One background task from its enqueueing to its end; at most three attempts."""

    id = models.CharField(primary_key=True, max_length=32, editable=False)
    task = models.CharField(_("任务"), max_length=200)
    args = models.JSONField(_("参数"), default=list)
    kwargs = models.JSONField(_("命名参数"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=TaskState, default=TaskState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("已尝试次数"), default=0)
    enqueued_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    # host:pid of the process that runs or ran it, for people.
    worker = models.CharField(_("执行进程"), max_length=220, blank=True)
    # The token of the Worker that runs it; where that row is gone, the task is free to be taken up.
    owner = models.CharField(max_length=32, blank=True, editable=False)
    error = models.TextField(_("错误"), blank=True)

    class Meta:
        verbose_name = _("后台任务")
        verbose_name_plural = _("后台任务")
        ordering = ["-enqueued_at"]
        indexes = [models.Index(fields=["state", "-enqueued_at"], name="taskrun_state")]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    @property
    @display(description=_("任务"))
    def name(self) -> str:
        return task_name(self.task)


class Worker(models.Model):
    """A process that does background work. Its row stands while it lives; see `cms.core.workers`."""

    token = models.CharField(primary_key=True, max_length=32, editable=False)
    # Shared by the processes of one cluster, which see each other's end at once.
    cluster = models.CharField(max_length=32)
    host = models.CharField(_("主机"), max_length=200)
    pid = models.PositiveIntegerField(_("进程号"))
    started_at = models.DateTimeField(_("开始时间"))
    beaten_at = models.DateTimeField(_("最近心跳"), db_index=True)

    class Meta:
        verbose_name = _("后台任务进程")
        verbose_name_plural = _("后台任务进程")
        ordering = ["started_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class KeySeal(models.Model):
    """The fingerprint of the key that encrypts this database's protected fields. One row; see `field_key`."""

    fingerprint = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.fingerprint


@register_setting(icon="lock")
class ReviewSetting(BaseGenericSetting):
    """How many people stand between a word and the public."""

    two_people = models.BooleanField(
        _("审核与公布由两人办理"),
        default=True,
        help_text=_("审定的人不能再由自己公布。撰写的人在任何情况下都不能审核自己写的内容。"),
    )

    class Meta:
        verbose_name = _("审核设置")


def needs_two_people() -> bool:
    """Whether the one who approved may not publish too."""
    return ReviewSetting.load().two_people


class FormToken(models.Model):
    """That a form was acted on, and what came of it; see `cms.core.once`. Kept for days, not for good."""

    token = models.CharField(primary_key=True, max_length=64)
    outcome = models.CharField(max_length=40, blank=True)
    used_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token


class KeptFilter(models.Model):
    """How somebody narrows a list of the office again and again, under a name of their own."""

    # Nobody asks who names it.
    wagtail_reference_index_ignore = True

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="+"
    )
    # The viewset by its name.
    listed = models.CharField(_("列表"), max_length=60)
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("筛选"), max_length=1000)

    class Meta:
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["owner", "listed", "name"], name="kept_filter_once"),
        ]

    def __str__(self) -> str:
        return self.name
