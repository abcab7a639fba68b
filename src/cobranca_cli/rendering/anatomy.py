"""What stands in a template, in every branch of it: its fixed words, and the names it reads.

For `carta verificar`: a letter that was rendered shows only the branches that its data took. Only the child
imports this.
"""

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes  # noqa: TID253 - the child's own module: no command loads it

from .filters import KEPT_GLOBALS
from .sandbox import LetterEnvironment
from .shape import LAYOUT_SHAPE, Shape
from .trouble import did_you_mean

Names = dict[str, Shape]
Unknown = tuple[int, str, list[str]]
_KEEPING = ("list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique")
_OF_JINJA = ("loop", "self", "super", "caller", "varargs", "kwargs")


def anatomy(environment: LetterEnvironment, name: str) -> dict[str, Any]:
    """`{"words": [[line, text]...], "unknown": [[line, what, known, what was meant]...]}` of a template.

    `words` are the texts that stand between marks, in one piece for each stretch without a tag; `unknown`
    the names, filters and tests that there are not, with those that there are.
    """
    tree = environment.tree(name)
    words = [
        [_line_of(part), part.data] for part in tree.find_all(nodes.TemplateData) if not part.data.isspace()
    ]
    unknown = [*_Reader().unknown(tree), *_unknown_tools(environment, tree)]
    return {
        "words": words,
        "unknown": [[line, what, known, _meant(what, known)] for line, what, known in unknown],
    }


def _meant(name: str, known: list[str]) -> str:
    return did_you_mean(name, name.rpartition(".")[0], known, LAYOUT_SHAPE)


def _unknown_tools(environment: LetterEnvironment, tree: nodes.Template) -> Iterator[Unknown]:
    # jinja2 finds those of a branch only when the branch is taken.
    for kind, known, word in (
        (nodes.Filter, environment.filters, "|"),
        (nodes.Test, environment.tests, "is "),
    ):
        for found in tree.find_all(kind):
            if found.name not in known:
                yield found.lineno, f"{word}{found.name}", sorted(known)


def _line_of(part: nodes.TemplateData) -> int:
    blank = len(part.data) - len(part.data.lstrip())
    return part.lineno + part.data.count("\n", 0, blank)


class _Reader:
    """Follows names through loops and assignments; what it cannot follow it lets pass."""

    def unknown(self, tree: nodes.Template) -> Iterator[Unknown]:
        bound = set(_bound(tree))
        asked = {test.node.name for test in tree.find_all(nodes.Test) if isinstance(test.node, nodes.Name)}
        known = {*LAYOUT_SHAPE, *KEPT_GLOBALS, *bound, *asked, *_OF_JINJA}
        for name in tree.find_all(nodes.Name):
            if name.name not in known:
                yield name.lineno, name.name, sorted(LAYOUT_SHAPE)
        yield from self._walk(tree, {name: None for name in bound if name not in LAYOUT_SHAPE})

    def _walk(self, node: nodes.Node, local: Names) -> Iterator[Unknown]:
        if isinstance(node, nodes.For):
            local = {**local, **self._loop_names(node, local)}
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            # Two assignments of one name in two branches: what it holds is not known.
            again = local.get(node.target.name) is not None
            local[node.target.name] = None if again else self._shape(node.node, local)
        elif isinstance(node, nodes.Getattr | nodes.Getitem):
            yield from self._judged(node, local)
        for child in node.iter_child_nodes():
            yield from self._walk(child, local)

    def _loop_names(self, node: nodes.For, local: Names) -> Names:
        shape = self._shape(node.iter, local)
        if isinstance(node.target, nodes.Name) and isinstance(shape, list):
            return {node.target.name: shape[0]}
        return {name.name: None for name in node.target.find_all(nodes.Name)}

    def _judged(self, node: nodes.Getattr | nodes.Getitem, local: Names) -> Iterator[Unknown]:
        key, shape = _key(node), self._shape(node.node, local)
        if isinstance(shape, dict) and isinstance(key, str) and key not in shape:
            yield node.lineno, f"{_said(node.node)}.{key}", sorted(shape)

    def _shape(self, node: nodes.Node, local: Names) -> Shape:
        """What kind of thing an expression gives, as in `shape.SHAPE`; None when that is not known."""
        if isinstance(node, nodes.Name):
            return local[node.name] if node.name in local else LAYOUT_SHAPE.get(node.name)
        if isinstance(node, nodes.Filter) and node.name in _KEEPING and node.node is not None:
            return self._shape(node.node, local)
        if not isinstance(node, nodes.Getattr | nodes.Getitem):
            return None
        holder, key = self._shape(node.node, local), _key(node)
        if isinstance(holder, dict):
            return holder.get(key)
        if isinstance(holder, list) and isinstance(node, nodes.Getitem):
            return holder if isinstance(node.arg, nodes.Slice) else holder[0]
        return None


def _bound(tree: nodes.Template) -> Iterator[str]:
    """The names that the template itself gives: variables, macros, imports."""
    for name in tree.find_all(nodes.Name):
        if name.ctx in ("store", "param"):
            yield name.name
    for macro in tree.find_all(nodes.Macro):
        yield macro.name
    for module in tree.find_all(nodes.Import):
        yield module.target
    for names in tree.find_all(nodes.FromImport):
        yield from (each if isinstance(each, str) else each[1] for each in names.names)


def _key(node: nodes.Getattr | nodes.Getitem) -> Any:
    """The name or number after the dot or in the brackets; None when it is reckoned."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) else None


def _said(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_said(node.node)}[]"
    return _said(node.node) if isinstance(node, nodes.Filter) and node.node is not None else "…"
