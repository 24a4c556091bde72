"""The documents that a wording offers: what they say is published with it."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from cms.core.personal_data import find_personal_numbers
from media.extraction import READABLE, UnreadableDocument, Words, extract_upload
from media.models import DocumentText, LibraryDocument


def problems_of_downloads(page) -> list[str]:
    """What stands against publishing the documents that this wording of `page` links to, in words."""
    kind = ContentType.objects.get_for_model(LibraryDocument).pk
    found = {key for each, key, *_ in ReferenceIndex._extract_references_from_object(page) if each == kind}
    documents = LibraryDocument.objects.filter(pk__in=found).select_related("extracted").order_by("pk")
    return [problem for document in documents for problem in _problems(document)]


def problems_of_file(document: LibraryDocument) -> list[str]:
    """The same of a file that is about to be kept, read on the spot."""
    try:
        return _numbers(document.title, extract_upload(document.file))
    except UnreadableDocument as error:
        return [f"《{document.title}》的文字读不出来（{error}），不能换成这个文件。"]


def _problems(document: LibraryDocument) -> list[str]:
    if document.file_extension.lower() not in READABLE:
        return []
    read: DocumentText | None = getattr(document, "extracted", None)
    if read is None or read.file_hash != document.get_file_hash():
        return [f"文件《{document.title}》的文字还没有读完，一般一分钟内读完，请稍后再发布。"]
    if read.problem:
        return [f"文件《{document.title}》的文字读不出来（{read.problem}），请换一个能读的文件。"]
    return _numbers(document.title, Words(read.text, read.beside, read.is_cut))


def _numbers(title: str, words: Words) -> list[str]:
    problems = [
        f"文件《{title}》{where}有{number.kind} {number.masked}，请删去后重新上传。"
        for where, text in (("里", words.shown), ("的属性、批注、链接或隐藏内容里", words.beside))
        for number in find_personal_numbers(text)
    ]
    if words.is_cut:
        problems.append(f"文件《{title}》太长，没有全部检查，请拆成几个文件。")
    return problems
