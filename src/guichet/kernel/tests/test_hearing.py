"""What pages say is told to who listens, and only while somebody does."""

from pathlib import Path

from guichet.kernel.content.hearing import LISTENERS, tell
from guichet.kernel.content.texts import Texts


def test_each_text_that_is_taken_is_told_with_its_language(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('title = "Hours"\nmore = "More"')
    (tmp_path / "fr.toml").write_text('title = "Heures"')
    words, lines = Texts(tmp_path), list[tuple[str, str, str]]()

    def hear(*line: str) -> None:
        lines.append((line[0], line[1], line[2]))

    words.get("title", "en")
    LISTENERS.append(hear)
    try:
        words.get("title", "fr")
        words.get("more", "fr")
        tell("page", "start.html", "fr")
    finally:
        LISTENERS.remove(hear)
    words.get("title", "en")
    assert lines == [
        ("words", "Heures", "fr"),
        ("words", "More", "en"),
        ("page", "start.html", "fr"),
    ]
