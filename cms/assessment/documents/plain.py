from fractions import Fraction


def plain(number: Fraction | int) -> str:
    """A number as it was written: no more digits than it has."""
    number = Fraction(number)
    places = 0
    while number.denominator != 1 and places < 20:
        number, places = number * 10, places + 1
    digits = str(round(number))
    if not places:
        return digits
    digits = digits.zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"
