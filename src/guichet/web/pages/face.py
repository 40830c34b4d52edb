"""The agency's colors and drawings, made ready once: nothing of them is worked out for a page.

Its colors go before the style sheet of the site, into the same file: a page fetches no file more,
and no page can have the one without the other. What is made lies in a folder of ours, where the
finder of static files has it, so that it is named by its hash and compressed like every other.
"""

import re
import struct
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from markupsafe import Markup, escape

from guichet.agency.colors import PAPER, Palette, contrast, text_on
from guichet.agency.logo import is_square, ratio
from guichet.agency.model import Agency
from guichet.web.pages.assets import static

SHEET = tuple(
    Path(__file__).parents[1] / "sheet" / f"{part}.css"
    for part in ("page", "parts", "journeys", "first_page", "paper")
)
INLINE = 6_000  # characters of a drawing that every page carries; a larger one is fetched once
TOUCH, TAB = 180, 48  # pixels
WIDEST = 144  # pixels, beside which there is room for the name on 320
NARROW = 0.6  # times as wide as high; what is narrower stands as high as the bar
_OF_ITS_OWN = re.compile(r"\s(?:id|style|class)\s*=|<style")
_SIZE = re.compile(r"""\s(?:width|height)=("[^"]*"|'[^']*')""")


def variables(colors: Palette) -> str:
    """Return the colors as a style sheet: in the light, and in the dark."""
    # On paper that is as light as the accent, the drawing of the first page could not be seen.
    sun = colors.accent if contrast(colors.accent, PAPER) > 1.2 else colors.brand_deep
    return (
        f":root{{--brand:{colors.brand};--brand-deep:{colors.brand_deep};"
        f"--brand-tint:{colors.tint};--accent:{colors.brand};--accent-deep:{colors.brand_deep};"
        f"--on-accent:{colors.on_brand};--tint:{colors.tint};--sun:{colors.accent};"
        f"--on-sun:{colors.on_accent};--under-sun:{text_on(colors.on_accent)};"
        f"--sun-drawn:{sun};--glow:{colors.glow}}}\n"
        "@media screen and (prefers-color-scheme:dark){:root{"
        f"--accent:{colors.dark_brand};--accent-deep:{colors.dark_brand_deep};"
        f"--on-accent:{colors.on_dark_brand};--tint:{colors.dark_tint};"
        f"--dark-paper:{colors.dark_paper};--dark-surface:{colors.dark_surface};"
        f"--dark-line:{colors.dark_line}}}}}\n"
    )


def sheet(colors: Palette) -> str:
    """Return the style sheet of every page, with the agency's colors before it."""
    return "\n".join((variables(colors), *(part.read_text("utf-8") for part in SHEET)))


def icon(agency: Agency) -> str:
    """Return the square drawing for tabs and first screens: its own, its logo, or a letter."""
    if agency.icon:
        return colored(agency.icon, agency.colors.brand)
    if agency.logo and is_square(agency.logo):
        return colored(agency.logo, agency.colors.brand)
    letter = escape(agency.short_name.in_language(agency.first_language)[:1].upper())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32"'
        f' rx="7" fill="{agency.colors.brand}"/><text x="16" y="23" font-size="20"'
        ' font-family="Noto Sans, sans-serif" font-weight="700" text-anchor="middle"'
        f' fill="{agency.colors.on_brand}">{letter}</text></svg>'
    )


def colored(drawing: str, color: str) -> str:
    """Return a drawing whose `currentColor` is a color, for where there is no text around it."""
    return drawing.replace("currentColor", color).strip()


@cache
def logo() -> Markup:
    """Return the logo as pages have it: decoration, for the name stands beside it; or nothing."""
    return logo_of(settings.AGENCY.logo.strip())


def logo_of(drawing: str) -> Markup:
    """Return a drawing as a page has it.

    A small one stands in the page. What is large, has a style of its own (which our policy keeps
    from working) or names that could be those of the page, is a file of its own.
    """
    if not drawing:
        return Markup()
    width = min(32 * ratio(drawing), WIDEST)
    size = Markup('{}width="{}" height="{}"').format(
        Markup('class="tall" ') if ratio(drawing) < NARROW else "",
        max(1, round(width)),
        max(1, round(width / ratio(drawing))),
    )
    if len(drawing) > INLINE or _OF_ITS_OWN.search(drawing):
        return Markup('<img src="{}" alt="" {}>').format(static("web/logo.svg"), size)
    head, end, shapes = drawing[drawing.index("<svg") + 4 :].partition(">")
    head = _SIZE.sub("", head)
    checked = Markup(head + end + shapes)  # noqa: S704  by agency/logo.py
    return Markup('<svg {} aria-hidden="true" focusable="false"{}').format(size, checked)


def make(folder: Path, agency: Agency) -> None:
    """Make the files of an agency in a folder, where they are not what they should be."""
    drawing = icon(agency)
    files: dict[str, Callable[[], bytes]] = {
        "site.css": lambda: sheet(agency.colors).encode(),
        "icon.svg": drawing.encode,
    }
    if agency.logo:
        files["logo.svg"] = colored(agency.logo, agency.colors.brand).encode
    for name, content in files.items():
        _write(folder / name, content())
    stamp = folder.parent / "icon.stamp"
    if not stamp.exists() or stamp.read_text("utf-8") != drawing:
        tab = _drawn(drawing, TAB)
        _write(folder / "touch.png", _drawn(drawing, TOUCH, ground="#ffffff"))
        _write(folder / "favicon.ico", _icon_file(tab))
        _write(stamp, drawing.encode())


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, and only if it changes: its time says when it did."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def _drawn(drawing: str, side: int, *, ground: str = "") -> bytes:
    """Return a drawing as PNG, square, of so many pixels on each side."""
    import typst  # noqa: PLC0415  large, and of use once for each change of the agency's drawings

    fill = f'rgb("{ground}")' if ground else "none"
    source = (
        f"#set page(width: {side}pt, height: {side}pt, margin: 0pt, fill: {fill})\n"
        '#image(bytes(sys.inputs.drawing), format: "svg", width: 100%, height: 100%)'
    )
    picture = typst.compile(
        source.encode(),
        format="png",
        ppi=72,
        ignore_system_fonts=True,
        sys_inputs={"drawing": drawing},
    )
    assert isinstance(picture, bytes)
    return picture


def _icon_file(picture: bytes) -> bytes:
    """Return a PNG of a tab as the file that old browsers ask for."""
    head = struct.pack("<HHH", 0, 1, 1)
    return head + struct.pack("<BBBBHHII", TAB, TAB, 0, 0, 1, 32, len(picture), 22) + picture


class Finder(BaseFinder):
    """Finds what is made of the agency's folder before what is shipped under the same name."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        root = settings.DATA_DIR / "agency" / "static"
        make(root / "web", settings.AGENCY)
        self.storages = {"": FileSystemStorage(location=root)}

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """Return where a file is; [] if it is none of these."""
        storage = self.storages[""]
        if not storage.exists(path):
            return []
        return [storage.path(path)] if find_all else storage.path(path)

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterable[tuple[str, FileSystemStorage]]:
        """Yield every file and the storage it is in."""
        storage = self.storages[""]
        for path in sorted(Path(storage.location).rglob("*.*")):
            name = str(path.relative_to(storage.location))
            if not name.endswith((".stamp", ".new")):
                yield name, storage
