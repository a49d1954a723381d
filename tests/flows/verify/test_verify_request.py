"""What a check was asked to do is looked over before anything is started or written."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.errors import ArchiveError, OutletError, SettingsError, WarehouseError
from flows.settings import Settings
from flows.verify import checked_request, read_instant
from flows.verify.request import writable


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_folder=tmp_path / "data", report_folder=tmp_path / "out")


@pytest.fixture
def article(tmp_path: Path) -> str:
    (tmp_path / "a.md").write_text("The council met.")
    return str(tmp_path / "a.md")


def test_a_good_request_touches_nothing(settings: Settings, article: str, tmp_path: Path) -> None:
    request = checked_request(settings, article, as_of="2025-05-30", outlets=["bbc"])
    assert request.report == tmp_path / "out"
    assert request.outlets == ("bbc",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-05-30", datetime(2025, 5, 30, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2025-05-30T12:00", datetime(2025, 5, 30, 12, tzinfo=UTC)),
        ("2025-05-30T12:00:00+02:00", datetime(2025, 5, 30, 10, tzinfo=UTC)),
    ],
)
def test_dates_are_read_to_their_last_instant(text: str, moment: datetime) -> None:
    assert read_instant(text) == moment


@pytest.mark.parametrize("text", ["yesterday", "2025-13-01", "30.05.2025", "2025-02-30"])
def test_a_bad_date_is_refused(settings: Settings, article: str, text: str) -> None:
    with pytest.raises(SettingsError, match="is not a date: write it as 2025-05-30"):
        checked_request(settings, article, as_of=text)


def test_an_unknown_outlet_is_refused_with_the_nearest(settings: Settings, article: str) -> None:
    with pytest.raises(OutletError, match=r"there is no outlet 'bcc': did you mean .*'bbc'"):
        checked_request(settings, article, outlets=["bcc"])
    with pytest.raises(OutletError, match="`sourcecheck outlets` lists"):
        checked_request(settings, article, outlets=["zzzzzz"])


@pytest.mark.parametrize(
    ("given", "outlet"),
    [
        ("bbc.co.uk", "bbc"),
        ("https://edition.cnn.com/2016/07/15/nice/", "cnn"),
        ("www.thedenverchannel.com", "thedenverchannel.com"),
        ("news.example.co.uk", "example.co.uk"),
    ],
)
def test_an_outlet_goes_by_its_host_too(
    settings: Settings, article: str, given: str, outlet: str
) -> None:
    assert checked_request(settings, article, outlets=[given, given]).outlets == (outlet,)


def test_a_missing_replay_and_format_are_refused(settings: Settings, article: str) -> None:
    with pytest.raises(ArchiveError, match=r"none.warc: there is no such file"):
        checked_request(settings, article, replay=["none.warc"])
    with pytest.raises(SettingsError, match="there is no report format 'pdf': use html"):
        checked_request(settings, article, formats=["pdf"])


@pytest.mark.parametrize("folder", ["/proc/sourcecheck", "{article}/below"])
def test_a_folder_that_cannot_be_written_is_refused(
    settings: Settings, article: str, folder: str, tmp_path: Path
) -> None:
    folder = folder.format(article=article)
    with pytest.raises(SettingsError, match=r"the report folder .* cannot be written"):
        checked_request(settings, article, report=folder)
    elsewhere = Settings(data_folder=Path(folder), report_folder=tmp_path / "out")
    with pytest.raises(WarehouseError, match="cannot be written: choose another with --warehouse"):
        checked_request(elsewhere, article)


def test_writable_leaves_nothing_behind(tmp_path: Path) -> None:
    assert writable(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
