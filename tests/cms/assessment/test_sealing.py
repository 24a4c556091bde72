from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.assessment.arithmetic import as_printed, compute
from cms.assessment.documents import parse
from cms.assessment.sealing import Seal, broken, canonical, digest, seal
from tests.cms.assessment.factories import agency, document, scheme

YEARS = ("2024年", "2025年", "2026年")


def chain() -> list[Seal]:
    """A year after the other."""
    return list(_sealed())


@cache
def _sealed() -> tuple[Seal, ...]:
    seals = []
    for number, name in enumerate(YEARS):
        filed = document(scheme(), agency(indicators={"P": {"office": f"{80 + number}"}}))
        content = canonical({"document": filed, "result": as_printed(compute(parse(filed)))})
        seals.append(seal(name, content, after=seals[-1] if seals else None))
    return tuple(seals)


def test_canonical_form_is_one_for_equal_values():
    assert canonical({"b": [1, "评议", None], "a": {"d": True, "c": ""}}) == (
        '{"a":{"c":"","d":true},"b":[1,"评议",null]}'.encode()
    )


@pytest.mark.parametrize("value", [0.5, float("nan"), Decimal("0.5"), (1,), b"", {1: "x"}, [{"a": 0.1}]])
def test_what_has_no_lasting_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_what_is_no_text_is_refused():
    with pytest.raises(UnicodeEncodeError):
        canonical("\ud800")


def test_digest_is_sha256_of_the_one_before_and_the_content():
    # printf '\n{}' | sha256sum
    first = "a062dd4952b935e430d409c4a5e5cd760e8781e3200d5c7e12a232dddba8a528"
    assert digest(b"{}") == first
    assert digest(b"{}", first) != first


def test_whole_chain_is_whole():
    assert broken(chain()) == []
    assert broken([]) == []


@given(st.integers(0, 2), st.integers(0, 10**6), st.integers(1, 255))
def test_one_changed_byte_is_found(number, position, change):
    seals = chain()
    content = bytearray(seals[number].content)
    content[position % len(content)] ^= change
    seals[number] = replace(seals[number], content=bytes(content))
    assert broken(seals) == [f"{YEARS[number]}：内容或校验值在封存之后被改动过"]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("field", ["digest", "previous"])
def test_changed_digest_is_found(number, field):
    seals = chain()
    seals[number] = replace(seals[number], **{field: "0" * 64})
    assert f"{YEARS[number]}：内容或校验值在封存之后被改动过" in broken(seals)


def test_year_sealed_anew_breaks_the_chain():
    seals = chain()
    seals[1] = seal(YEARS[1], b"{}", after=seals[0])
    assert broken(seals) == ["2026年：没有接在2025年之后，中间有缺失、次序不对，或者其中一份被换过"]


def test_missing_year_is_found():
    first, second, third = chain()
    assert broken([first, third]) == ["2026年：没有接在2024年之后，中间有缺失、次序不对，或者其中一份被换过"]
    assert broken([second, third]) == ["2025年：应是第一份，却接在另一份之后，前面的不见了"]


def test_years_in_another_order_are_found():
    first, second, third = chain()
    assert broken([first, third, second]) == [
        "2026年：没有接在2024年之后，中间有缺失、次序不对，或者其中一份被换过",
        "2025年：没有接在2026年之后，中间有缺失、次序不对，或者其中一份被换过",
    ]


def test_order_of_what_was_entered_leaves_the_same_bytes():
    filed = document(scheme(), agency(votes={"5": 1, "4": 2}))
    assert canonical(filed) == canonical(
        document(scheme(), agency(votes={"4": 2, "5": 1})) | {"scheme": dict(reversed(scheme().items()))}
    )
