import pytest

from cms.statutes.queries.parts import Item, Paragraph, part_label, parts_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("只有一款。", (Paragraph(1, "只有一款。"),)),
        ("一款。\n二款。", (Paragraph(1, "一款。"), Paragraph(2, "二款。"))),
        (
            "下列之一：\n（一）甲；\n（二）乙。\n前款另说。",
            (
                Paragraph(1, "下列之一：", (Item(1, "（一）甲；"), Item(2, "（二）乙。"))),
                Paragraph(2, "前款另说。"),
            ),
        ),
        # As some sources write brackets, and what stands below an item.
        (
            "下列：\n(十一)甲：\n1.子；\n2.丑。",
            (Paragraph(1, "下列：", (Item(11, "(十一)甲：\n1.子；\n2.丑。"),)),),
        ),
        # Nothing stands before it that it could be an item of.
        ("（一）独自。", (Paragraph(1, "（一）独自。"),)),
        ("（见附件）一。\n\n", (Paragraph(1, "（见附件）一。"),)),
        ("", ()),
    ],
)
def test_lines_are_paragraphs_and_their_items(text, expected):
    assert parts_of(text) == expected


def test_parts_are_cited_as_laws_cite_them():
    assert (part_label(2), part_label(2, 13)) == ("第二款", "第二款第十三项")
