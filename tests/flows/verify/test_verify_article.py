"""What can be an article, and the one line for everything that cannot."""

from pathlib import Path

import pytest

from extractors.errors import ArticleError
from flows.verify import is_address, read_article_file
from flows.verify.article import MOST_BYTES


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"The council met.", "text/plain; charset=utf-8"),
        ("a.md", b"# Title\n\nThe council met.", "text/markdown; charset=utf-8"),
        ("a.html", b"<p>The council met.", "text/html"),
        ("a.txt", b"\n<!DOCTYPE html><p>The council met.", "text/html"),
        ("noname", b"The council met.", "text/plain; charset=utf-8"),
    ],
)
def test_text_markdown_and_html_are_articles(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    (tmp_path / name).write_bytes(content)
    article = read_article_file(str(tmp_path / name))
    assert (article.content, article.content_type) == (content, kind)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings_are_recoded(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text("“Zażółć” — the council met.", encoding=encoding)
    article = read_article_file(str(tmp_path / "a.txt"))
    assert article.content.decode("utf-8") == "“Zażółć” — the council met."


def test_the_address_does_not_tell_where_the_article_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("The council met.")
    assert read_article_file(str(tmp_path / "a.md")).url == "file:a.md"
    monkeypatch.chdir(tmp_path)
    assert read_article_file("a.md").url == "file:a.md"
    assert read_article_file(f"{tmp_path}/a.md").url == "file:a.md"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF: save its text"),
        (b"\x89PNG\r\n\x1a\n...", "is a PNG image"),
        (b"PK\x03\x04word", "is a zip or office document"),
        (b"WARC/1.1\r\n", "give the WARC with --replay"),
        (b"\x1f\x8b\x08...", "is a gzip file"),
        (b"abc\x00\x01\x02\xff\xfe", "is a binary file"),
        (bytes(range(1, 32)) * 20, "is a binary file"),
        ("Zażółć gęślą".encode("cp1250"), "is not UTF-8 text (byte 2)"),
        (b"x" * (MOST_BYTES + 1), "is larger than 5 MB"),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else "",
)
def test_what_is_not_text_is_refused_in_one_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(ArticleError) as refusal:
        read_article_file(str(tmp_path / "a.txt"))
    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="there is no such file"):
        read_article_file(str(tmp_path / "none.md"))
    with pytest.raises(ArticleError, match="is a folder: name the article"):
        read_article_file(str(tmp_path))
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArticleError, match="cannot be read"):
        read_article_file(str(tmp_path / "file" / "a.md"))


def test_a_binary_page_is_no_html(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html>\x00\x00\x00")
    with pytest.raises(ArticleError, match="is a binary file"):
        read_article_file(str(tmp_path / "a.html"))


def test_addresses_are_told_from_files() -> None:
    assert is_address("https://example.org/a")
    assert is_address("HTTP://example.org/a")
    assert not is_address("httpfile.md")
