"""The labelled stories of our own: unpacked as the scorer of stories wants them, and read for fits.

Articles and labels lie in `extractors/training/claims/stories.jsonl.xz` (its README.md says who
wrote them). Pages of invented events lie there too; those of real ones are read out of the data
folder. Nothing of `../shared/data/stories` is among them.
"""

from __future__ import annotations

import json
import lzma
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from extractors.records import Claim
from warehouse.crosscheck import Statement, compared_words, speaker_of, statement_of
from warehouse.run_rows import RunRows, read_rows

STORIES = Path(__file__).parents[1] / "extractors" / "training" / "claims" / "stories.jsonl.xz"
STANCES = {"supports": 2, "refutes": 0}

#: Claim, passage, label (0 contradicts, 1 neither, 2 supports).
Row = tuple[Statement, Statement, int]


def labelled() -> list[dict[str, Any]]:
    """The stories as they are kept."""
    with lzma.open(STORIES, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def unpack(data: Path, folder: Path) -> tuple[Path, Path]:
    """Writes the stories and the pages that they name; gives both folders."""
    stories, texts = folder / "stories", folder / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    wanted: set[str] = set()
    for story in labelled():
        place = stories / story["event"]
        place.mkdir(parents=True, exist_ok=True)
        (place / "article.md").write_text(story["article"], encoding="utf-8")
        (place / "labels.json").write_text(json.dumps(story), encoding="utf-8")
        for name, page in story.get("pages", {}).items():
            (texts / name).write_text(json.dumps(page), encoding="utf-8")
        if "pages" not in story:
            wanted |= {Path(page["path"]).name for page in story["cluster"]}
    with tarfile.open(data / "news-clusters" / "dev.tar.xz") as archive:
        for member in archive:
            name = Path(member.name).name
            source = archive.extractfile(member) if name in wanted else None
            if source is not None:
                (texts / name).write_bytes(source.read())
    return stories, texts


def rows_of(work: Path) -> Iterator[Row]:
    """What the runs kept in ``work`` retrieved for each labelled claim, best first, by its label.

    A passage stands for a label where it shares most of its words; a claim that touches no label
    is left out.
    """
    stories, texts = work / "stories", work / "texts"
    for folder in sorted(stories.iterdir()):
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        article = (folder / "article.md").read_text(encoding="utf-8")
        pages = {
            Path(page["path"]).name: json.loads((texts / Path(page["path"]).name).read_text())
            for page in labels["cluster"]
        }
        rows = _rows(work / folder.name / "w.duckdb")
        yield from _of_story(labels["claims"], article, pages, rows)


def _rows(warehouse: Path) -> RunRows:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        run = connection.execute("SELECT run_id FROM runs ORDER BY run_id DESC").fetchall()[0][0]
        return read_rows(connection, run)


def _of_story(
    labels: list[dict[str, Any]], article: str, pages: dict[str, Any], rows: RunRows
) -> Iterator[Row]:
    facts = [claim for claim in rows.claims if claim.kind == "fact"]
    text = rows.documents[facts[0].document_id].text if facts else ""
    outlets = {c.source.text for c in rows.citations if c.outlet is not None}
    for claim in facts:
        mine = _label_of(claim, text, labels, article)
        if mine is None:
            continue
        speaker = speaker_of(claim, outlets)
        for near in rows.nearest.get(claim.claim_id, ()):
            passage = rows.passages[near.passage_id]
            wording = compared_words(claim, speaker, passage)
            said = Statement(wording, claim.said_at or rows.run.as_of, "", claim.vector)
            url = rows.documents[passage.document_id].url
            stances = {
                evidence["stance"]
                for evidence in mine["evidence"]
                if pages[Path(evidence["path"]).name]["url"] == url
                and _alike(passage.text, _words(evidence, pages))
            }
            label = next((STANCES[s] for s in ("supports", "refutes") if s in stances), 1)
            yield said, statement_of(passage, rows.documents), label


def _words(evidence: dict[str, Any], pages: dict[str, Any]) -> str:
    text: str = pages[Path(evidence["path"]).name]["text"]
    return text[evidence["start"] : evidence["end"]]


def _label_of(
    claim: Claim, text: str, labels: list[dict[str, Any]], article: str
) -> dict[str, Any] | None:
    """The labelled claim whose words hold, or are held by, the product's; None where none does."""
    ours = _letters(text[claim.start : claim.end])
    for label in labels:
        theirs = _letters(article[label["start"] : label["end"]])
        if ours and theirs and (ours in theirs or theirs in ours):
            return label
    return None


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _alike(one: str, other: str) -> bool:
    a, b = _letters(one), _letters(other)
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    x, y = ({w for w in text.lower().split() if len(w) > 2} for text in (one, other))
    return len(x & y) >= 0.75 * min(len(x), len(y)) > 2
