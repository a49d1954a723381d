"""The outlets: one TOML file each, and the few strategies that find their pages.

In: the files of this folder and of the user's own. Out: ``Outlet`` values, and for a topic
and a window of dates the candidate addresses of an outlet, ranked. Only ``flows.collect``
asks for them; what is asked of whom, in this order (``W`` is each of the topic's first three
words, months and days are the window's; "else" doors are asked only while fewer than
``flows.collect.ENOUGH`` candidates were found):

bbc (terms forbid automated reading: its own pages and maps are left alone by default)
    https://feeds.bbci.co.uk/news/rss.xml, .../news/world/rss.xml
    .../news/topics/c1vw6q14rzqt/rss.xml  if the topic names Ukraine or Russia
    GDELT; else copies of the feed in the Wayback Machine; pages from the Wayback Machine
france24
    https://www.france24.com/en/rss, https://observers.france24.com/en/rss
    https://www.france24.com/sitemaps/en/contents_YYYYMM.xml, newest month first, at most 14
    else .../sitemaps/en/news.xml, .../sitemaps/en/index.xml; else GDELT; else Wayback index
asiatimes
    https://asiatimes.com/wp-json/wp/v2/posts?search=W&after=...Z&before=...Z&per_page=100
        &page=1&_fields=id,date_gmt,modified_gmt,link,title,excerpt  (at most 3 pages a word)
    https://asiatimes.com/feed/; else https://asiatimes.com/sitemap.xml; else GDELT, Wayback
kremlin
    http://en.kremlin.ru/events/all/feed
    .../events/president/transcripts/by-date/DD.MM.YYYY, windows of up to 14 days
    else .../events/all/feed/page/2, 3, ...; else copies of the feed, and Wayback index
telegram, for each channel
    https://t.me/s/CHANNEL?q=W, https://t.me/s/CHANNEL?q=W&before=ID, https://t.me/s/CHANNEL,
    https://t.me/s/CHANNEL?before=ID
the others: their feeds and maps where such are known, GDELT, and the Wayback Machine's index
all
    "captured": no request; every page of the outlet that the archive given holds

In a replay "captured" supplies the pages of every outlet, listed or made of an unknown host
(`hosts.py`), and a door that the archive lacks is passed by in silence.
"""

from __future__ import annotations

from flows.outlets.hosts import Directory, host_of, remember, site_name, unlisted
from flows.outlets.outlet import TAG_MEANING, Channel, Door, Layout, Outlet, Patterns, Route, Terms
from flows.outlets.ranking import Ranked, rank
from flows.outlets.registry import load_outlets, prose_names
from flows.outlets.services import Manners, manners_for
from flows.outlets.strategies import STRATEGIES, Asked, Candidate, Found, Held, Topic
from flows.outlets.strategies.captured import readable_address
from flows.outlets.strategies.kremlin import continuation
from flows.outlets.strategies.wayback import memento_address

__all__ = [
    "STRATEGIES",
    "TAG_MEANING",
    "Asked",
    "Candidate",
    "Channel",
    "Directory",
    "Door",
    "Found",
    "Held",
    "Layout",
    "Manners",
    "Outlet",
    "Patterns",
    "Ranked",
    "Route",
    "Terms",
    "Topic",
    "continuation",
    "host_of",
    "load_outlets",
    "manners_for",
    "memento_address",
    "prose_names",
    "rank",
    "readable_address",
    "remember",
    "site_name",
    "unlisted",
]
