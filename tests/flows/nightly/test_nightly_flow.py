"""A night: what becomes of one article costs no other its check."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import ArticleError
from flows.log import keep_log
from flows.nightly import Watched
from flows.nightly import flow as nightly_flow
from flows.settings import Settings


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (ArticleError("a.md: there is no such file"), "a.md: there is no such file"),
        (
            OverflowError("date value\nout of range"),
            "this is a bug, not your mistake: OverflowError: date value out of range",
        ),
    ],
)
def test_any_fault_of_one_article_is_a_note(
    fault: Exception, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def verify(**_: Any) -> None:
        raise fault

    monkeypatch.setattr(nightly_flow, "verify", verify)
    settings = Settings(data_folder=tmp_path)
    keep_log(settings.log_file)
    night = asyncio.run(nightly_flow._checked(Watched("a.md"), settings, None, None))
    assert (night.outcome, night.problem) == (None, told)
    kept = settings.log_file.read_text()
    assert ("in verify\n    raise fault" in kept) == isinstance(fault, OverflowError)
