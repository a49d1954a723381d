"""What is written in another language, told in English words that know where they came from.

`gloss_of` gives the `Gloss` of a Russian text: not a translation, but words, names, numbers and
dates in English order, which the extractors read and whose places lead back to the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from extractors.gloss.records import Gloss
    from extractors.gloss.telling import gloss_of

__all__ = ["Gloss", "gloss_of"]

__getattr__ = on_demand(__name__, {"Gloss": "records", "gloss_of": "telling"})
