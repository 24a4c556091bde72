from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from search.chinese.folding import normalise
from search.documents import PUBLIC

GONE = _("已失效，请改或删")


class SearchDocument(models.Model):
    """One searchable document: the source of every rebuild and the outbox of every engine.

    It is written in the transaction that writes its record. Each engine has a mark that says that it has
    not taken `version` yet; a deleted document stays as a tombstone until every engine in use has.
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
    tantivy_pending = models.BooleanField(default=False)
    elasticsearch_pending = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("检索文档")
        verbose_name_plural = _("检索文档")
        indexes = [
            # What a citation names.
            models.Index(fields=["law", "article"], name="document_cited"),
            models.Index(
                fields=["id"], condition=models.Q(tantivy_pending=True), name="searchdocument_tantivy_pending"
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(elasticsearch_pending=True),
                name="searchdocument_es_pending",
            ),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class DocumentVector(models.Model):
    """What a document means, as numbers: only where the re-ranker is switched on."""

    document = models.OneToOneField(
        SearchDocument, models.CASCADE, primary_key=True, related_name="vector", verbose_name=_("检索文档")
    )
    # Of the document when it was read, and who read it: another version or model wants another vector.
    version = models.BigIntegerField()
    model = models.CharField(max_length=40)
    vector = models.BinaryField()

    class Meta:
        verbose_name = _("语义向量")
        verbose_name_plural = _("语义向量")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document_id} {self.model}"


class LawStanding(models.Model):
    """What the ranking knows of a law beforehand; counted from the documents, see `search.ranking`."""

    law = models.CharField(max_length=120, primary_key=True)
    level = models.CharField(max_length=40, blank=True)
    in_force = models.CharField(max_length=40, blank=True)
    # How many public documents name it in 《》.
    named = models.PositiveIntegerField(default=0)
    # The keys of its articles in `search.analysis.lay_questions`, as far as they mean what is held.
    asked_for = models.JSONField(default=list)

    class Meta:
        verbose_name = _("法规的分量")
        verbose_name_plural = _("法规的分量")
        default_permissions = ()

    def __str__(self) -> str:
        return self.law


class Rebuild(models.Model):
    """One building of an engine's index. Without an end it is under way or was cut off."""

    engine = models.CharField(max_length=20)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    documents = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("索引重建")
        verbose_name_plural = _("索引重建")
        ordering = ["-started_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.engine} {self.started_at:%Y-%m-%d %H:%M}"


class Synonym(models.Model):
    """法言俗语: what people say, and what the law calls it. Kept by the office."""

    term = models.CharField(_("日常说法"), max_length=40)
    meaning = models.CharField(
        _("法律用语"), max_length=60, help_text=_("条文里的说法；一种说法对应多个用语时，每个用语写一行。")
    )
    both_ways = models.BooleanField(
        _("双向"), default=False, help_text=_("勾选后，搜法律用语也会找到用日常说法写的内容。")
    )
    active = models.BooleanField(_("启用"), default=True)

    # Shown to the public: the gate of personal numbers asks for these.
    public_texts = ("term", "meaning")

    class Meta:
        verbose_name = _("法言俗语")
        verbose_name_plural = _("法言俗语")
        ordering = ["term", "meaning"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "meaning"],
                name="one_synonym_per_pair",
                violation_error_message=_("这一对说法已经在表里。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(term=models.F("meaning")),
                name="synonym_differs",
                violation_error_message=_("日常说法与法律用语相同，不必收录。"),
            ),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.term} {'↔' if self.both_ways else '→'} {self.meaning}"


class PinnedResult(models.Model):
    """A page of this site that stands first for one query. Kept by the office."""

    query = models.CharField(_("查询词"), max_length=100, help_text=_("与访客输入的整句相同时生效。"))
    url = models.CharField(_("站内地址"), max_length=500, help_text=_("如 /laws/民法典/1254/。"))
    order = models.PositiveSmallIntegerField(_("次序"), default=1)
    active = models.BooleanField(_("启用"), default=True)
    # What queries are compared by: width, script and case do not matter.
    normal = models.CharField(max_length=100, editable=False, db_index=True)

    public_texts = ("query", "url")

    class Meta:
        verbose_name = _("置顶结果")
        verbose_name_plural = _("置顶结果")
        ordering = ["query", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["normal", "url"],
                name="one_pin_per_query_and_page",
                violation_error_message=_("这个查询词已经置顶了这一页。"),
            )
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.query} → {self.url}"

    def save(self, *args, **kwargs):
        self.normal = normal_query(self.query)
        super().save(*args, **kwargs)

    @cached_property
    def points_at(self) -> str:
        """The title of what stands at the address now."""
        return titles_at([self.url]).get(self.url, GONE)

    points_at.short_description = _("指向")

    def clean(self):
        self.normal = normal_query(self.query)
        self.url = unquote(urlsplit(self.url.strip()).path)
        if not findable(self.url).exists():
            raise ValidationError({"url": _("没有公开内容用这个地址，请从浏览器地址栏复制。")})


class QueryCount(models.Model):
    """How often a query was asked on one day, and what the last answer held. No person, no time of day."""

    day = models.DateField(_("日期"))
    query = models.CharField(_("查询词"), max_length=100)
    asked = models.PositiveIntegerField(_("次数"), default=0)
    found = models.PositiveIntegerField(_("结果数"), default=0)

    class Meta:
        verbose_name = _("查询记录")
        verbose_name_plural = _("查询记录")
        ordering = ["-day", "-asked", "query"]
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="one_count_per_query_and_day")]
        indexes = [models.Index(fields=["query"], name="querycount_query")]
        default_permissions = ()

    def __str__(self) -> str:
        return self.query


class QueryAsker(models.Model):
    """That somebody asked a query, once for each address. The mark is neither address nor person."""

    query = models.CharField(max_length=100)
    mark = models.CharField(max_length=16)
    day = models.DateField(db_index=True)

    class Meta:
        verbose_name = _("提问者")
        verbose_name_plural = _("提问者")
        constraints = [models.UniqueConstraint(fields=["query", "mark"], name="one_mark_per_query")]
        default_permissions = ()

    def __str__(self) -> str:
        return self.query


def normal_query(text: str) -> str:
    """The form in which two queries are the same."""
    return "".join(normalise(text).split())[:100]


def public_documents() -> models.QuerySet:
    """What anybody may find."""
    return SearchDocument.objects.filter(deleted=False, visibility=PUBLIC)


def titles_at(urls: Iterable[str]) -> dict[str, str]:
    """The titles of what the public finds at these addresses, in one query."""
    wanted = {written: url for url in urls for written in (url, quote(url, safe="/#"))}
    found = public_documents().filter(url__in=wanted).values_list("url", "title")
    return {wanted[url]: title for url, title in found}


def findable(url: str) -> models.QuerySet:
    """The public documents at an address, written with or without percent signs."""
    return public_documents().filter(url__in={url, quote(url, safe="/#")})
