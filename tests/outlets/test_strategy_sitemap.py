"""Sitemaps: news maps, indexes by number and by month, and what lies outside the window."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime

from doors import XML, Doors, urlset

from flows.outlets import Door, Found, Outlet
from flows.outlets.strategies.sitemap import months_of, read_sitemap

MONTHLY = "https://www.france24.com/sitemaps/en/contents_{YYYY}{MM}.xml"
INDEX = "https://asiatimes.com/sitemap.xml"


def index(*rows: str) -> str:
    inner = "".join(f"<sitemap>{row}</sitemap>" for row in rows)
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</sitemapindex>'
    )


def test_a_news_map_gives_title_and_time() -> None:
    row = (
        "<loc>https://gazette.example/a</loc><lastmod>2025-01-03T00:00:00Z</lastmod><news:news>"
        "<news:publication_date>2025-01-02T09:00:00+01:00</news:publication_date>"
        "<news:title>Quays shut</news:title></news:news>"
    )
    found = read_sitemap(urlset(row).encode())
    assert found is not None
    [entry] = found.pages
    assert entry.title == "Quays shut"
    assert entry.published.value == datetime(2025, 1, 2, 8, tzinfo=UTC)
    assert entry.published.source == "sitemap publication_date"


def test_a_zipped_map_and_what_is_none() -> None:
    zipped = gzip.compress(urlset("<loc>https://gazette.example/a</loc>").encode())
    assert len((read_sitemap(zipped) or read_sitemap(b"<urlset/>")).pages) == 1  # type: ignore[union-attr]
    assert read_sitemap(b"<html></html>") is None
    assert read_sitemap(gzip.compress(b"x")[:-9] + b"junk") is None


def test_months_newest_first_over_a_year_end() -> None:
    months = months_of(datetime(2024, 11, 30, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC))
    assert list(months) == [(2025, 1), (2024, 12), (2024, 11)]


def test_discovery_by_month_asks_the_windows_months_only(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    page = "https://www.france24.com/en/europe/20250110-harbour-strike"
    doors.on(
        "https://www.france24.com/sitemaps/en/contents_202501.xml",
        urlset(f"<loc>{page}</loc>"),
        XML,
    )
    found = visit(outlets["france24"], Door("sitemap", (MONTHLY,)))
    assert doors.urls == [
        "www.france24.com/sitemaps/en/contents_202502.xml",
        "www.france24.com/sitemaps/en/contents_202501.xml",
    ]
    assert [item.address for item in found.candidates] == [page]
    assert [note.what for note in found.unread] == ["not found"]
    assert found.answered


def test_months_beyond_the_limit_are_told(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on("https://www.france24.com/sitemaps/en/contents_202502.xml", urlset(), XML)
    found = visit(
        outlets["france24"],
        Door("sitemap", (MONTHLY,), pages=1),
        since=datetime(2024, 6, 1, tzinfo=UTC),
    )
    assert len(doors.urls) == 1
    assert (found.unread[0].what, found.unread[0].why) == ("window too wide", "8 months not asked")


def test_a_window_without_an_end_reaches_to_the_present(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on("https://www.france24.com/x", "")
    visit(outlets["france24"], Door("sitemap", (MONTHLY,)), until=None)
    assert [url[-10:-4] for url in doors.urls] == ["202503", "202502", "202501"]


def test_an_index_leads_to_the_maps_that_may_hold_the_window(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on(
        INDEX,
        index(
            "<loc>https://asiatimes.com/sitemap-2024-11.xml</loc>",
            "<loc>https://asiatimes.com/sitemap-2025-01.xml</loc>",
            "<loc>https://asiatimes.com/sitemap-2025-06.xml</loc>",
            "<loc>https://asiatimes.com/sitemap-old.xml</loc><lastmod>2020-01-01</lastmod>",
            "<loc>https://asiatimes.com/sitemap-live.xml</loc><lastmod>2025-03-01</lastmod>",
        ),
        XML,
    )
    old = "<loc>https://asiatimes.com/2025/01/old/</loc><lastmod>2024-01-01</lastmod>"
    late = "<loc>https://asiatimes.com/2025/01/late/</loc><lastmod>2025-09-01</lastmod>"
    doors.on("https://asiatimes.com/sitemap-2025-01.xml", urlset(old, late), XML)
    doors.on("https://asiatimes.com/sitemap-live.xml", urlset(), XML)
    found = visit(outlets["asiatimes"], Door("sitemap", (INDEX,)))
    assert doors.urls == [
        "asiatimes.com/sitemap.xml",
        "asiatimes.com/sitemap-2025-01.xml",
        "asiatimes.com/sitemap-live.xml",
    ]
    # Touched late shows nothing of when it was published; untouched since before it does.
    assert [item.url for item in found.candidates] == ["https://asiatimes.com/2025/01/late"]


def test_a_refused_map_is_told(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on(INDEX, "no", status=403)
    found = visit(outlets["asiatimes"], Door("sitemap", (INDEX,)))
    assert not found.answered
    assert found.unread[0].what == "forbidden"
