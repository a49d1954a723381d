"""One module per rule. A rule takes a Matched pair and gives a Finding or None.

``checking.PAIR_RULES`` is their order: the first that fires on a pair decides it, so that
contradictions, which need the most, are tried first and excuse themselves. ``role`` looks at pairs
that did not match; ``arithmetic`` at one sentence's claims.
"""
