"""Whose page an address is, and what becomes of a host that no file knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import OutletError
from flows.outlets import Directory, Outlet, load_outlets, remember, site_name, unlisted
from flows.outlets.hosts import host_of, registrable


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("edition.cnn.com", "cnn.com"),
        ("usa.chinadaily.com.cn", "chinadaily.com.cn"),
        ("news.example.co.uk", "example.co.uk"),
        ("writer.blogspot.com", "writer.blogspot.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("herald.test", "herald.test"),
    ],
)
def test_the_domain_that_somebody_registered(host: str, domain: str) -> None:
    assert registrable(host) == domain


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org:8080/a?b=c", "example.org"),
        ("example.org", "example.org"),
        ("example.org/news", "example.org"),
        ("", ""),
        ("http://[::1", ""),
    ],
)
def test_the_host_of_an_address(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("address", "outlet"),
    [
        ("http://edition.cnn.com/2016/07/15/a/", "cnn"),
        ("http://europe.chinadaily.com.cn/a", "chinadaily"),
        ("https://www.chinadaily.com.cn/a", "chinadaily"),
        ("https://abcnews.go.com/a", "abc"),
        ("https://go.com/a", None),
        ("https://notcnn.com/a", None),
    ],
)
def test_a_page_is_its_domains_outlets(
    outlets: dict[str, Outlet], address: str, outlet: str | None
) -> None:
    found = Directory(outlets).owner(address)
    assert (found.id if found else None) == outlet


def test_of_two_owners_the_closer_one(outlets: dict[str, Outlet]) -> None:
    near = unlisted("https://blogs.bbc.co.uk/")
    assert near is not None
    closer = Outlet("blogs", "Blogs", "site", domains=("blogs.bbc.co.uk",))
    directory = Directory({**outlets, closer.id: closer})
    assert directory.owner("https://blogs.bbc.co.uk/1") == closer
    assert directory.owner("https://www.bbc.co.uk/1") == outlets["bbc"]
    assert near.id == "bbc.co.uk"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta property="og:site_name" content="Denver &amp; Co">', "Denver & Co"),
        ("<META content='The  Verge' property='og:site_name'/>", "The Verge"),
        ('<meta name=og:site_name content="KDVR">', "KDVR"),
        ('<meta property="og:site_name" content="www.example.org">', ""),
        ('<meta property="og:site_name" content="">', ""),
        (f'<meta property="og:site_name" content="{"slogan " * 20}">', ""),
        ('<meta property="og:title" content="x">', ""),
    ],
)
def test_what_a_page_calls_its_site(head: str, name: str) -> None:
    assert site_name(head.encode()) == name


def test_an_unknown_host_becomes_an_outlet_under_the_name_most_pages_give() -> None:
    directory = Directory({})
    for said in ("Denver 7", "", "Denver 7", "ABC7"):
        directory.add("https://www.thedenverchannel.com/news", said)
    [made] = directory.made.values()
    assert (made.id, made.name, made.kind) == ("thedenverchannel.com", "Denver 7", "site")
    assert made.owns("https://m.thedenverchannel.com/x")
    assert [door.strategy for door in made.strategies] == ["captured", "gdelt", "wayback"]
    assert directory.add("mailto:x") is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("So the Denver Channel says.", {"the Denver Channel", "Denver Channel"}),
        ("TheDenverChannel.com has it.", set()),
        ("a channel in denver, the denver channel", set()),
        ("It was on Denver 7, they say", {"Denver 7"}),
        ("(The Denver Channel)", {"The Denver Channel", "Denver Channel"}),
    ],
)
def test_prose_calls_a_site_by_the_words_of_its_domain(text: str, named: set[str]) -> None:
    directory = Directory({})
    directory.add("https://www.thedenverchannel.com/news", "Denver 7")
    names = directory.prose(text)
    assert set(names) - {"Denver 7", "thedenverchannel.com"} == named - {"Denver 7"}
    assert set(names.values()) == {"thedenverchannel.com"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Independent analysts say so, under the Independence flag.", set()),
        ("The Independent Commission and Sun Yat-sen", set()),
        ("So the Independent reports.", {"The Independent"}),
        ("Ten, says the Sun’s man; The Telegraph has it too", {"The Sun", "The Telegraph"}),
        ("- Sun: 50 children\n- 84 dead (Telegraph)", {"The Sun", "The Telegraph"}),
    ],
)
def test_a_common_word_is_a_name_where_it_stands_as_one(
    outlets: dict[str, Outlet], text: str, named: set[str]
) -> None:
    names = Directory(outlets).prose(text)
    assert {name for name in names if name.startswith("The ")} - {
        "The White House", "The Pentagon", "The Kremlin", "The New York Times",
        "The Washington Post",
    } == named  # fmt: skip


@pytest.mark.parametrize("said", ["News", "Home", "The News"])
def test_a_word_that_any_site_goes_by_is_no_name(said: str) -> None:
    directory = Directory({})
    directory.add("https://www.example.org/1", said)
    assert said not in directory.prose("News from Home.")


@pytest.mark.parametrize(
    "address",
    [
        "https://a_b.example.org/",
        "http://..",
        "http://1.2.3/",
        "http://[::1]/",
        "http://a/",
        "https://xn--/",
        "https://" + "a." * 200 + "org/",
        "http://\x00.org/",
        "https://münchen.de/",
    ],
)
def test_no_address_raises(address: str) -> None:
    directory = Directory({})
    made = directory.add(address, "x")
    assert made is None or made.owns(address) or "ü" in address


def test_a_listed_name_is_never_taken(outlets: dict[str, Outlet]) -> None:
    directory = Directory(outlets)
    directory.add("https://reuters.example.org/", "Reuters")
    assert directory.prose("Reuters said")["Reuters"] == "reuters"


def test_an_id_or_a_host_is_asked_for(outlets: dict[str, Outlet]) -> None:
    directory = Directory(outlets)
    for asked, outlet in (("bbc", "bbc"), ("bbc.com", "bbc"), ("a.example.org", "example.org")):
        found = directory.get(asked)
        assert found is not None
        assert found.id == outlet
    for wrong in ("bcc", "30.05.2025", "", "two words.org", "-"):
        assert directory.get(wrong) is None
    assert list(directory.made) == ["example.org"]


def test_a_made_outlet_is_kept_in_a_file_that_loads(tmp_path: Path) -> None:
    known = load_outlets()
    made = unlisted("https://www.thedenverchannel.com/", 'Denver "7"')
    assert made is not None
    file = remember(tmp_path / "outlets", made, known)
    again = load_outlets(tmp_path / "outlets")[made.id]
    assert (again.name, again.domains, again.kind) == (made.name, made.domains, "site")
    file.write_text(file.read_text().replace("names = []", 'names = ["Denver Channel"]'))
    assert remember(tmp_path / "outlets", made, known) == file
    assert "Denver Channel" in file.read_text()


def test_a_made_outlet_takes_no_known_name(tmp_path: Path) -> None:
    made = unlisted("https://mirror.example.org/", "Reuters")
    assert made is not None
    remember(tmp_path, made, load_outlets())
    assert load_outlets(tmp_path)["example.org"].name == "example.org"
    with pytest.raises(OutletError, match="cannot be written"):
        remember(Path("/proc/none"), made, {})
