"""How pages are compiled, each in every language, and where they lie for the next start.

The pages of a language lie in a folder for its sentences as they are. Each lies on a shelf as well,
by all that it was made of: its template and the sentences on it. So where sentences have changed,
only the pages that say them are compiled anew, and the others are links to those of before.
"""

import contextlib
import pickle
import shutil
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from guichet.kernel.content.texts import note_day
from guichet.kernel.running.supervisor import stamp_of

FRAME = "web/chrome.html"  # what stands around every page is no page's own
SHELF = "shelf"  # beside the folders of the languages
_COMPILED_BY = ("render.py", "finishing.py", "compiled_pages.py")  # beside this file
_trees: dict[tuple[str, str, str | None], bytes] = {}  # by source, name and file
_sentences: dict[tuple[str, str, str | None], list[str]] = {}  # that a template says, by the same
_compiling: ContextVar[Environment] = ContextVar("compiling")


class Printing(CodeGenerator):
    """Has each value printed by one call: Jinja's own way is four, and a page has thousands."""

    environment: "Templates"

    def visit_Output(  # noqa: N802  As Jinja names it.
        self, node: nodes.Output, frame: Any
    ) -> None:
        """Write what prints some things in a row, and before it the day of their sentences."""
        self._note_day(node, frame)
        super().visit_Output(node, frame)

    def visit_For(self, node: nodes.For, frame: Any) -> None:  # noqa: N802  As above.
        """Write a loop, and before it the day of the sentences that it goes through."""
        self._note_day(node.iter, frame)
        super().visit_For(node, frame)

    def _note_day(self, node: nodes.Node, frame: Any) -> None:
        """Have it noted that sentences are said here, which themselves are constants by then."""
        is_printed = not (frame.require_output_check and self.has_known_extends)
        if is_printed and self.name != FRAME and (day := self.environment.day_in(node)):
            self.writeline(f"environment.note_day({day!r})")

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if _is_plain(frame):
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if _is_plain(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_plain(frame: Any) -> bool:
    """Tell whether what is printed here is always escaped, as everywhere but in `autoescape`."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


class Templates(Environment):
    """The templates of one language; each is read once for all, whose syntax is the same."""

    code_generator_class = Printing
    note_day = staticmethod(note_day)

    def __init__(self, *, language: str, day_of: Callable[[str], str], **options: Any) -> None:
        """Take from where the day of a sentence of this language is known."""
        super().__init__(**options)
        self.language = language
        self._day_of = day_of

    def day_in(self, node: nodes.Node) -> str:
        """Return the latest day of the sentences of a part of a template; "" if it has none."""
        filters = [node] if isinstance(node, nodes.Filter) else []
        filters += node.find_all(nodes.Filter)
        texts = [each.node.value for each in filters if each.name == "t"]  # type: ignore[union-attr]
        return max((self._day_of(text) for text in texts), default="")

    def mark_of(self, source: str, name: str, filename: str | None) -> str:
        """Return what is another when a page would be compiled to anything else."""
        key = source, name, filename
        if key not in _sentences:
            _sentences[key] = _said_in(self._tree(*key))
        mark = blake2b(compiler(), digest_size=16)
        words = [f"{self.filters['t'](text)}\0{self._day_of(text)}" for text in _sentences[key]]
        for part in (source, name, filename or "", self.language, *words):
            mark.update(f"{part}\0".encode())
        return mark.hexdigest()

    def shown(self, value: object) -> str:
        """Return a value as a page prints it: escaped, unless it is markup of ours.

        `escape` of a text makes two objects more, and nobody asks a page's pieces what they are.
        """
        if type(value) is str:
            text: str = _escape_inner(value)
            return text
        if type(value) is Markup:
            return value
        return escape(self.finalize(value) if self.finalize else value)

    def compile(  # type: ignore[override]
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        *of_what_comes_out: Any,
        **as_well: Any,
    ) -> str | CodeType:
        """Return the program of a template."""
        if isinstance(source, str) and name:
            source = self._tree(source, name, filename)
        program: str | CodeType = super().compile(
            source, name, filename, *of_what_comes_out, **as_well
        )
        return program

    def _tree(self, source: str, name: str, filename: str | None) -> nodes.Template:
        """Return a template as read, for this language alone: compiling changes it."""
        key = source, name, filename
        if key not in _trees:
            _trees[key] = _packed(self.parse(*key))
        token = _compiling.set(self)
        try:
            tree: nodes.Template = pickle.loads(_trees[key])  # noqa: S301  Ours, of a moment ago.
        finally:
            _compiling.reset(token)
        return tree


def _said_in(tree: nodes.Template) -> list[str]:
    """Return the sentences that compiling a template makes constants of, in their order."""
    texts = []
    for each in tree.find_all(nodes.Filter):
        if each.name == "t" and each.node is not None:
            with contextlib.suppress(nodes.Impossible):
                texts.append(str(each.node.as_const()))
    return texts


@cache
def compiler() -> bytes:
    """Return what is another when pages are compiled in another way, or by another Python."""
    mark = blake2b(f"{jinja2.__version__} {sys.implementation.cache_tag}".encode())
    for name in _COMPILED_BY:
        mark.update(Path(__file__).with_name(name).read_bytes())
    return mark.digest()


class _Packer(pickle.Pickler):
    """Leaves out whose tree it is, which every part of it knows."""

    def reducer_override(self, part: object) -> Any:
        return (_whose, ()) if isinstance(part, Environment) else NotImplemented


def _whose() -> Environment:
    return _compiling.get()


def _packed(tree: nodes.Template) -> bytes:
    output = BytesIO()
    _Packer(output, pickle.HIGHEST_PROTOCOL).dump(tree)
    return output.getvalue()


def forget_trees() -> None:
    """Forget what templates were read as, once every language is compiled."""
    _trees.clear()
    _sentences.clear()


def mark_of(folders: list[Path]) -> str:
    """Return what is another when a template below is, or the Python that runs it."""
    return f"{sys.implementation.cache_tag}\n{stamp_of(folders)}"


@contextlib.contextmanager
def once(folder: Path, language: str, *, mark: str) -> Iterator[bool]:
    """Tell whether a folder has all pages of templates with a mark; if not, note it at the end.

    Those of sentences that have changed since, which lie beside it, are removed.
    """
    for other in folder.parent.glob(f"{language}-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    note = folder / "compiled.stamp"
    are_there = note.exists() and note.read_text("utf-8") == mark
    yield are_there
    if not are_there:
        with contextlib.suppress(OSError):  # as with the pages themselves
            note.write_text(mark, "utf-8")
        _tidy(folder.parent / SHELF)


def _tidy(shelf: Path) -> None:
    """Take from the shelf what lies in no folder of a language any more."""
    with contextlib.suppress(OSError):  # another start may do the same
        for page in shelf.iterdir():
            if page.stat().st_nlink == 1:
                page.unlink(missing_ok=True)


class CompiledPages(FileSystemBytecodeCache):
    """The compiled pages; one that cannot be kept there is shown all the same.

    A start with other sentences takes the folder away while the processes of before still answer,
    and a disk may be full, or know no links.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._shelf = folder.parent / SHELF
        self._places: dict[str, Path] = {}  # on the shelf, of pages that are being compiled
        with contextlib.suppress(OSError):
            self._shelf.mkdir(exist_ok=True)

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return a page that is compiled; where it is not, of one that is made of the same."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code is None and isinstance(environment, Templates):
            mark = environment.mark_of(source, name, filename)
            self._places[bucket.key] = self._shelf / mark
            _link(self._places[bucket.key], Path(self._get_cache_filename(bucket)))
            self.load_bytecode(bucket)
        return bucket

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a page for the next start, and on the shelf for other sentences."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)
        if place := self._places.pop(bucket.key, None):
            _link(Path(self._get_cache_filename(bucket)), place)


def _link(there: Path, here: Path) -> None:
    with contextlib.suppress(OSError):
        here.hardlink_to(there)
