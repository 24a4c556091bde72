"""Every field that can hold words is public, protected, or internal for a reason that stands here.

A new field with words fails until its model names it in `public_texts`, protects it, or it is entered
below: what the public sees is found by this test, not remembered by people.
"""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.campaigns.blocks import BodyBlock
from cms.campaigns.models.pages import ArticlePage
from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers, texts_of
from cms.core.protected import ProtectedTextField
from media.models import LibraryImage
from tests.media.factories import jpeg

OURS = ("cms", "sites", "media", "search")
WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField)
NUMBERS = {
    "mobile": ("199-0000-1234", "199****1234"),
    "mobile in full width": ("１９９００００１２３４", "199****1234"),
    "identity number": ("31010719770206955X", "310****955X"),
}

OFFICE = "办公室的名册，不公开；列表和查看页遮住号码"
ACCOUNT = "登录账户，不公开"
TRAIL = "留痕，写入时抹去号码"
MACHINE = "程序写的标识、摘要或状态"
BATCH = "导入批次，只有经办人看；行内容加密"
REVIEW = "只有普法办与这个单位看"
DERIVED = "由别的记录算出，那里已经检查"


def _for(reason: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, reason)


INTERNAL = {
    "advisers.listingconsent": _for(OFFICE, "text_version"),
    "advisers.serviceentry": {"summary": "只有普法办、居村和法律顾问本人看；写入时拒绝号码"},
    "accounts.readingkey": _for(OFFICE, "name") | _for(MACHINE, "fingerprint"),
    "accounts.signintries": _for(MACHINE, "key"),
    "accounts.user": _for(ACCOUNT, "name", "username", "email", "password"),
    "campaigns.anonymisationcheck": _for(MACHINE, "fingerprint"),
    "campaigns.reviewtask": _for(ACCOUNT, "name"),
    "core.auditentry": _for(
        TRAIL, "actor_name", "action", "target_type", "target_id", "target_label", "detail"
    ),
    "core.formtoken": _for(MACHINE, "token", "outcome"),
    "core.keptfilter": _for(MACHINE, "listed") | _for("只给保存的人自己；写入时拒绝号码", "name", "query"),
    "core.keyseal": _for(MACHINE, "fingerprint"),
    "core.taskrun": _for(MACHINE, "id", "task", "args", "kwargs", "worker", "owner", "error"),
    "core.worker": _for(MACHINE, "token", "cluster", "host"),
    "duties.activityrecord": _for(MACHINE, "approximate", "ledger") | _for(OFFICE, "remark"),
    "duties.dutyitem": _for(MACHINE, "windows", "ledger"),
    "duties.dutylist": _for(DERIVED, "printed"),
    "duties.evidence": {"file": "佐证材料，不公开；文件名由程序另起", "name": "不公开；显示时遮住号码"},
    "duties.cohostanswer": {"reason": "单位之间的说明，不公开；显示时遮住号码"},
    "duties.likenessdecision": _for(TRAIL, "decided_by_name"),
    "duties.listconfirmation": _for(DERIVED, "words"),
    "duties.proposal": _for(REVIEW, "words", "answer") | _for(DERIVED, "item_key"),
    "duties.setasidelaw": _for(OFFICE, "reason"),
    "duties.transition": _for(TRAIL, "actor_name", "reason") | _for(MACHINE, "marked"),
    "events.feedback": {"words": "匿名；写入时拒绝号码，只有主办单位和普法办看汇总"},
    "events.registration": _for(MACHINE, "phone_fingerprint", "consent_text", "cancel_code"),
    "honours.application": {"statement": "只有居村、街镇和普法办看；写入时拒绝号码"}
    | _for(DERIVED, "recorded"),
    "honours.applicationstep": _for(TRAIL, "actor_name", "opinion"),
    "honours.entry": _for(OFFICE, "words", "office_words"),
    "honours.evidence": {"file": "不公开；文件名由程序另起", "name": "不公开；显示时遮住号码"},
    "honours.objection": _for(MACHINE, "code_fingerprint")
    | _for(OFFICE, "name", "words")
    | {"answer": "只有提出异议的人凭查询号看；写入时拒绝号码"},
    "honours.recheck": _for(TRAIL, "actor_name", "reason"),
    "inbox.inboxsetting": _for(OFFICE, "webhook", "gateway"),
    "inbox.message": _for(REVIEW, "text") | _for(MACHINE, "subject", "link"),
    "inspection.finding": _for(DERIVED, "key", "subject", "told", "link", "responsible")
    | _for(OFFICE, "reason"),
    "inspection.inspectionsetting": _for(OFFICE, "wrong_words"),
    "intake.columnmapping": _for(BATCH, "kind", "sender", "layout", "columns"),
    "intake.importbatch": _for(
        BATCH,
        "kind",
        "file",
        "file_name",
        "sender",
        "sha256",
        "error",
        "sheets",
        "counts",
        "brought_back",
        "answers",
        "returned",
        "returned_why",
    ),
    "exams.admission": _for(MACHINE, "code_fingerprint"),
    "exams.examrule": _for(OFFICE, "subject"),
    "exams.sittingitem": _for(MACHINE, "chosen"),
    "intake.importchange": _for(BATCH, "model", "after"),
    "intake.importrow": _for(
        BATCH, "sheet", "number", "label", "codes", "problem", "outcome", "fingerprint", "telltale"
    ),
    "media.documenttext": {
        "text": "发布时随文档检查",
        "beside": "发布时随文档检查",
        "problem": MACHINE,
        "file_hash": MACHINE,
    },
    "media.librarydocument": _for(MACHINE, "file_hash"),
    "media.libraryimage": _for(MACHINE, "file_hash"),
    "media.libraryrendition": _for(MACHINE, "filter_spec", "file", "focal_point_key"),
    "places.placesetting": {"tile_source": "普法办设的底图网址，不含人的信息"},
    "places.outline": _for(DERIVED, "shape"),
    "people.appointment": _for(MACHINE, "phone_fingerprint")
    | _for(OFFICE, "category", "nominated_by", "training", "certificate_number", "volunteer_number")
    | _for(OFFICE, "team", "speciality", "remark"),
    "people.certificate": _for(MACHINE, "number") | _for(OFFICE, "withdrawn_why"),
    "people.certificatescheme": _for(OFFICE, "prefix", "issuer"),
    "people.consent": _for(OFFICE, "text_version"),
    "people.endingproposal": _for(OFFICE, "grounds", "statement", "decision"),
    "people.issuebatch": _for(MACHINE, "waiting", "refused"),
    "people.merge": _for(OFFICE, "gone_name", "reason"),
    "people.nomination": _for(OFFICE, "category"),
    "people.nominationstep": _for(TRAIL, "actor_name")
    | _for(OFFICE, "opinion")
    | {"file": "不公开；文件名由程序另起", "file_name": "不公开；显示时遮住号码"},
    "people.objection": _for(MACHINE, "code_fingerprint")
    | _for(OFFICE, "name", "words")
    | {"answer": "只有提出异议的人凭查询号看；写入时拒绝号码"},
    "people.person": _for(MACHINE, "sound", "phone_fingerprint", "identity_fingerprint")
    | _for(OFFICE, "name", "birth", "skills", "guardian_name"),
    "people.selfnomination": _for(
        MACHINE, "phone_fingerprint", "code_fingerprint", "purposes", "text_version"
    )
    | _for(OFFICE, "name", "birth", "category", "words", "guardian_name")
    | {"answer": "只有自荐的人凭查询号看；写入时拒绝号码"},
    "people.yearlyexcuse": _for(OFFICE, "words"),
    "people.servicerecord": _for(MACHINE, "ledger")
    | _for(OFFICE, "activity", "post", "place", "recorder", "remark"),
    "events.series": _for(OFFICE, "name") | _for(MACHINE, "left_out"),
    "letters.letter": _for(MACHINE, "code_fingerprint") | _for(OFFICE, "words", "page", "answer"),
    "reports.lawimpact": _for(DERIVED, "change", "kind", "title") | _for(OFFICE, "reason"),
    "reports.report": _for(MACHINE, "checksum"),
    "reviews.appeal": _for(REVIEW, "words", "answer"),
    "reviews.assessor": _for(REVIEW, "name"),
    "reviews.ballot": _for(MACHINE, "mark"),
    "reviews.entry": _for(REVIEW, "self_words", "office_words", "exempt_reason"),
    "reviews.frozenyear": _for(DERIVED, "name", "content") | _for(MACHINE, "previous", "digest"),
    "reviews.participant": _for(DERIVED, "code", "counted"),
    "reviews.selffile": _for(REVIEW, "file", "name"),
    "reviews.rectification": _for(REVIEW, "line", "demand", "report", "finding"),
    "search.documentvector": _for(MACHINE, "model"),
    "search.lawstanding": _for(DERIVED, "law", "level", "in_force", "asked_for"),
    "search.pinnedresult": _for(DERIVED, "normal"),
    "search.queryasker": {"query": "写入时抹去号码（SEARCH_LOG_FILTER）", "mark": MACHINE},
    "search.querycount": {"query": "写入时抹去号码（SEARCH_LOG_FILTER）"},
    "search.rebuild": _for(MACHINE, "engine"),
    "search.searchdocument": _for(DERIVED, "title", "body", "names", "facets", "law", "article_label")
    | _for(MACHINE, "key", "kind", "url", "article", "visibility"),
    "statutes.provision": _for(DERIVED, "ref"),
    "statutes.lawversion": _for(MACHINE, "fingerprint"),
    "training.attendance": _for(OFFICE, "remark"),
    "training.scan": _for(MACHINE, "code", "device", "token", "digest"),
    "training.signup": _for(MACHINE, "code"),
    "training.trainingsession": _for(DERIVED, "told"),
    "volunteering.application": _for(
        MACHINE, "phone_fingerprint", "code_fingerprint", "purposes", "times", "text_version"
    )
    | _for(OFFICE, "name", "birth", "words", "guardian_name")
    | {"answer": "只有报名的人凭查询号看；写入时拒绝号码"},
    "volunteering.answer": _for(MACHINE, "code"),
    "volunteering.call": {"words": "只有志愿者和组织的人看；写入时拒绝号码"},
    "volunteering.commendation": _for(OFFICE, "title", "given_by"),
    "volunteering.evaluation": _for(OFFICE, "words"),
    "volunteering.memberrequest": dict.fromkeys(("words", "answer"), "只有本人与普法办看；写入时拒绝号码"),
    "volunteering.serviceproof": _for(MACHINE, "number") | {"answer": "只有本人与普法办看；写入时拒绝号码"},
    "volunteering.volunteersetting": _for(OFFICE, "proof_prefix", "issuer"),
    "volunteering.profile": _for(MACHINE, "times"),
}
# What every page has from the framework: kept by it, from the title and the slug.
OF_PAGES = {"path", "draft_title", "url_path"}

