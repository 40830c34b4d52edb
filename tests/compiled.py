"""Where the compiled pages of tests stay from run to run: each agency's, and one shelf for all."""

from contextlib import suppress
from pathlib import Path

PLACE = Path(__file__).parents[1] / "build" / "tests"
SHIPPED = PLACE / "pages"


def pages_of(agency: str = "") -> Path:
    """Return the folder of an agency with words of its own, or of the one that is shipped.

    A page that says the same in both is compiled once (`web/pages/compiled_pages.py`).
    """
    folder = PLACE / f"pages-{agency}" if agency else SHIPPED
    shelf = SHIPPED / "shelf"
    shelf.mkdir(parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    if agency:
        with suppress(FileExistsError):
            (folder / "shelf").symlink_to(shelf)
    return folder
