"""Speakers by name: no pronoun, the anonymous said to be so, the outlet once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from warehouse.reports.model import Dated, PassageView
from warehouse.reports.speakers import anonymous, chain, marked, speaker, voice, without_pronouns

SAID = PassageView(
    passage_id="p",
    document_url="https://bbc.example/",
    outlet="BBC",
    title="",
    start=0,
    end=3,
    text="Yes",
    said_by=(),
    published=Dated(datetime(2025, 5, 8, tzinfo=UTC), "", sure=True),
    said_at=None,
    later=False,
    capture_sha256="",
    page=None,
)


def passage(*said_by: str) -> PassageView:
    return replace(SAID, said_by=said_by)


@pytest.mark.parametrize(
    ("text", "entity", "name"),
    [
        ("Seoul's spy agency", "nis", "Seoul's spy agency"),
        ("He", "volodymyr zelensky", "Volodymyr Zelensky"),
        ("she", "the mayor of varn", "the Mayor of Varn"),
        ("they", "they", "someone named before"),
        ("", "", "an unnamed source"),
        ("an official who\n spoke", "official", "an official who spoke"),
    ],
)
def test_speakers_have_names(text: str, entity: str, name: str) -> None:
    assert speaker(text, entity) == name


def test_a_chain_names_its_outlet_once() -> None:
    assert chain(passage("BBC", "Zelensky")) == "BBC ← Zelensky"
    assert chain(passage()) == "BBC"


@pytest.mark.parametrize(
    "name", ["Western officials", "a soldier", "two people who had read the cable", "some"]
)
def test_a_speaker_without_a_name_is_said_to_be_one(name: str) -> None:
    assert anonymous(name)
    assert marked(name) == f"{name} (not named)"
    assert chain(passage("BBC", name)) == f"BBC ← {name} (not named)"


@pytest.mark.parametrize(
    "name",
    [
        "the ministry of water",
        "State Department spokesman Vedant Patel",
        "officials of Seoul",
        "an unnamed source",
        "lawmaker Lee Seong-kweun",
    ],
)
def test_institutions_and_people_with_names_are_not_anonymous(name: str) -> None:
    assert not anonymous(name)
    assert marked(name) == name


def test_a_voice_is_the_outlets_own_only_where_it_quotes_nobody() -> None:
    assert voice(passage()) == "BBC"
    assert voice(passage("NATO", "its chief")) == "BBC, quoting its chief,"
    assert voice(passage("someone named before")) == "BBC, quoting someone named before,"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("BBC, quoting he: it was so.", "BBC, quoting someone named before: it was so."),
        ("Telegram contradicts it, BBC, quoting They supports it.",) * 2,
        ("BBC, quoting Heinz: it was so.",) * 2,
    ],
)
def test_a_reason_has_no_pronoun_for_a_speaker(reason: str, told: str) -> None:
    assert without_pronouns(reason) == told.replace("They", "someone named before")