PICTURE = 77

MODELS = [model for model in apps.get_models() if model.__module__.partition(".")[0] in OURS]
PUBLIC = [(model, name) for model in apps.get_models() for name in texts_of(model)]


def words(model) -> set[str]:
    """Names of the fields in which anything may be written."""
    return {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, WORDS) and not isinstance(field, ProtectedTextField) and not field.choices
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_with_words_is_public_protected_or_internal_for_a_reason(model):
    internal = OF_PAGES if issubclass(model, Page) else INTERNAL.get(model._meta.label_lower, {}).keys()
    assert words(model) - set(texts_of(model)) == set(internal)


def test_no_model_is_listed_that_is_gone():
    assert INTERNAL.keys() - {model._meta.label_lower for model in MODELS} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("model", "name"), PUBLIC, ids=lambda part: getattr(part, "__name__", part))
def test_no_public_field_takes_a_personal_number(model, name, number):
    written, masked = NUMBERS[number]
    record = model()
    setattr(record, name, _value(model._meta.get_field(name), f"联系人{written}，谢谢"))
    with pytest.raises(ValidationError) as refused:
        record.full_clean() if isinstance(record, Page) else record.save()
    assert masked in "".join(refused.value.message_dict[name])


def _value(field, text: str):
    if isinstance(field, models.FileField):
        return (
            jpeg(name=f"{text}.jpg")
            if field.model._meta.label == "media.LibraryImage"
            else ContentFile(b"a,b", name=f"{text}.csv")
        )
    if isinstance(field, StreamField):
        return field.stream_block.to_python([{"type": "heading", "value": text}])
    return [{"名": [text]}] if isinstance(field, models.JSONField) else text


