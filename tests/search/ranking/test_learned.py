import pytest

from search.ranking import learned
from search.ranking.learned import weighed

TOLD = {"words": [1.0, 2.0], "named": [3.0, 0.0]}


@pytest.fixture
def file(monkeypatch, tmp_path):
    monkeypatch.setattr(learned, "FILE", tmp_path / "learned.json")
    learned.learned_weights.cache_clear()
    yield tmp_path / "learned.json"
    learned.learned_weights.cache_clear()


def test_answers_are_weighed_by_what_was_learned(file):
    learned.keep({"words": 1.0, "named": 0.5}, {"questions": 3})
    assert weighed(TOLD) == [2.5, 2.0]
    assert '"questions": 3' in file.read_text()
    learned.keep({"words": 1.0, "near": 1.0}, {})
    # The model was late: what needs it is not weighed.
    assert weighed(TOLD) is None


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"weights": {}}', '{"weights": {"words": "much"}}'])
def test_file_that_says_nothing_leaves_it_to_the_formula(file, text):
    if text is not None:
        file.write_text(text)
    assert weighed(TOLD) is None


def test_shipped_weights_prefer_what_is_in_force_named_asked_and_near():
    shipped = learned.learned_weights()
    good = ("words_of_best", "near", "nearness", "named", "asked", "level", "ended")
    assert min(shipped[name] for name in good) > 0
