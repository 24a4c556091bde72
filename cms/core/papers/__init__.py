"""Official papers out: one description of a document becomes a Word file and a PDF of the same words.

The layout is that of GB/T 9704—2012 (党政机关公文格式). The same description gives the same bytes.
"""

from cms.core.papers.description import Cell, Heading, Imprint, NamedHeading, NewPage, Paper, Paragraph, Table
from cms.core.papers.pdf import NoChineseTypeface, pdf_of
from cms.core.papers.responding import paper_response
from cms.core.papers.word import word_of

__all__ = [
    "Cell",
    "Heading",
    "Imprint",
    "NamedHeading",
    "NewPage",
    "NoChineseTypeface",
    "Paper",
    "Paragraph",
    "Table",
    "paper_response",
    "pdf_of",
    "word_of",
]
