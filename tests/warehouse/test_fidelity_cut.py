""" "Not found" is never said of an outlet of which a text may be cut."""

from __future__ import annotations

import pytest

from extractors.records import Citation, Document, Span
from warehouse.crosscheck.fidelity import citation_results


@pytest.mark.parametrize(
    ("cut", "fidelity"), [(False, "not found in what was read"), (True, "read, not decided")]
)
def test_a_text_that_may_be_cut_leaves_the_question_open(cut: bool, fidelity: str) -> None:
    source = Span(0, 6, "Herald")
    citation = Citation("article", "claim", source, "Herald", "herald", source, 0, 30, "It said.")
    read = Document(
        "https://h.test/a", "https://h.test/a", "A", "A", (), outlet="herald", may_be_cut=cut
    )
    [result] = citation_results([citation], {}, [], {read.document_id: read}, {}, {}, ())
    assert result.fidelity == fidelity
    assert ("may be cut" in result.explanation) is cut
