"""Documents with Chinese words in them, as their programs write them."""

import io
import zipfile

import openpyxl

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/drawingml/2006/main"


def docx(*paragraphs: str, **parts: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": xml, **parts})


def pptx(*lines: str) -> bytes:
    body = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in lines)
    xml = f'<p xmlns:a="{SLIDE}">{body}</p>'
    return archive(
        {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": xml}
    )


def xlsx(*cells: str) -> bytes:
    book = openpyxl.Workbook()
    for cell in cells:
        book.active.append([cell])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return stream.getvalue()


def pdf(*lines: str) -> bytes:
    """One page; the characters are numbered as programs do, and a table says which is which."""
    codes = {char: number for number, char in enumerate(sorted({*"".join(lines)}), 1)}
    mapping = "\n".join(f"<{code:04x}> <{ord(char):04x}>" for char, code in codes.items())
    space = "1 begincodespacerange <0000> <ffff> endcodespacerange"
    table = f"{space}\n{len(codes)} beginbfchar\n{mapping}\nendbfchar"
    shown = "".join(f"<{''.join(f'{codes[char]:04x}' for char in line)}> Tj 0 -20 Td " for line in lines)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        _stream(f"BT /F1 12 Tf 50 800 Td {shown} ET"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
        " /DescendantFonts [7 0 R] /ToUnicode 6 0 R >>",
        _stream(table),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    ]
    return _numbered(objects)


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _numbered(objects: list[str]) -> bytes:
    made, offsets = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{entries}trailer << /Size {size} /Root 1 0 R >>\n"
    return made + f"{tail}startxref\n{len(made)}\n%%EOF\n".encode("latin-1")