def filled(block, text: str):
    """`text` at every place of `block` where words can be written, one place at a time, as raw values."""
    if isinstance(block, ImageBlock):
        yield {"image": PICTURE, "alt_text": text, "decorative": False}
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from ({name: value} for value in filled(child, text))
    elif isinstance(block, blocks.ListBlock):
        yield from (
            [{"type": "item", "id": "1", "value": value}] for value in filled(block.child_block, text)
        )
    elif isinstance(block, blocks.StreamBlock):
        for name, child in block.child_blocks.items():
            yield from ([{"type": name, "value": value}] for value in filled(child, text))
    elif not isinstance(block, blocks.ChooserBlock | blocks.BooleanBlock | blocks.StaticBlock):
        yield text


def _every_place():
    for number, (written, masked) in NUMBERS.items():
        for raw in filled(BodyBlock(), written):
            yield pytest.param(raw, masked, id=f"{raw} {number}")


@pytest.mark.django_db
@pytest.mark.parametrize(("raw", "masked"), list(_every_place()))
def test_no_block_takes_a_personal_number_however_deep(raw, masked):
    LibraryImage(pk=PICTURE, title="图", file="a.jpg", width=1, height=1).save()
    page = ArticlePage(title="文章")
    page.body = page._meta.get_field("body").stream_block.to_python(raw)
    with pytest.raises(RuleBroken) as refused:
        refuse_personal_numbers(page)
    assert masked in "".join(refused.value.message_dict["body"])


@pytest.mark.django_db
def test_a_block_nobody_has_thought_of_is_read_too(monkeypatch):
    figure = blocks.StructBlock([("figure", blocks.IntegerBlock())])
    odd = blocks.StructBlock([("rows", blocks.ListBlock(figure))])
    odd.set_name("odd")
    body = ArticlePage._meta.get_field("body").stream_block
    monkeypatch.setitem(body.child_blocks, "odd", odd)
    page = ArticlePage(title="文章")
    page.body = body.to_python([{"type": "odd", "value": next(filled(odd, 19900001234))}])
    with pytest.raises(RuleBroken, match="199"):
        refuse_personal_numbers(page, ["body"])
