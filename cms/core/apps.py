import gc

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = "核心"

    def ready(self):
        from django.core.checks import register
        from django.db.models.signals import post_migrate, pre_save
        from django.utils.module_loading import autodiscover_modules
        from django_q.signals import post_spawn

        from cms.core import (
            append_only,
            checks,
            daily,
            field_key,
            framework_exports,
            framework_words,
            invisible,
            plausible,
            publishing,
            references,
            sidebar,
        )
        from cms.core.personal_data.gate import refuse_at_save
        from cms.core.tasks import forget_form_tokens

        autodiscover_modules("edges")
        framework_exports.take_over()
        framework_words.take_over()
        plausible.take_over()
        invisible.take_over()
        references.take_over()
        sidebar.take_over()
        daily.register(forget_form_tokens)
        for check in checks.CHECKS:
            register(check)
        post_spawn.connect(_on_worker_start, dispatch_uid="core.worker_start")
        post_migrate.connect(field_key.verify, sender=self, dispatch_uid="core.field_key")
        post_migrate.connect(daily.ensure_schedule, sender=self, dispatch_uid="core.daily")
        post_migrate.connect(publishing.ensure_schedule, sender=self, dispatch_uid="core.publishing")
        post_migrate.connect(append_only.close_tables, sender=self, dispatch_uid="core.append_only")
        pre_save.connect(refuse_at_save, dispatch_uid="core.personal_data")
        # What has been read stays: not to look through it for garbage saves the first start some seconds.
        gc.freeze()


def _on_worker_start(sender, **kwargs):
    from cms.core.background import forget_finished
    from cms.core.workers import begin_work

    begin_work()
    forget_finished()
