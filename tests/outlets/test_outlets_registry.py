"""The outlets' files: what ships, what a user may write, and how a mistake is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.errors import OutletError
from flows.outlets import STRATEGIES, Outlet, load_outlets, prose_names
from flows.outlets.registry import SHIPPED

SMALL = 'id = "gazette"\nname = "The Gazette"\nkind = "newspaper"\n'


def written(folder: Path, text: str, name: str = "own.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_outlets_that_ship(outlets: dict[str, Outlet]) -> None:
    wanted = """abc afp aljazeera ap asiatimes bbc bellingcat bloomberg businessinsider buzzfeed
        cbs chinadaily cnn dailymail dw foxnews france24 ft guardian haaretz huffpost hurriyet
        independent isw kcna kremlin kyivindependent kyivpost lemonde meduza mid nato nbc npr
        nytimes pentagon politico reuters rt sky sputnik state sun tass telegram telegraph time
        timesofisrael unnews usatoday washingtonpost whitehouse xinhua yonhap"""
    assert list(outlets) == wanted.split()
    for outlet in outlets.values():
        assert outlet.name
        assert outlet.domains
        assert outlet.strategies
        assert outlet.patterns.article
        assert all(door.tag in "VPM" for door in outlet.strategies)
        assert all(door.strategy in STRATEGIES for door in outlet.strategies)


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("Beeb", "bbc"),
        ("France 24", "france24"),
        ("France 24 Observers", "france24"),
        ("AFP", "afp"),
        ("Asia Times", "asiatimes"),
        ("Vladimir Putin", "kremlin"),
        ("Kremlin spokesman", "kremlin"),
        ("Russia’s president", "kremlin"),
        ("bloggers on Telegram", "telegram"),
        ("Rybar", "telegram"),
        ("Kim Jong Un", "kcna"),
        ("New York Times", "nytimes"),
        ("The Sun", "sun"),
        ("Huffington Post", "huffpost"),
        ("Russia's foreign ministry", "mid"),
        ("UN secretary-general", "unnews"),
        ("State Department", "state"),
    ],
)
def test_names_in_prose(outlets: dict[str, Outlet], name: str, outlet: str) -> None:
    assert prose_names(outlets)[name] == outlet


@pytest.mark.parametrize(
    ("outlet", "url", "folded", "kind"),
    [
        (
            "bbc",
            "https://www.bbc.co.uk/news/articles/c0000000001o?at_medium=RSS",
            "https://bbc.com/news/articles/c0000000001o",
            "article",
        ),
        (
            "bbc",
            "https://www.bbc.com/news/amp/world-10000001",
            "https://bbc.com/news/world-10000001",
            "article",
        ),
        ("bbc", "https://www.bbc.com/news/live/c1", "https://bbc.com/news/live/c1", "live"),
        ("bbc", "https://www.bbc.com/news/videos/c1", "https://bbc.com/news/videos/c1", "video"),
        ("bbc", "https://www.bbc.com/news/", "https://bbc.com/news", "index"),
        (
            "france24",
            "https://www.france24.com/en/europe/20250110-a-slug",
            "https://france24.com/en/europe/20250110-a-slug",
            "article",
        ),
        (
            "asiatimes",
            "https://asiatimes.com/2025/01/a-slug/",
            "https://asiatimes.com/2025/01/a-slug",
            "article",
        ),
        ("asiatimes", "https://asiatimes.com/2025/01/", "https://asiatimes.com/2025/01", "index"),
        (
            "kremlin",
            "http://en.kremlin.ru/events/president/news/70001/page/2",
            "https://en.kremlin.ru/events/president/news/70001/page/2",
            "article",
        ),
        (
            "kremlin",
            "http://en.kremlin.ru/events/president/transcripts/by-date/01.02.2025",
            "https://en.kremlin.ru/events/president/transcripts/by-date/01.02.2025",
            "index",
        ),
        ("telegram", "https://t.me/s/rybar/12", "https://t.me/rybar/12", "article"),
        ("telegram", "https://telegram.me/rybar/12", "https://t.me/rybar/12", "article"),
        ("telegram", "https://t.me/s/rybar", "https://t.me/s/rybar", "index"),
    ],
)
def test_addresses_fold_and_tell_their_kind(
    outlets: dict[str, Outlet], outlet: str, url: str, folded: str, kind: str
) -> None:
    assert outlets[outlet].fold(url) == folded
    assert outlets[outlet].fold(folded) == folded
    assert outlets[outlet].kind_of(url) == kind
    assert outlets[outlet].owns(url)


def test_a_common_word_is_no_name(outlets: dict[str, Outlet]) -> None:
    """ "Time" and "Sky" begin sentences; their longer names do not."""
    common = {"Time", "Sky", "Sun", "Insider", "State", "Times", "Mail", "Independent", "Telegraph"}
    assert not common & set(prose_names(outlets))


def test_of_whom_an_outlet_speaks_can_be_left_out(outlets: dict[str, Outlet]) -> None:
    names = prose_names(outlets, speakers=False)
    assert "Vladimir Putin" not in names
    assert names["Kremlin"] == "kremlin"


@pytest.mark.parametrize(
    ("outlet", "url", "kind"),
    [
        ("guardian", "https://www.theguardian.com/world/2016/jul/15/nice-attack", "article"),
        ("guardian", "https://www.theguardian.com/world/live/2016/jul/15/nice", "live"),
        ("nytimes", "http://www.nytimes.com/2016/07/15/world/europe/nice.html?_r=0", "article"),
        (
            "washingtonpost",
            "https://www.washingtonpost.com/world/nice/2016/07/14/ab-c_story.html",
            "article",
        ),
        ("cnn", "http://edition.cnn.com/2016/07/14/europe/nice/index.html", "article"),
        ("npr", "http://www.npr.org/sections/thetwo-way/2016/07/14/486054/nice", "article"),
        ("dailymail", "http://www.dailymail.co.uk/news/article-3691019/Nice.html", "article"),
        ("sun", "https://www.thesun.co.uk/news/1447281/nice-attack/", "article"),
        ("sun", "https://www.thesun.co.uk/news/", "index"),
        (
            "chinadaily",
            "http://usa.chinadaily.com.cn/world/2016-07/15/content_26106.htm",
            "article",
        ),
        ("rt", "https://www.rt.com/news/351483-nice-france-attack/", "article"),
        ("independent", "http://www.independent.co.uk/news/world/a-b-c-a7138056.html", "article"),
        ("telegraph", "http://www.telegraph.co.uk/news/2016/07/14/nice/", "article"),
        ("foxnews", "http://www.foxnews.com/world/2017/12/29/tanker.html", "article"),
        ("huffpost", "https://www.huffingtonpost.com/entry/crash_us_5a490", "article"),
        ("dw", "https://www.dw.com/en/a-title/a-19401111", "article"),
        ("politico", "https://www.politico.eu/article/a-slug/", "article"),
        (
            "whitehouse",
            "https://obamawhitehouse.archives.gov/the-press-office/2016/07/14/x",
            "article",
        ),
    ],
)
def test_old_and_new_addresses_tell_their_kind(
    outlets: dict[str, Outlet], outlet: str, url: str, kind: str
) -> None:
    assert outlets[outlet].owns(url)
    assert outlets[outlet].kind_of(url) == kind


def test_an_outlet_owns_no_look_alike(outlets: dict[str, Outlet]) -> None:
    assert not outlets["bbc"].owns("https://notbbc.com/news/articles/c1")
    assert not outlets["bbc"].owns("https://bbc.com.example.org/news/articles/c1")


def test_an_address_to_ask_for_loses_only_what_tracks(outlets: dict[str, Outlet]) -> None:
    bbc = outlets["bbc"]
    found = "https://www.bbc.com/news/articles/c1?at_medium=RSS&at_campaign=rss#top"
    assert bbc.address(found) == "https://www.bbc.com/news/articles/c1"
    other = "https://www.bbc.com/find?q=b&a=c"
    assert bbc.address(other) == other


def test_hints_for_the_reader(outlets: dict[str, Outlet]) -> None:
    hints = outlets["bbc"].hints()
    assert "[data-component=text-block]" in hints.body_selectors
    assert hints.timezone == "Europe/London"
    assert set(hints.url_kinds) == {"article", "live", "video", "index"}


def test_terms_close_an_outlet_until_permission_is_stated(tmp_path: Path) -> None:
    assert load_outlets()["bbc"].terms.closed
    mine = 'id = "bbc"\nextends = "bbc"\n[terms]\npermission = true\n'
    bbc = load_outlets(written(tmp_path, mine))["bbc"]
    assert not bbc.terms.closed
    assert bbc.terms.forbids_automated_reading
    assert bbc.strategies == load_outlets()["bbc"].strategies


def test_a_user_adds_an_outlet_and_a_channel_without_python(tmp_path: Path) -> None:
    written(tmp_path, SMALL + 'domains = ["gazette.example"]\n', "gazette.toml")
    channels = 'id = "telegram"\nextends = "telegram"\n[[channel]]\nid = "harbour_news"\n'
    written(tmp_path, channels, "telegram.toml")
    mine = load_outlets(tmp_path)
    assert mine["gazette"].domains == ("gazette.example",)
    assert [channel.id for channel in mine["telegram"].channels] == ["harbour_news"]
    assert mine["telegram"].name == "Telegram"


def test_a_user_replaces_an_outlet(tmp_path: Path) -> None:
    written(tmp_path, 'id = "bbc"\nname = "BBC"\nkind = "broadcaster"\n')
    assert load_outlets(tmp_path)["bbc"].strategies == ()


def test_the_examples_of_the_guide_load(tmp_path: Path) -> None:
    guide = (SHIPPED / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert len(blocks) == 2
    for number, block in enumerate(blocks):
        written(tmp_path, block, f"{number}.toml")
    mine = load_outlets(tmp_path)
    assert [channel.name for channel in mine["telegram"].channels] == ["DeepState"]
    assert mine["bbc"].pages_from == ("outlet", "archive")
    for strategy in STRATEGIES:
        assert f"| `{strategy}` |" in guide


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('id = "gazette', "not valid TOML"),
        ('name = "x"\nkind = "agency"\n', "id: must be"),
        ('id = "../etc"\nname = "x"\nkind = "agency"\n', "id: must be"),
        ('id = "gazette"\nkind = "agency"\n', "name: is missing"),
        ('id = "gazette"\nname = "x"\nkind = "cult"\n', "kind: 'cult' is not one of"),
        (SMALL + "nmaes = []\n", "nmaes: unknown key; did you mean 'names'?"),
        (SMALL + 'names = "x"\n', "names: must be a list of text"),
        (SMALL + 'names = ["A", " A"]\n', "names: ' A' is listed twice"),
        (SMALL + 'names = ["BBC"]\n', "'bbc' is already a name of"),
        (SMALL + 'domains = ["http://x"]\n', "domains: not a lower-case host name"),
        (SMALL + 'timezone = "Mars/Crater"\n', "timezone: no such time zone"),
        (SMALL + 'timezone = "../../etc/passwd"\n', "timezone: no such time zone"),
        (SMALL + "rate_seconds = -1\n", "rate_seconds: must be from 0"),
        (SMALL + "concurrency = true\n", "concurrency: must be a whole number"),
        (SMALL + '[patterns]\narticle = ["("]\n', "patterns.article: bad pattern"),
        (SMALL + "[[rewrites]]\nmatch = \"a\"\nwith = '\\2'\n", "rewrites.with:"),
        (SMALL + '[[door]]\nstrategy = "magic"\n', "door.strategy: 'magic' is not one of"),
        (SMALL + '[[door]]\nstrategy = "feed"\n', "needs at least one address"),
        (
            SMALL + '[[door]]\nstrategy = "feed"\nurls = ["file:///etc/passwd"]\n',
            "door.urls: not an http address",
        ),
        (SMALL + '[[door]]\nstrategy = "captured"\ntag = "Z"\n', "door.tag: 'Z'"),
        (
            SMALL + '[[door]]\nstrategy = "sitemap"\nurls = ["https://x.y/{YYYY}"]\n',
            "needs both {YYYY} and {MM}",
        ),
        (
            SMALL + '[[door]]\nstrategy = "kremlin"\nurls = ["https://x.y/z"]\n',
            "needs {n} or {DD.MM.YYYY}",
        ),
        (SMALL + '[[channel]]\nid = "a b"\n', "channel.id: not a Telegram username"),
        (SMALL + '[[channel]]\nid = "abcd"\n[[channel]]\nid = "ABCD"\n', "is listed twice"),
        ('id = "x"\nextends = "nobody"\n', "extends: no outlet 'nobody'"),
        (SMALL + "[terms]\nsay = 1\n", "terms.say: unknown key"),
    ],
)
def test_a_mistake_is_one_line_that_names_file_and_field(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(OutletError) as caught:
        load_outlets(written(tmp_path, text))
    message = str(caught.value)
    assert told in message
    assert "own.toml" in message
    assert "\n" not in message


def test_one_id_in_two_files_of_a_folder(tmp_path: Path) -> None:
    written(tmp_path, SMALL, "a.toml")
    written(tmp_path, SMALL, "b.toml")
    with pytest.raises(OutletError, match=r"already taken by a\.toml"):
        load_outlets(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutletError, match="no such folder"):
        load_outlets(tmp_path / "none")
