"""An outlet's task ends in a state that says by name what happened."""

from __future__ import annotations

import pytest

from extractors.records import Unread
from flows.collect import OutletReport
from flows.verify.gaps import gave_nothing, state_of

DOWN = Unread("herald", "", "connection", "herald.test does not answer")
GONE = Unread("herald", "https://herald.test/1", "gone", "the page is gone")


def report(
    unread: tuple[Unread, ...] = (), *, unchanged: int = 0, resting: int = 0
) -> OutletReport:
    return OutletReport("herald", ("feed",), 5, 5, 0, 0, unchanged, resting, 0, unread)


@pytest.mark.parametrize(
    ("found", "name", "nothing"),
    [
        (report(unchanged=3), "Completed", ""),
        (report(resting=3), "Completed", ""),
        (report((GONE,), resting=3), "Completed with gaps", ""),
        (report((DOWN,), unchanged=3), "Completed with gaps", ""),
        (report((DOWN,), resting=3), "Gave nothing", DOWN.why),
        (report((GONE, DOWN)), "Gave nothing", DOWN.why),
    ],
)
def test_the_state_says_what_happened(found: OutletReport, name: str, nothing: str) -> None:
    assert gave_nothing(found) == nothing
    state, told = state_of(found)
    assert state == name
    assert all(note.why in told for note in found.unread)
