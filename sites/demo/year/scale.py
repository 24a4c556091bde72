"""How much a larger demo holds. Totals, those of the small demo among them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    communities: int
    venues: int
    reported: int
    """Activities that agencies reported in their ledgers."""
    written: int
    """Activities that agencies wrote themselves, with pictures for one in four."""
    people: int
    """On the roster, beside those of the small demo."""
    volunteers: int
    events: int
    """Past and to come."""
    seed: int = 17


SCALES = {
    "year": Scale(
        communities=150, venues=60, reported=660, written=240, people=500, volunteers=300, events=40
    ),
    "large": Scale(
        communities=600, venues=200, reported=3000, written=600, people=2500, volunteers=1500, events=120
    ),
}
