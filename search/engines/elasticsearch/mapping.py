"""What the cluster holds of a document."""

from elasticsearch.dsl import Document, Integer, Keyword, MetaField, Text

from search.analysis import tokens
from search.engines.base import Entry
from search.engines.scoring import TOMBSTONE

TOKEN_FIELDS = ("words", "bigrams", "title", "title_phrase", "content")
# Lucene takes no longer term; nobody cites a name as long as this.
LONGEST_NAME = 500


def _facet() -> Keyword:
    return Keyword(ignore_above=LONGEST_NAME)


def _exact() -> Keyword:
    return Keyword(ignore_above=LONGEST_NAME, doc_values=False)


def _tokens(kept: str) -> Text:
    return Text(analyzer="whitespace", index_options=kept)


class Held(Document):
    """One document as the cluster holds it: keys, facets and tokens. Texts stand in the documents table."""

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(enabled=False)

    day = Integer(index=False)
    group = Keyword(index=False, ignore_above=LONGEST_NAME)

    kind = _facet()
    level = _facet()
    in_force = _facet()
    agency = _facet()
    subdistrict = _facet()
    setting = _facet()
    audience = _facet()
    year = _facet()
    law = _facet()

    visibility = _exact()
    cited = _exact()
    named = _exact()
    laws = _exact()

    words = _tokens("freqs")
    bigrams = _tokens("freqs")
    title = _tokens("freqs")
    title_phrase = _tokens("positions")
    content = _tokens("positions")


def held(entry: Entry, index: str) -> Held:
    """The entry as it is written to `index`."""
    place = {"id": entry.key, "index": index}
    if entry.document is None:
        # Held until the next rebuild, so that a late older write cannot bring the document back.
        return Held(meta=place, kind=TOMBSTONE)
    document, analysed = entry.document, tokens.of_document(entry.document)
    return Held(
        meta=place,
        visibility=document.visibility,
        group=document.group,
        day=document.date.toordinal() if document.date else 0,
        **document.facet_values,
        **{name: " ".join(getattr(analysed, name)) for name in TOKEN_FIELDS},
        **{name: getattr(analysed, name) for name in ("cited", "named", "laws")},
    )
