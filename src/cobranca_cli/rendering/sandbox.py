"""Where templates run: jinja2's immutable sandbox, made stricter. Only the child process imports this.

A template reads plain data by name and nothing else: no attribute or method of any object can be reached,
so there is no way from a value to the program. What is unknown is an error, never an empty place.
"""

import sys
from collections.abc import Mapping
from typing import Any, NoReturn

from jinja2.environment import Template, TemplateModule  # noqa: TID253 - the child's own: no command loads it
from jinja2.exceptions import TemplateNotFound, UndefinedError  # noqa: TID253
from jinja2.filters import _GroupTuple  # noqa: TID253
from jinja2.runtime import LoopContext, Macro, StrictUndefined, TemplateReference, Undefined  # noqa: TID253
from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: TID253
from jinja2.utils import Namespace  # noqa: TID253

from .filters import KEPT, KEPT_GLOBALS, OWN, modulo
from .tree import Fault, checked_tree, model_tree

LONGEST_REPEAT = 100_000
"""Characters or items that `*` may make."""

# Things of jinja2's own that have names to read: `loop.first`, `self.curto`, `ns.x`, `group.list`, `m.macro`.
_WITH_NAMES = (LoopContext, TemplateReference, Namespace, _GroupTuple, TemplateModule)


class NameFault(UndefinedError):
    """A template used a name that is not there. `missing` knows the name and the thing it was sought in."""

    def __init__(self, missing: "Missing") -> None:
        super().__init__("unknown name")
        self.missing = missing


class Missing(StrictUndefined):
    """What is not there; anything but asking whether it is defined raises NameFault."""

    __slots__ = ()

    def __init__(self, hint: Any = None, obj: Any = None, name: Any = None, exc: Any = None) -> None:
        super().__init__(hint, obj, name, NameFault)

    @property
    def _undefined_message(self) -> Any:
        # jinja2 hands this to the exception that it raises.
        return self

    def __repr__(self) -> str:
        """As printing it: an error, also within a list."""
        return str(self)

    def about(self) -> tuple[Any, Any]:
        """The name, and the thing that lacks it; None, or jinja2's own mark, for the letter's data itself."""
        return self._undefined_name, self._undefined_obj


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox over the given sources, which are all that can be included.

    With `html` every value is escaped in every template, partials too; else in none.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, sources: Mapping[str, str], *, html: bool) -> None:
        super().__init__(
            autoescape=html, undefined=Missing, finalize=_readable, trim_blocks=True, lstrip_blocks=True
        )
        self.sources = sources
        self.filters = {name: self.filters[name] for name in KEPT} | OWN
        self.globals = {name: self.globals[name] for name in KEPT_GLOBALS}
        self._ready: dict[str, Template] = {}
        self._models: dict[str, Template] = {}

    def model(self, name: str) -> Template:
        """A model whose blocks can be rendered each by itself. Raises Fault, TemplateSyntaxError."""
        if name not in self._models:
            self._models[name] = self._compiled(name, model_tree(self.tree(name)))
        return self._models[name]

    def tree(self, name: str) -> Any:
        """A template parsed and checked. Raises TemplateNotFound, TemplateSyntaxError, Fault."""
        if name not in self.sources:
            raise TemplateNotFound(name)
        return checked_tree(self._parse(self.sources[name], name, name))

    def _load_template(self, name: str, globals: Any) -> Template:
        found = self._ready.get(name)
        if found is None:
            found = self._ready[name] = self._compiled(name, self.tree(name))
        return found

    def _compiled(self, name: str, tree: Any) -> Template:
        # The globals are in the data of each letter: an empty dict here spares a copy at every include.
        return Template.from_code(self, self.compile(tree, name, name), {})

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Raise what was raised: jinja2 would rewrite the traceback, and opens files for it."""
        error = sys.exc_info()[1]
        assert error is not None
        raise error

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: a key of a table, or a name of jinja2's own things."""
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                return Missing(obj=obj, name=attribute)
        return self._of_a_thing(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`: a key, a place in a list, a part of a text."""
        if isinstance(obj, dict | list | str | tuple | range):
            try:
                return obj[argument]
            except (TypeError, LookupError):
                pass
        return self._of_a_thing(obj, argument)

    def _of_a_thing(self, obj: Any, name: Any) -> Any:
        if isinstance(obj, Undefined):
            return obj._fail_with_undefined_error()
        if isinstance(obj, _WITH_NAMES) and isinstance(name, str):
            return super().getattr(obj, name)
        return Missing(obj=obj, name=name)

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, blocks, and what jinja2 gives: `range`, `namespace`, `loop.cycle`, `caller`."""
        if isinstance(obj, Undefined | Macro) or any(obj is each for each in self.globals.values()):
            return True
        of = getattr(obj, "__self__", obj)
        return type(of).__module__ == "jinja2.runtime"

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """The operators that can make much out of little."""
        if operator == "**":
            raise Fault("usa a conta **, que não serve em uma carta")
        if operator == "%" and isinstance(left, str):
            return modulo(left, right)
        if operator == "*":
            for things, times in ((left, right), (right, left)):
                if isinstance(things, str | list | tuple) and isinstance(times, int):
                    _refuse_many(len(things) * times)
        return super().call_binop(context, operator, left, right)


def _readable(value: Any) -> Any:
    """What is printed, if a person can read it: no table, list, yes or no as Python writes them."""
    if isinstance(value, str | int | float | Undefined) and not isinstance(value, bool):
        return value
    kind = "um sim ou não" if isinstance(value, bool) else "uma lista, ou uma tabela, por inteiro"
    raise Fault(f"imprime {kind}", "use for para uma lista, if para um sim ou não, e o nome do que imprimir")


def _refuse_many(count: int) -> None:
    if count > LONGEST_REPEAT:
        raise MemoryError
