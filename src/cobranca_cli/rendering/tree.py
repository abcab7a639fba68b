"""What a template may be made of, seen in its syntax tree before it runs. Only the child imports this."""

from copy import deepcopy
from difflib import get_close_matches

from jinja2 import nodes  # noqa: TID253 - the child's own module: no command loads it

from .shape import WORDS

NEEDED = ("assunto", "abertura", "fechamento", "curto")
_SHARED = (nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.Import, nodes.FromImport)


class Fault(Exception):
    """A template is written in a way that cannot be used.

    `what` goes on from the name of the file; without a line the place is where the template was running.
    """

    code = "E-MODELO"

    def __init__(self, what: str, hint: str = "", line: int = 0, file: str = "") -> None:
        super().__init__(what)
        self.what, self.hint, self.line, self.file = what, hint, line, file


def checked_tree(tree: nodes.Template) -> nodes.Template:
    """The tree, if no part of it is refused in every template. Raises Fault."""
    for found in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
        raise Fault("muda o autoescape, o que um modelo não pode", "apague a marca", found.lineno)
    for base in tree.find_all(nodes.Extends):
        hint = "cada modelo é um arquivo inteiro; para usar o mesmo texto em dois, include"
        raise Fault("usa extends, que não serve aqui", hint, base.lineno)
    return tree


def model_tree(tree: nodes.Template) -> nodes.Template:
    """The tree of a model, each block with what stands before all of them (`set`, `macro`, `import`).

    Raises Fault: a block that no letter shows, one that is missing, text outside of blocks.
    """
    blocks = {block.name: block for block in tree.find_all(nodes.Block)}
    for name, block in blocks.items():
        if name not in WORDS:
            close = get_close_matches(name, WORDS, 1)
            hint = f"quis dizer {close[0]}? " if close else ""
            raise Fault(f'tem um bloco "{name}", que carta nenhuma mostra', hint + _blocks(), block.lineno)
    missing = [f'"{name}"' for name in NEEDED if name not in blocks]
    if len(missing) == len(NEEDED):
        hint = f"{_blocks()}; o nome de uma parte, que outros incluem, começa com _"
        raise Fault("não tem bloco nenhum, e por isso não é um modelo", hint)
    if missing:
        raise Fault(f"não tem o bloco {' nem o bloco '.join(missing)}", _blocks())
    shared = [node for node in tree.body if isinstance(node, _SHARED)]
    for node in tree.body:
        if not isinstance(node, (*_SHARED, nodes.Block)):
            _refuse_stray(node)
    for block in blocks.values():
        # Every node holds the environment, with all that it has compiled: that is not copied.
        block.body = [*deepcopy(shared, {id(tree.environment): tree.environment}), *block.body]
    return tree


def _blocks() -> str:
    needed = ", ".join(NEEDED)
    return f"os blocos são: {needed}; e, se quiser, titulo e apos_titulos"


def _refuse_stray(node: nodes.Node) -> None:
    hint = "ponha dentro de um bloco, ou apague"
    if not isinstance(node, nodes.Output):
        raise Fault("tem um comando fora dos blocos, que carta nenhuma mostraria", hint, node.lineno)
    for part in node.nodes:
        if not isinstance(part, nodes.TemplateData):
            raise Fault("tem um valor fora dos blocos, que carta nenhuma mostraria", hint, part.lineno)
        if part.data.strip():
            line = part.lineno + part.data[: -len(part.data.lstrip())].count("\n")
            said = part.data.split()[0][:30]
            raise Fault(f'tem texto fora dos blocos ("{said}…"), que carta nenhuma mostraria', hint, line)
