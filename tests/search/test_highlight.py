import pytest

from search.highlight import Highlighter


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("劳动合同法第三十八条", "依照本法第三十八条解除；第三十次会议；第三次", ["第三十八条"]),
        ("劳动合同法第38条", "依照劳动合同法第三十八条", ["劳动合同法第三十八条"]),
        ("枕河", "枕河法治长廊，水枕，河道", ["枕河"]),
        ("高空抛物", "高空抛物；空抛；抛物", ["高空抛物", "抛物"]),
        ("怎么办", "怎么办", []),
    ],
)
def test_whole_words_and_articles_are_marked_and_no_pieces_of_them(question, text, marked):
    assert [words for words, is_marked in Highlighter(question).title(text) if is_marked] == marked
