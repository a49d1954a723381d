"""Derives `extractors/language/inflections.csv` from WordNet 3.0's exception and index files.

In: the database files of Debian's `wordnet-base`. Out: one table, sorted: irregular verb and noun
forms with their lemmas, and every one-word verb (form = lemma), against which regular endings are
checked. Read by `extractors.language.inflection`.

    python -m extractors.training.inflections --wordnet /usr/share/wordnet
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "language" / "inflections.csv"
HEADER = (
    "# Irregular forms and one-word verbs of WordNet 3.0 (verb.exc, noun.exc, index.verb).\n"
    "# Licence: ../grammar/WORDNET-LICENSE.txt. Made by extractors.training.inflections.\n"
)


def irregular(path: Path) -> Iterator[tuple[str, str]]:
    """(form, lemma) of an exception file; multi-word entries are left out."""
    for line in path.read_text("ascii").splitlines():
        form, *lemmas = line.split()
        for lemma in lemmas:
            if "_" not in form and "_" not in lemma:
                yield form, lemma


def verbs(path: Path) -> Iterator[str]:
    """The one-word verbs of `index.verb`, without the licence lines at its top."""
    for line in path.read_text("ascii").splitlines():
        lemma = line.split(" ", 1)[0]
        if lemma.isalpha():
            yield lemma


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    folder = parser.parse_args().wordnet
    rows = {(form, "v", lemma) for form, lemma in irregular(folder / "verb.exc")}
    rows |= {(form, "n", lemma) for form, lemma in irregular(folder / "noun.exc")}
    rows |= {(lemma, "v", lemma) for lemma in verbs(folder / "index.verb")}
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("form", "pos", "lemma"))
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    main()
