"""The warehouse: records in, and findings, reports and answers to queries out.

Touches ``path`` (open only for the length of one short transaction) and its published snapshot
``<name>.snapshot.duckdb``. One process writes at a time; readers only ever open the snapshot.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from extractors.errors import WarehouseError
from extractors.records import (
    Capture,
    Citation,
    Claim,
    Extraction,
    OutletCoverage,
    Run,
    Unread,
)
from warehouse.changes import Changes, changes
from warehouse.connection import READER_MEMORY, reading, writing
from warehouse.deriving import derivation_key, derive, retrieve, reviewed
from warehouse.load import (
    Batch,
    batch,
    batch_of_parts,
    keep_derivation,
    load,
    store_derived,
    store_nearest,
)
from warehouse.parts import PageRead, Parts
from warehouse.replay import ReplayResult, compare_derived
from warehouse.reports import Publisher, build, render, write
from warehouse.retrieval import EVERYWHERE, Limits, Retrieved, nearest_passages
from warehouse.run_rows import Derived, read_derived, read_rows, rejections
from warehouse.schema import applied, is_current
from warehouse.snapshot import QUERY_SECONDS, existing_snapshot, publish, query, snapshot_path
from warehouse.statements import statements

Decision = Literal["accept", "reject"]


class Warehouse:
    """A DuckDB file at ``path``, made on the first load.

    Every method raises WarehouseError, with one line that says what to do, when the file is
    locked, damaged, made by a newer version, or cannot be written.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._one_at_a_time = threading.Lock()

    def check(self) -> None:
        """Bring the schema up to date where there is a warehouse, ahead of any work.

        Raises WarehouseError as every method does; InUseError where another process has it.
        """
        if self.path.is_file():
            with self._one_at_a_time, writing(self.path):
                pass

    def load(
        self,
        run: Run,
        captures: Iterable[Capture],
        extractions: Iterable[Extraction],
        citations: Iterable[Citation] = (),
        unread: Iterable[Unread] = (),
        coverage: Iterable[OutletCoverage] = (),
    ) -> dict[str, int]:
        """Load one run in one transaction; returns the counts of new rows by table.

        ``extractions`` holds the article's own too. Loading the same run again adds nothing;
        a kill at any point leaves what was there before.
        """
        return self._load(batch(run, captures, extractions, citations, unread, coverage))

    def load_parts(
        self,
        run: Run,
        captures: Iterable[Capture],
        read: Iterable[PageRead],
        parts: Parts,
        citations: Iterable[Citation] = (),
        unread: Iterable[Unread] = (),
        coverage: Iterable[OutletCoverage] = (),
    ) -> dict[str, int]:
        """``load`` of what was read into ``parts``: only rows the warehouse lacks are looked up."""
        return self._load(batch_of_parts(run, captures, read, parts, citations, unread, coverage))

    def _load(self, incoming: Batch) -> dict[str, int]:
        with self._one_at_a_time, writing(self.path) as connection:
            return load(connection, incoming)

    def crosscheck(self, run_id: str, judged_by: str = "") -> Derived:
        """Find the passages near each claim, derive what they say to it, and keep both.

        Passages are looked for once a run: a later call, and every replay, judges the same ones.
        What was derived before is replaced. ``judged_by`` names the rules and the model: where
        what stands was derived by the same, from the same rows and reviews, it is not derived
        again. Returns what is kept.
        """
        with self._one_at_a_time, writing(self.path) as connection:
            said = rejections(connection)
            key = derivation_key(connection, run_id, judged_by, said) if judged_by else ""
            stands = connection.execute(
                statements("read.sql")["derivation"], {"run_id": run_id}
            ).fetchall()
            if key and stands == [(key,)]:
                return read_derived(connection, run_id)
            rows = read_rows(connection, run_id)
            if not rows.nearest:
                store_nearest(connection, run_id, retrieve(connection, rows))
                rows = read_rows(connection, run_id)
        derived = derive(rows, said)
        with self._one_at_a_time, writing(self.path) as connection:
            store_derived(connection, run_id, derived)
            if key:
                keep_derivation(connection, run_id, key)
        return derived

    def passages(
        self, claims: Sequence[Claim], k: int = 10, limits: Limits = EVERYWHERE
    ) -> dict[str, list[Retrieved]]:
        """The ``k`` published passages nearest to each claim by its id, the best first, and why.

        ``claims`` need their wording's terms, names and vector (`extractors.extraction`); those of
        one article are asked for together. ``limits`` narrows it to outlets, to what a run read,
        or to what was published by a day.
        """
        with reading(self.snapshot()) as connection:
            return nearest_passages(connection, claims, k, limits)

    @property
    def files(self) -> tuple[Path, ...]:
        """The warehouse's own files, whether they are there or not: database, log, snapshot."""
        log = self.path.with_name(f"{self.path.name}.wal")
        return self.path, log, snapshot_path(self.path)

    def publish(self) -> Path:
        """Replace the snapshot that readers see by the warehouse as it is; returns its path."""
        with self._one_at_a_time:
            return publish(self.path)

    def publish_changes(self) -> str:
        """Publish unless the snapshot tells all that the warehouse holds; returns the mark of both.

        A mark names all that is told; "" where that is not known, and what was published before
        may be otherwise.
        """
        with self._one_at_a_time, writing(self.path) as connection:
            mark = _mark(connection)
        if not mark or mark != self._published_mark():
            self.publish()
        return mark

    def is_published(self) -> bool:
        """True where the snapshot tells all that the warehouse holds, as far as that is known."""
        with self._one_at_a_time, reading(self.path) as connection:
            mark = _mark(connection)
        return bool(mark) and mark == self._published_mark()

    def runs(self) -> pa.Table:
        """Every published run, the newest first, with counts of what came of it."""
        with reading(self.snapshot()) as connection:
            return connection.sql(statements("read.sql")["runs_told"]).to_arrow_table()

    def _published_mark(self) -> str:
        try:
            with reading(existing_snapshot(self.path)) as connection:
                return _mark(connection) if is_current(applied(connection)) else ""
        except WarehouseError:  # there is none, or it is damaged
            return ""

    def snapshot(self) -> Path:
        """The snapshot to read; published anew first if an older sourcecheck made it."""
        snapshot = existing_snapshot(self.path)
        with reading(snapshot) as connection:
            current = is_current(applied(connection))
        return snapshot if current else self.publish()

    def sql(
        self, text: str, seconds: float = QUERY_SECONDS, memory: int = READER_MEMORY
    ) -> pa.Table:
        """The rows of one reading statement over the snapshot.

        Raises WarehouseError for anything but one statement that reads, after ``seconds``, and
        where DuckDB needs more than ``memory`` bytes.
        """
        return query(self.snapshot(), text, seconds, memory)

    def latest_run(self) -> str:
        """Id of the run first loaded last; WarehouseError if there is none."""
        with reading(self.snapshot()) as connection:
            rows = connection.execute(statements("read.sql")["latest_run"]).fetchall()
        if not rows:
            raise WarehouseError("no run in this warehouse: run `sourcecheck verify ARTICLE` first")
        return str(rows[0][0])

    def find_run(self, prefix: str) -> str:
        """The one run whose id starts with ``prefix``; WarehouseError if none or several do."""
        with reading(self.snapshot()) as connection:
            statement = statements("read.sql")["runs_by_prefix"]
            rows = connection.execute(statement, {"run_id": prefix}).fetchall()
        if len(rows) != 1:
            problem = "no run" if not rows else f"{len(rows)} runs"
            raise WarehouseError(
                f"{problem} with an id that starts with {prefix!r}: see `from runs`"
            )
        return str(rows[0][0])

    def previous_run(self, run_id: str) -> str | None:
        """Id of the run of the same article before this one; None if this is its first."""
        with reading(self.snapshot()) as connection:
            statement = statements("read.sql")["previous_run"]
            rows = connection.execute(statement, {"run_id": run_id}).fetchall()
        return str(rows[0][0]) if rows else None

    def changes(self, earlier: str, later: str) -> Changes:
        """What is otherwise in a published run than in an earlier one of the same article."""
        with reading(self.snapshot()) as connection:
            return changes(connection, earlier, later)

    def replay(
        self, run_id: str, versions: Sequence[tuple[str, str]] | None = None
    ) -> ReplayResult:
        """Derive a run's findings again from its stored rows and compare; writes nothing.

        ``versions`` are those of the running code; where they differ from the run's, the result
        says so.
        """
        with reading(self.snapshot()) as connection:
            rows, said = read_rows(connection, run_id), rejections(connection)
            stored = read_derived(connection, run_id)
        return compare_derived(rows.run, stored, derive(rows, said), versions)

    def review(self, finding_id: str, decision: Decision, note: str = "") -> None:
        """Keep a person's word on a finding; it holds in every later run that finds the same.

        No verdict rests on a rejected finding: those of the runs that have it are rolled up anew.
        Readers see it after the next ``publish``.
        Raises WarehouseError if no run has such a finding, or ``decision`` is neither word.
        """
        if decision not in ("accept", "reject"):
            raise WarehouseError(f"a review is accept or reject, not {decision!r}")
        if not self.path.is_file():
            raise WarehouseError(f"there is no {self.path}: run `sourcecheck verify ARTICLE` first")
        row = {"finding_id": finding_id, "decision": decision, "note": note}
        with self._one_at_a_time, writing(self.path) as connection:
            known, finding = statements("load.sql"), {"finding_id": finding_id}
            runs = connection.execute(known["runs_with_finding"], finding).fetchall()
            if not runs:
                raise WarehouseError(f"there is no finding {finding_id}: see `from evidence`")
            connection.execute(known["review"], row)
            rejected = rejections(connection)
            for (run_id,) in runs:
                rows = read_rows(connection, run_id)
                derived = reviewed(rows, read_derived(connection, run_id), rejected)
                store_derived(connection, run_id, derived)

    def report(
        self,
        run_id: str,
        folder: Path,
        formats: Sequence[str] = ("html", "md", "json"),
        since: str | None = None,
        publisher: Publisher | None = None,
    ) -> dict[str, Path]:
        """Write a published run's report into ``folder``; returns the files by format.

        ``formats`` are of "html", "md", "json", "csv" and "claimreview". With ``since``, the id
        of an earlier run of the article, the report also says what changed. ``publisher`` signs the
        ClaimReview.
        """
        with reading(self.snapshot()) as connection:
            model = build(connection, run_id, since)
        return write(replace(model, publisher=publisher), folder, formats)

    def reasons(self, run_id: str) -> dict[str, str]:
        """Why each claim of fact of a published run has its verdict, as its report tells it."""
        with reading(self.snapshot()) as connection:
            model = build(connection, run_id)
        return {claim.claim_id: claim.reason for claim in model.facts}

    def report_text(self, run_id: str, name: str, since: str | None = None) -> str:
        """A published run's report in one format, as text."""
        with reading(self.snapshot()) as connection:
            return render(build(connection, run_id, since), name)


def _mark(connection: duckdb.DuckDBPyConnection) -> str:
    """The name of all that an open warehouse holds; "" where a run's findings have no key."""
    [(mark,)] = connection.execute(statements("read.sql")["mark"]).fetchall()
    return mark or ""
