"""Workers that the parent replaces: late, dead or failing, each costs its own item only."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Iterator

import pytest

from extractors.errors import ModelError, OutletError
from flows.verify.workers import Work, Workers


def start(argument: str | None) -> str:
    if argument == "broken":
        raise ModelError("no pipeline")
    if argument == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    return f"ready: {argument}, {os.getpid()}"


class OddError(Exception):
    """One that pickle cannot make again."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} and {other}")


def answer(item: str) -> str:
    if item == "hangs in C":
        # no signal handler of Python's runs before this returns, and none is waited for
        ctypes.PyDLL(None).sleep(1000)
    if item == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "odd":
        raise OddError(1, 2)
    if item == "refused":
        raise OutletError("not understood")
    return item.upper()


@pytest.fixture
def workers() -> Iterator[Workers[str, str, str]]:
    made = Workers(Work(start, answer), "x")
    yield made
    made.close()


def test_answers_of_several_workers(workers: Workers[str, str, str]) -> None:
    items = [f"item {number}" for number in range(20)]
    found = dict(workers.answers(items, 3, 60))
    assert [found[place] for place in range(20)] == [item.upper() for item in items]
    assert workers.greeting().startswith("ready: x")


def test_what_is_told_to_stop_starts_none_in_place_of_one_that_dies(
    workers: Workers[str, str, str],
) -> None:
    assert dict(workers.answers(["a"], 1, 60)) == {0: "A"}
    workers.stop()
    with pytest.raises(ModelError, match="told to end"):
        list(workers.answers(["dies", "b"], 1, 60))


@pytest.mark.parametrize(("item", "lost"), [("hangs in C", "late"), ("dies", "died")])
def test_a_worker_that_hangs_in_c_code_or_dies_is_replaced(
    workers: Workers[str, str, str], item: str, lost: str
) -> None:
    first = workers.greeting()
    found = dict(workers.answers(["a", item, "b", item, "c"], 1, 2))
    assert found == {0: "A", 1: lost, 2: "B", 3: lost, 4: "C"}
    assert workers.greeting() != first


def test_what_a_worker_raises_reaches_the_caller(workers: Workers[str, str, str]) -> None:
    with pytest.raises(OutletError, match="not understood") as refusal:
        list(workers.answers(["refused"], 1, 60))
    assert "in answer" in refusal.value.__notes__[0]
    with pytest.raises(RuntimeError, match="OddError: 1 and 2"):
        list(workers.answers(["odd"], 1, 60))
    assert dict(workers.answers(["a"], 1, 60)) == {0: "A"}


def test_answers_nobody_waits_for_are_not_taken_for_others(
    workers: Workers[str, str, str],
) -> None:
    given = workers.answers(["a", "b", "c", "d"], 2, 60)
    next(given)
    given.close()
    assert dict(workers.answers(["x", "y"], 2, 60)) == {0: "X", 1: "Y"}


def test_nothing_is_begun_after_the_end(workers: Workers[str, str, str]) -> None:
    found = dict(workers.answers(["a", "b"], 1, 60, until=time.monotonic()))
    assert found == {0: "not begun", 1: "not begun"}


@pytest.mark.parametrize(("argument", "said"), [("broken", "no pipeline"), ("dies", "be started")])
def test_a_worker_that_cannot_be_made_ready(argument: str, said: str) -> None:
    workers = Workers(Work(start, answer), argument)
    with pytest.raises(ModelError, match=said):
        workers.greeting()
    workers.close()
    with pytest.raises(ModelError, match=said):
        list(workers.answers(["a"], 1, 60))
    workers.close()
