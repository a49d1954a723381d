"""Whose page an address is: a known outlet's, or that of an outlet made from its host.

In: addresses, the outlets of the registry, what pages call their site. Out: `Outlet` values. A
host that no file knows becomes an outlet of its own, named by its registrable domain: nothing
that lies in an archive goes unread because nobody wrote a file for it. Touches nothing but the
public suffix list that comes with ``tld``, and the file that ``remember`` writes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from extractors.errors import OutletError
from flows.fetch import canonical_url
from flows.outlets.outlet import Door, Outlet
from flows.outlets.registry import HOST, prose_names

#: The longest name that a site's mark-up is believed to have; longer ones are slogans.
MOST_NAME = 60
_HEAD = 200_000
_META = re.compile(rb"<meta\b[^>]{0,600}>", re.IGNORECASE)
_SITE_NAME = re.compile(rb"""(?:property|name)\s*=\s*["']?og:site_name["'\s]""", re.IGNORECASE)
_CONTENT = re.compile(rb"""content\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
#: A name in prose has at most so many words, and these may stand small inside it.
MOST_WORDS = 5
_SMALL = frozenset({"of", "and", "the"})
_LETTERS = re.compile(r"[^\W_]+")
#: A label this short is an abbreviation or a word; it names an outlet only where it stands so.
SHORTEST_LABEL = 4
_ANY_SITE = (
    Door("captured", tag="V"),
    Door("gdelt", ("https://api.gdeltproject.org/api/v2/doc/doc",), tag="V", pages=4),
)


def host_of(address: str) -> str:
    """The lower-case host of an address or of a bare host name, "" where there is none."""
    text = address.strip()
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
        return urlsplit(canonical_url(f"https://{host}/")).hostname or "" if host else ""
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """The domain that somebody registered: "edition.cnn.com" is "cnn.com", "a.co.uk" itself.

    A host under no public suffix (a number, a test's name) stands for itself.
    """
    from tld import get_fld  # reading the list takes 0.1 s, and most commands need none of it

    found = get_fld(f"https://{host}/", fail_silently=True, search_private=True)
    return str(found) if found else host


def unlisted(address: str, name: str = "") -> Outlet | None:
    """The outlet made of an address whose host no file knows; None where it has no host.

    ``name`` is what its pages call the site; without one it goes by its domain.
    """
    host = host_of(address)
    domain = registrable(host)
    if not HOST.fullmatch(domain):
        return None
    return Outlet(
        id=domain,
        name=name or domain,
        kind="site",
        names=(domain,),
        domains=(domain,),
        strategies=(*_ANY_SITE, Door("wayback", (f"https://{host}/",), fallback=True, pages=3)),
        notes="No outlet's file knows this host; it was made an outlet of its own.",
    )


def remember(folder: Path, outlet: Outlet, known: Mapping[str, Outlet]) -> Path:
    """Write the file of a made outlet into the user's folder, unless it is there; its path.

    A name that another outlet bears already gives way to the domain: it would name that one.
    """
    taken = {name.casefold() for one in known.values() for name in (one.name, *one.names)}
    name = outlet.id if outlet.name.casefold() in taken else outlet.name
    file = folder / f"{outlet.id}.toml"
    if file.exists():
        return file
    lines = [
        "# Made of pages whose host no outlet's file knew. Correct the name, and add to names",
        "# what prose calls it.",
        f"id = {json.dumps(outlet.id)}",
        f"name = {json.dumps(name, ensure_ascii=False)}",
        'kind = "site"',
        f"domains = {json.dumps(outlet.domains)}",
        "names = []",
        "",
        "[[door]]",
        'strategy = "captured"',
        'tag = "V"',
        "",
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines), encoding="utf-8")
    except OSError as refusal:
        raise OutletError(f"{file} cannot be written: {refusal.strerror}") from refusal
    return file


def site_name(page: bytes) -> str:
    """What a page calls its site (og:site_name), "" where it says nothing fit for a name."""
    for tag in _META.finditer(page[:_HEAD]):
        if _SITE_NAME.search(tag[0]) and (value := _CONTENT.search(tag[0])):
            text = unescape((value[1] or value[2] or b"").decode("utf-8", "replace"))
            name = " ".join("".join(c for c in text if c.isprintable()).split())
            fit = 0 < len(name) <= MOST_NAME and not HOST.fullmatch(name.lower())
            return name if fit else ""
    return ""


@dataclass(slots=True)
class Directory:
    """Every outlet of one check: those of the registry, and those made of unknown hosts.

    ``add`` is told of each page; ``all`` gives the outlets by id. ``made`` are those that no
    file knows.
    """

    registry: Mapping[str, Outlet]
    made: dict[str, Outlet] = field(default_factory=dict)
    _names: dict[str, Counter[str]] = field(default_factory=dict)
    _owners: dict[str, Outlet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for outlet in self.registry.values():
            for domain in outlet.domains:
                self._owners.setdefault(domain, outlet)

    @property
    def all(self) -> dict[str, Outlet]:
        """The outlets by id."""
        return {**self.registry, **self.made}

    def get(self, asked: str) -> Outlet | None:
        """The outlet of this id or host; a host that no file knows is made an outlet.

        None for a word that is neither.
        """
        if asked in self.all:
            return self.all[asked]
        host = host_of(asked)
        return self.add(f"https://{host}/") if HOST.fullmatch(host) and _is_public(host) else None

    def owner(self, address: str) -> Outlet | None:
        """The registry's outlet in whose domain the address lies; of several the closest."""
        host = host_of(address)
        while host:
            if host in self._owners:
                return self._owners[host]
            host = host.partition(".")[2]
        return None

    def add(self, address: str, said: str = "") -> Outlet | None:
        """The outlet of this page; ``said`` is what the page calls its site."""
        owner = self.owner(address)
        if owner is not None:
            return owner
        outlet = unlisted(address)
        if outlet is None:
            return None
        if said:
            self._names.setdefault(outlet.id, Counter())[said] += 1
        told = self._names.get(outlet.id)
        name = min(told, key=lambda one: (-told[one], one)) if told else outlet.id
        self.made[outlet.id] = replace(outlet, name=name)
        return self.made[outlet.id]

    def prose(self, text: str, *, speakers: bool = True) -> dict[str, str]:
        """Every name that ``text`` may mean -> outlet id, and those by which it calls mere sites.

        A name that is a common word behind its article ("The Independent") is left out unless
        the text uses it so: "Independent analysts say" names nobody.

        A site has no list of names: it is called by what its pages say, and by the words of the
        text that its domain is made of ("the Denver Channel": thedenverchannel.com).
        ``speakers`` as in `prose_names`.
        """
        names = prose_names(self.registry, speakers=speakers)
        names = {name: whose for name, whose in names.items() if _is_meant(name, names, text)}
        labels: dict[str, str] = {}
        for site in (outlet for outlet in self.all.values() if outlet.kind == "site"):
            for said in (site.name, *site.domains):
                if said in site.domains or _is_telling(said, site):
                    labels.setdefault(_folded(said.split(".")[0]), site.id)
                    names.setdefault(said, site.id)
        for words in _capitalised(text):
            whose = labels.get(_folded(words))
            if whose is not None:
                names.setdefault(words, whose)
        return names


def _is_public(host: str) -> bool:
    """True where the last label is no number ("30.05.2025" is a date, not a host)."""
    return not host.rsplit(".", 1)[-1].isdigit()


def _is_meant(name: str, names: Collection[str], text: str) -> bool:
    """Whether the text uses a name of one word with its article, or as a label ("Sun: 50 hurt").

    True for every other name, and where the registry lists the bare word as a name too.
    """
    article, _, bare = name.partition(" ")
    if article != "The" or " " in bare or bare in names:
        return True
    word = re.escape(bare)
    used = rf"(?<!\w)(?:[Tt]he\s+{word}(?!\w)(?! [A-Z])|{word}(?=:|\)|,? \d))"
    return re.search(used, text) is not None


def _is_telling(name: str, site: Outlet) -> bool:
    """True for a name of several words, or one like the domain: "News" alone would be anybody's."""
    words = name.removeprefix("The ").removeprefix("the ").split()
    folded = _folded(name)
    return len(words) > 1 or any(folded in domain for domain in site.domains)


def _folded(name: str) -> str:
    letters = "".join(_LETTERS.findall(name)).lower()
    return letters.removeprefix("the") or letters


def _capitalised(text: str) -> Iterator[str]:
    """Every run of one to five words that may be a name, "the" before it included."""
    words = list(_WORD.finditer(text))
    for at, first in enumerate(words):
        article = first[0] in ("the", "The")
        if not article and not first[0][0].isupper():
            continue
        for end in range(at, min(at + MOST_WORDS + article, len(words))):
            last = words[end]
            if end > at and text[words[end - 1].end() : last.start()] not in (" ", " & "):
                break
            if end > at and not (last[0][0].isupper() or last[0][0].isdigit() or last[0] in _SMALL):
                break
            if len(_folded(text[first.start() : last.end()])) >= SHORTEST_LABEL:
                yield text[first.start() : last.end()]
