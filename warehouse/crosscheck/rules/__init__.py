"""One module per rule. A rule takes a Matched pair and gives a Finding or None.

RULES is their order: the first that fires on a pair decides it, so that contradictions, which
need the most, are tried with everything that could excuse them already excluded.
"""

from __future__ import annotations
