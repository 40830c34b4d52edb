"""Which deeds the source writes into the record, as far as reading it can tell."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

SOURCE = Path(settings.ROOT) / "src"
type Place = tuple[str, str]  # a module and a function
# Where the verb stands among what a function is called with, and the kind, or which kind it is.
SEEDS: dict[str, tuple[int, int | str]] = {
    "audit.write": (0, 1),
    "audit.write_all": (0, 1),
    "audit.did": (1, 2),
    "audit.did_to_self": (1, "account"),
    "audit.failed": (0, "account"),
}


class Reader:
    """The modules of the site, and what is called in them to write a line of the record."""

    def __init__(self) -> None:
        paths = [path for path in SOURCE.rglob("*.py") if not {"tests"} & set(path.parts)]
        self.trees = {_name(path): ast.parse(path.read_text()) for path in paths}
        self.constants = {
            (module, name): value
            for module, tree in self.trees.items()
            for node in tree.body
            if isinstance(node, ast.Assign)
            for name, value in _assigned(node)
        }
        self.writers: dict[Place, tuple[int, str]] = {}
        self.unread: set[Place] = set()

    def deeds(self) -> set[tuple[str, str]]:
        """Return kinds of record and verbs; "" for a kind that only runs tell."""
        size = -1
        deeds: set[tuple[str, str]] = set()
        while size != len(self.writers):  # what calls a writer with its own argument writes too
            size, self.unread = len(self.writers), set()
            deeds = {deed for module in self.trees for deed in self._of_module(module)}
        return deeds

    def codes(self, module: str, name: str) -> list[str]:
        """Return the keys of a table of a module that tests here may not import."""
        for node in self.trees[module].body:
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
                keys = node.value.keys if isinstance(node.value, ast.Dict) else []
                return [str(key.value) for key in keys if isinstance(key, ast.Constant)]
        return []

    def _of_module(self, module: str) -> Iterator[tuple[str, str]]:
        for function in ast.walk(self.trees[module]):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and (places := self._places(module, call)):
                    yield from self._of_call(module, function, call, *places)

    def _places(self, module: str, call: ast.Call) -> tuple[int, int | str] | None:
        name = ast.unparse(call.func)
        own = self.writers.get((module, name)) or self.writers.get(self._imported(module, name))
        return SEEDS.get(name) or own

    def _of_call(
        self,
        module: str,
        function: ast.FunctionDef,
        call: ast.Call,
        at: int,
        kind_at: int | str,
    ) -> Iterator[tuple[str, str]]:
        kind = kind_at if isinstance(kind_at, str) else self._text(module, call.args[kind_at])
        verb, names = call.args[at], [each.arg for each in function.args.args]
        verbs = list(self._verbs(module, function, verb))
        if not verbs and isinstance(verb, ast.Name) and verb.id in names:
            self.writers[module, function.name] = (names.index(verb.id), kind)
        elif not verbs:
            self.unread.add((module, function.name))
        yield from ((kind, each) for each in verbs)

    def _verbs(self, module: str, function: ast.FunctionDef, verb: ast.expr) -> Iterator[str]:
        if isinstance(verb, ast.IfExp):
            yield from self._verbs(module, function, verb.body)
            yield from self._verbs(module, function, verb.orelse)
        elif text := self._text(module, verb):
            yield text
        elif isinstance(verb, ast.Name):
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == verb.id:
                    yield from self._verbs(module, function, node.value)

    def _text(self, module: str, node: ast.expr) -> str:
        if isinstance(node, ast.Constant):
            return str(node.value)
        name = ast.unparse(node)
        text = self.constants.get((module, name)) or self.constants.get(
            self._imported(module, name), ""
        )
        return text if isinstance(text, str) else ""

    def _imported(self, module: str, name: str) -> Place:
        """Return where a name comes from that another module has, by its import."""
        head, _, rest = name.partition(".")
        for node in self.trees[module].body:
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if (alias.asname or alias.name) == head:
                        there = f"{node.module}.{alias.name}" if rest else str(node.module)
                        return there, rest or alias.name
        return "", ""


def _assigned(node: ast.Assign) -> Iterator[tuple[str, object]]:
    """Yield names and constants of an assignment, also of several at once."""
    target, value = node.targets[0], node.value
    pairs = [(target, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=False))
    for name, constant in pairs:
        if isinstance(name, ast.Name) and isinstance(constant, ast.Constant):
            yield name.id, constant.value


def _name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
