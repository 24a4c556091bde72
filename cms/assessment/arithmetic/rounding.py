"""Two digits, half up: once for a total, and for whatever is shown."""

from fractions import Fraction

from cms.assessment.documents.plain import plain

# Four digits are still read at a glance: 6.00−0.125=5.875.
FEW = 10_000


def rounded(number: Fraction) -> Fraction:
    """`number`, which is not negative, to two digits, half up."""
    return Fraction(_hundredths(number), 100)


def two_digits(number: Fraction) -> str:
    whole, rest = divmod(_hundredths(number), 100)
    return f"{whole}.{rest:02d}"


def figure(number: Fraction) -> str:
    """`number` in a sentence: two digits, or the few more that it has."""
    return plain(number) if _has_a_few_more(number) else two_digits(number)


def equal_to(number: Fraction) -> str:
    """`=` and the figure, or `≈` where it is not the whole of the number."""
    exact = number == rounded(number) or _has_a_few_more(number)
    return f"{'=' if exact else '≈'}{figure(number)}"


def _has_a_few_more(number: Fraction) -> bool:
    return 100 % number.denominator != 0 and FEW % number.denominator == 0


def _hundredths(number: Fraction) -> int:
    return (number.numerator * 200 + number.denominator) // (number.denominator * 2)
