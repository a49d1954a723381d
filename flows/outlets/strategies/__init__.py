"""The ways to find an outlet's pages, by the name an outlet's file calls them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flows.outlets.strategies.captured import Captured
from flows.outlets.strategies.feed import Feed
from flows.outlets.strategies.gdelt import Gdelt
from flows.outlets.strategies.kremlin import Kremlin
from flows.outlets.strategies.past_feed import PastFeed
from flows.outlets.strategies.sitemap import Sitemaps
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Held, Strategy, Topic
from flows.outlets.strategies.telegram import Telegram
from flows.outlets.strategies.wayback import Wayback
from flows.outlets.strategies.wordpress import WordPress

STRATEGIES: Mapping[str, Strategy] = MappingProxyType(
    {
        strategy.name: strategy
        for strategy in (
            Feed(),
            Sitemaps(),
            WordPress(),
            Telegram(),
            Kremlin(),
            Gdelt(),
            Wayback(),
            PastFeed(),
            Captured(),
        )
    }
)

__all__ = ["STRATEGIES", "Asked", "Candidate", "Found", "Held", "Strategy", "Topic"]
