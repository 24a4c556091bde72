"""What a document comes to: exact, explained line by line, the same for ever.

`compute` promises: nothing is rounded on the way, a total once to two digits (half up), and the order of
agencies, assessors and votes makes no difference. `as_printed` is what is stored and shown.
"""

from cms.assessment.arithmetic.computing import compute
from cms.assessment.arithmetic.printing import as_printed
from cms.assessment.arithmetic.results import AgencyResult, GroupScore, Line

__all__ = ["AgencyResult", "GroupScore", "Line", "as_printed", "compute"]
