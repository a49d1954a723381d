"""One settings object: defaults, file, environment, flags; mistakes name key and place."""

from pathlib import Path

import pytest

from extractors.errors import SettingsError
from flows.settings import READ_AS, Settings, load_settings


def test_defaults_stand_in_the_users_own_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ana")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    settings = Settings()
    assert settings.data_folder == Path("/home/ana/.local/share/sourcecheck")
    assert settings.warehouse == settings.data_folder / "warehouse.duckdb"
    assert settings.archive_folder == settings.data_folder / "archive"


def test_flags_win_over_environment_over_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('limit = 5\nworkers = 1\ncontact = "file@example.org"\n')
    settings = load_settings(
        file,
        flags={"limit": 9, "workers": None},
        environment={"SOURCECHECK_LIMIT": "7", "SOURCECHECK_WORKERS": "2", "HOME": "/x"},
    )
    assert (settings.limit, settings.workers, settings.contact) == (9, 2, "file@example.org")


def test_the_environment_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("limit = 5\n")
    assert load_settings(environment={"SOURCECHECK_SETTINGS": str(file)}).limit == 5


def test_routes_and_hosts_are_read_from_both(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('allow_private = ["A.test"]\n[resolver]\n"a.test" = "127.0.0.1:80"\n')
    expected = {"a.test": ("127.0.0.1", 80)}
    settings = load_settings(file, environment={})
    assert settings.resolver == expected
    assert settings.allow_private == {"a.test"}
    spoken = load_settings(
        environment={"SOURCECHECK_RESOLVER": "a.test=127.0.0.1:80,b.test=[::1]:90"}
    )
    assert spoken.resolver == {**expected, "b.test": ("::1", 90)}


def test_the_fetcher_gets_what_was_chosen_and_keeps_its_own_defaults() -> None:
    from flows.fetch import FetchSettings

    chosen = Settings(contact="desk@example.org", max_tries=1).fetch_settings()
    assert (chosen.contact, chosen.max_tries) == ("desk@example.org", 1)
    assert chosen.read_timeout == FetchSettings().read_timeout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limt = 5\n", "limt in {file}: there is no such setting"),
        ('limit = "many"\n', "limit in {file} is 'many': give a whole number"),
        ("politeness = 3\n", "politeness in {file} is 3: give true or false"),
        ('rate_seconds = "slow"\n', "rate_seconds in {file} is 'slow': give a number"),
        ("allow_private = 3\n", "allow_private in {file} is 3: give a list of host names"),
        ('model = ""\n', "model in {file} is '': give text"),
        ('[resolver]\n"a" = "b"\n', 'give "host" = "address:port"'),
        ("limit = \n", "{file} is not TOML"),
        ("limit = 0\n", "limit is 0: give the pages per outlet"),
        ("workers = 99\n", "workers is 99: give 0 to 64"),
    ],
)
def test_a_mistake_in_the_file_is_one_line_with_key_and_file(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as refusal:
        load_settings(file, environment={})
    assert message.format(file=file) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_mistake_in_the_environment_names_the_variable() -> None:
    with pytest.raises(SettingsError, match="SOURCECHECK_LIMIT is 'x'"):
        load_settings(environment={"SOURCECHECK_LIMIT": "x"})


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no such settings file"):
        load_settings(tmp_path / "none.toml", environment={})
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path, environment={})


def test_every_field_can_be_set() -> None:
    assert set(READ_AS) == set(Settings.__dataclass_fields__)


def test_a_claimreview_is_signed_by_name_home_page_and_the_reports_address() -> None:
    assert Settings().publisher is None
    signed = {
        "review_author": "The Desk",
        "review_author_url": "https://desk.example/",
        "review_url": "https://desk.example/checks/{run}",
    }
    publisher = load_settings(flags=signed, environment={"HOME": "/x"}).publisher
    assert publisher is not None
    assert (publisher.name, publisher.report_url) == ("The Desk", signed["review_url"])


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ({"review_author": "The Desk"}, "give all three or none"),
        ({"review_url": "desk.example/x"}, "--review-url is 'desk.example/x': give an http"),
        ({"review_author_url": "javascript:alert(1)"}, "give an http"),
        ({"review_url": "https://desk.example/#x"}, "without #"),
    ],
)
def test_half_a_signature_or_no_address_is_refused(flags: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load_settings(flags=flags, environment={"HOME": "/x"})
