"""Names: parsed blocks in, `Mention`s out; a name in, the id of what it names out.

`find_mentions` finds and folds the names of a document, `fold` folds one name; the others answer
questions about ids (does one lie in another, may both be the same) and about listed names.
Touches nothing but its own lists.
"""

from __future__ import annotations

from extractors.entities.countries import countries
from extractors.entities.finding import compatible, find_mentions, fold, government_of, is_part_of
from extractors.entities.organisations import is_known
from extractors.entities.people import gender, gender_of_noun, is_office
from extractors.entities.places import cities, is_city, is_place, is_region

__all__ = [
    "cities",
    "compatible",
    "countries",
    "find_mentions",
    "fold",
    "gender",
    "gender_of_noun",
    "government_of",
    "is_city",
    "is_known",
    "is_office",
    "is_part_of",
    "is_place",
    "is_region",
]
