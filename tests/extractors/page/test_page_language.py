"""Languages by script and by function words."""

from __future__ import annotations

import pytest

from extractors.page.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council voted to rebuild the bridge and the ferry, which was slow.", "en"),
        ("Le conseil a voté pour la reconstruction du pont, qui est fermé depuis les crues.", "fr"),
        ("Der Rat hat für den Bau der Brücke gestimmt, die nicht mehr befahren wird.", "de"),
        (
            "El consejo votó por la reconstrucción del puente, que está cerrado para los coches.",
            "es",
        ),
        ("Совет проголосовал за восстановление моста, который был закрыт в марте.", "ru"),
        ("Рада проголосувала за відбудову мосту, який був закритий у березні.", "uk"),
        ("Мост закрыт.", "ru"),
        ("의회는 다리를 다시 짓기로 했다.", "ko"),
        ("議会は橋の再建を決めた。", "ja"),
        ("议会决定重建大桥。", "zh"),
        ("صوت المجلس على إعادة بناء الجسر", "ar"),
        ("12 345", "und"),
        ("", "und"),
    ],
)
def test_the_text_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_text_outweighs_what_the_page_declares() -> None:
    assert language_of("The council voted to rebuild the bridge and the ferry.", "fr") == "en"


def test_a_text_too_short_to_tell_is_what_the_page_declares() -> None:
    assert language_of("Pont", "fr-FR") == "fr"
    assert language_of("Pont", "x") == "und"
