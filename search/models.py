from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """One searchable document: the source of every rebuild and the outbox of every engine.

    It is written in the transaction that writes its record. `pending` says that the engine has not taken
    `version` yet; a deleted document stays as a tombstone until the engine has.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=80, db_index=True)
    title = models.TextField()
    body = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    law = models.CharField(max_length=120, blank=True)
    article = models.CharField(max_length=20, blank=True)
    article_label = models.CharField(max_length=40, blank=True)
    names = models.JSONField(default=list, blank=True)
    facets = models.JSONField(default=dict, blank=True)
    date = models.DateField(null=True, blank=True)
    visibility = models.CharField(max_length=20, db_index=True)
    # Grows with every write of this key, also across delete and re-creation: microseconds of the clock.
    version = models.BigIntegerField()
    deleted = models.BooleanField(default=False)
    pending = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("检索文档")
        verbose_name_plural = _("检索文档")
        indexes = [
            models.Index(fields=["id"], condition=models.Q(pending=True), name="searchdocument_pending")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
