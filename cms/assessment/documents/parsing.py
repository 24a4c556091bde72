"""From a file, a text or values to a valid document; everything else is refused in sentences."""

from pathlib import Path

from cms.assessment.documents.figures import agencies_of
from cms.assessment.documents.json_text import UnreadableText, loads
from cms.assessment.documents.records import Document
from cms.assessment.documents.schemes import names_every_indicator, scheme_of
from cms.assessment.documents.spots import Refused, Spot

# A district of 200 agencies with 60 indicators and 50 assessors is about a tenth of it.
LARGEST = 32 * 1024 * 1024


def read_file(path: Path) -> Document:
    """The document in the file, or Refused."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Refused([f"{path}：没有这个文件，请核对路径"]) from error
    except IsADirectoryError as error:
        raise Refused([f"{path}：这是文件夹，请指明其中的文件"]) from error
    except (OSError, ValueError) as error:
        raise Refused([f"{path}：打不开，请检查路径与权限"]) from error
    if len(content) > LARGEST:
        raise Refused([f"{path}：超过 {LARGEST // 1024 // 1024} MB，不是评议文件"])
    try:
        return read_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused([f"{path}：不是 UTF-8 编码，请用 UTF-8 另存"]) from error


def read_text(text: str) -> Document:
    """The document that `text` is, or Refused."""
    try:
        return parse(loads(text))
    except UnreadableText as error:
        raise Refused([f"文件：{error}"]) from error


def parse(value: object) -> Document:
    """The document of these values (as JSON has them), or Refused with every problem."""
    spot = Spot(value, "", [])
    spot.fields("scheme", "agencies")
    if spot.is_object:
        scheme = scheme_of(spot.at("scheme"))
        named = {indicator.key: indicator for indicator in scheme.indicators}
        indicators = named if names_every_indicator(spot.at("scheme")) else None
        document = Document(scheme, agencies_of(spot.at("agencies"), indicators))
    if spot.problems:
        raise Refused(spot.problems)
    return document
