"""The real command on labelled stories, scored.

    python -m benchmarks.stories [--data DIR] [--only NAME] [--work DIR] [--score-only]
        [--list] [--json] [--own]

Runs `../shared/tools/stories.py`, which defines the figures: each story's article is checked
against an archive made of the pages its labels name, and report.json is compared with the labels.
`--tool` names the scorer where it lies elsewhere. `--own` takes the stories of our own instead,
which the decision is fitted on (`benchmarks.decision --stories WORK`).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.own_stories import unpack

DATA = Path("../shared/data")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--tool", type=Path, help="the scorer [DATA/../tools/stories.py]")
    parser.add_argument("--only", help="stories whose name contains this")
    parser.add_argument("--work", type=Path, help="keep archives and reports here")
    parser.add_argument("--score-only", action="store_true")
    parser.add_argument("--list", action="store_true", help="every claim, with what was said")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--own", action="store_true", help="the stories of our own")
    options = parser.parse_args()
    tool = options.tool or options.data.parent / "tools" / "stories.py"
    stories, texts = options.data / "stories", options.data / "news-clusters" / "dev.tar.xz"
    for needed in (tool, stories, texts):
        if not needed.exists():
            print(f"no {needed}: name the data folder with --data", file=sys.stderr)
            return 2
    if options.own:
        options.work = options.work or Path(tempfile.mkdtemp(prefix="stories-"))
        stories, texts = unpack(options.data, options.work)
    command = Path(sys.executable).with_name("sourcecheck")
    asked = [sys.executable, str(tool), "--stories", str(stories), "--texts", str(texts)]
    asked += ["--sourcecheck", str(command)]
    for name in ("only", "work"):
        value = getattr(options, name)
        asked += [f"--{name}", str(value)] if value else []
    for name in ("score_only", "list", "json"):
        asked += [f"--{name.replace('_', '-')}"] if getattr(options, name) else []
    return subprocess.run(asked, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
