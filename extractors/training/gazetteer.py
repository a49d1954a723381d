"""Freezes the project's name lists into the model: extractors/entities -> `gazetteer.txt`."""

from __future__ import annotations

import csv
import gzip
import tomllib
from collections.abc import Iterator
from pathlib import Path

import spacy

from extractors.entities import countries
from extractors.training.names import PEOPLES

DATA = Path(__file__).parent.parent / "entities"
# Smaller towns share their names with too many people and words.
LEAST_THOUSANDS = 30
CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december"
)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file (gzipped or not) whose comment lines start with `#`."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def listed() -> Iterator[tuple[str, str]]:
    """(kind, name) of every list."""
    for country in countries().values():
        yield from (("country", name) for name in country.names)
        yield from (("capital", name) for name in country.capitals)
    yield from (("people", name) for name in PEOPLES)
    for row in rows(DATA / "places_cities.csv.gz"):
        if int(row["thousands"]) >= LEAST_THOUSANDS and len(row["name"]) > 2:
            yield "city", row["name"]
    yield from (("region", row["name"]) for row in rows(DATA / "places_regions.csv"))
    for row in rows(DATA / "places_areas.csv"):
        yield from (("area", name) for name in (row["name"], *row["aliases"].split("|")) if name)
    organisations = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
    for organisation in organisations["organisation"]:
        yield from (("organisation", name) for name in organisation["names"])
    titles = tomllib.loads((DATA / "titles.toml").read_text(encoding="utf-8"))
    yield from (("office", word) for word in titles["offices"]["words"])
    for key in ("male", "female", "any"):
        yield from (("honorific", word) for word in titles["honorifics"][key])
    yield from (("calendar", word) for word in CALENDAR.split())


def write_gazetteer(path: Path) -> None:
    """Writes the lists, names cut into tokens as the pipeline cuts them."""
    tokenizer = spacy.blank("en").tokenizer
    lines = {
        f"{kind}\t{' '.join(token.text.lower() for token in tokenizer(name.strip()))}"
        for kind, name in listed()
    }
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
