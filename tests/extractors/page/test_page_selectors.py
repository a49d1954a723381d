"""The part of CSS selectors that outlets' files may use."""

from __future__ import annotations

import pytest
from lxml import html

from extractors.errors import OutletError
from extractors.page.selectors import select

ROOT = html.document_fromstring(
    """<div id="top" class="a b"><p class="lead x">one</p><p data-part="text-block">two</p>
    <ul><li><a href="/tag/x" lang="en-GB">three</a></li></ul><p class="leader">four</p></div>"""
)


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("p", ["one", "two", "four"]),
        (".lead", ["one"]),
        ("p.lead.x", ["one"]),
        ("#top > p.leader", ["four"]),
        ("#top > a", []),
        ("div a", ["three"]),
        ("[data-part=text-block]", ["two"]),
        ('p[data-part="text-block"]', ["two"]),
        ("[href^='/tag/']", ["three"]),
        ("[href$=x]", ["three"]),
        ("[href*=ag]", ["three"]),
        ("[lang|=en]", ["three"]),
        ("[class~=x]", ["one"]),
        (".leader, .lead", ["one", "four"]),
        ("ul, li, a", ["three"]),
        ("*[lang]", ["three"]),
    ],
)
def test_selectors_find_what_browsers_find(selector: str, texts: list[str]) -> None:
    assert ["".join(e.itertext()).strip() for e in select(ROOT, [selector])] == texts


def test_an_element_can_find_itself() -> None:
    assert select(ROOT.find(".//p"), [".lead"]) == [ROOT.find(".//p")]


@pytest.mark.parametrize(
    "selector", ["p:first-child", "p + p", "p >", "", ",", "[data-part=", "p,,p", "//p", "p{}"]
)
def test_what_is_not_understood_is_named(selector: str) -> None:
    with pytest.raises(OutletError, match="not understood"):
        select(ROOT, [selector])
