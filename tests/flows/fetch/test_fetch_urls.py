"""One page, one name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetch import canonical_url, in_domain, memento


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("HTTP://WWW.Example.ORG:80/A#part", "https://example.org/A"),
        ("https://example.org:443", "https://example.org/"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/a/?b=2&a=1&utm_source=x&FBCLID=y", "https://example.org/a?a=1&b=2"),
        ("https://example.org/a?b=2&b=1", "https://example.org/a?b=1&b=2"),
        ("https://example.org/a%7eb%2fc/%e4", "https://example.org/a~b%2Fc/%E4"),
        ("https://example.org/ä", "https://example.org/%C3%A4"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://user:secret@example.org/", "https://example.org/"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("http://[2001:DB8::1]/x", "https://[2001:db8::1]/x"),
        # AMP, by path, suffix, query, host and cache
        ("https://example.org/news/amp/world-1", "https://example.org/news/world-1"),
        ("https://example.org/news/world-1.amp", "https://example.org/news/world-1"),
        ("https://example.org/2024/12/slug/amp/", "https://example.org/2024/12/slug"),
        ("https://example.org/slug?amp=1", "https://example.org/slug"),
        ("https://amp.example.org/slug", "https://example.org/slug"),
        ("https://example.org/amp", "https://example.org/amp"),
        ("https://www.google.com/amp/s/www.example.org/x.amp", "https://example.org/x"),
        (
            "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/x",
            "https://example.org/x",
        ),
        # not ours to fold
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        (" https://example.org:port/ ", "https://example.org:port/"),
        ("http://m.org/", "https://m.org/"),
    ],
)
def test_names(url: str, name: str) -> None:
    assert canonical_url(url) == name


def test_twin_domains_fold_with_their_subdomains() -> None:
    twins = {"example.co.uk": "example.com"}
    assert canonical_url("http://www.example.co.uk/news", twins) == "https://example.com/news"
    assert canonical_url("http://feeds.example.co.uk/x", twins) == "https://feeds.example.com/x"
    assert canonical_url("http://notexample.co.uk/", twins) == "https://notexample.co.uk/"


def test_twins_that_point_at_each_other_end() -> None:
    twins = {"a.example": "b.example", "b.example": "a.example"}
    assert canonical_url("http://a.example/", twins).startswith("https://")


_hosts = st.sampled_from(["example.org", "www.m.amp.example.org", "EXAMPLE.co.uk", "m.co", "[::1]"])
_paths = st.text(alphabet="aZ/.%4~ ä&=;?#amp\\", max_size=30)


@given(host=_hosts, path=_paths, query=st.text(alphabet="ab=&%2futm_+ü?/", max_size=20))
def test_a_name_names_itself(host: str, path: str, query: str) -> None:
    twins = {"example.co.uk": "example.org"}
    name = canonical_url(f"http://{host}/{path}?{query}", twins)
    assert canonical_url(name, twins) == name


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    name = canonical_url(text)
    assert canonical_url(name) == name


def test_memento_gives_the_original_and_its_time() -> None:
    url = "https://web.archive.org/web/20241202101112id_/https://www.example.org/a?b=1"
    assert memento(url) == (
        "https://www.example.org/a?b=1",
        datetime(2024, 12, 2, 10, 11, 12, tzinfo=UTC),
    )
    assert memento("http://web.archive.org/web/2024id_/http:/example.org/") == (
        "http://example.org/",
        datetime(2024, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/web/20241202101112/https://www.example.org/",  # rewritten page
        "https://web.archive.org/web/20241302101112id_/https://www.example.org/",  # month 13
        "https://www.example.org/web/20241202101112id_/https://www.example.org/",
    ],
)
def test_other_addresses_are_no_mementos(url: str) -> None:
    assert memento(url) is None


def test_in_domain() -> None:
    assert in_domain("https://feeds.example.org/x", "example.org")
    assert not in_domain("https://badexample.org/x", "example.org")
    assert not in_domain("https://[bad", "example.org")
