"""The letter models: which there are, whether they are well written, and how one looks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain import pix
from cobranca_cli.domain.letter_html import read_page
from cobranca_cli.domain.letter_rules import Finding, judge, judge_template
from cobranca_cli.errors import TemplateError
from cobranca_cli.rendering.engine import LIMIT, Engine, Letter, Model
from cobranca_cli.rendering.sample import BUSINESS, SAMPLES, specimen
from cobranca_cli.rendering.shelf import AGREEMENT_PARTS, ENDING, Kind, Source
from cobranca_cli.resources import folder
from cobranca_cli.services.known_models import OWN_TEMPLATES
from cobranca_cli.services.letter_data import company_texts
from cobranca_cli.services.letters import engine_beside

_LAYOUTS = ("carta.txt", "carta.html")


class Flaw(NamedTuple):
    """Something wrong with a model.

    Attributes:
        model: the file, without its ending.
        place: the file and line, or the specimen with which the letter was written.
        refused: a letter with it is not sent; else it is only said.
    """

    model: str
    place: str
    code: str
    message: str
    hint: str
    refused: bool


class Checked(NamedTuple):
    """What `check` looked at, and what it found."""

    files: int
    flaws: tuple[Flaw, ...]


class Copy(NamedTuple):
    """A template that came with the program, and where the owner's copy of it belongs."""

    content: bytes
    place: Path


def list_models(ledger: Path) -> list[Model]:
    """Every model there is for this ledger, by name."""
    with engine_beside(ledger) as engine:
        return engine.models()


def check(ledger: Path, names: Sequence[str] = ()) -> Checked:
    """Look at these files, or at all: what they name, what they say, and the letters that they make.

    Raises TemplateError for a name that there is not.
    """
    with engine_beside(ledger) as engine:
        files = [_file(engine, name) for name in names] or engine.files()
        flaws = [flaw for file in files for flaw in _flaws(engine, file)]
    # Said once: with the line where it stands, if that is known, rather than for each specimen.
    once: dict[tuple[str, ...], Flaw] = {}
    for flaw in flaws:
        once.setdefault((flaw.model, flaw.code, flaw.message), flaw)
    return Checked(len(files), tuple(once.values()))


def shipped_copy(ledger: Path, name: str) -> Copy:
    """The file of a model, a layout or a part as it came with the program. Raises TemplateError."""
    with Engine(None, folder("templates")) as engine:
        file = _file(engine, name)
    return Copy((folder("templates") / file.name).read_bytes(), ledger.parent / OWN_TEMPLATES / file.name)


def preview(ledger: Path, settings: Settings, name: str, sample: str, draw: Callable[[str], str]) -> str:
    """A letter to nobody as a page of HTML, from the owner's company if it is told. Raises TemplateError.

    `draw` makes of a Pix code the address of its picture.
    """
    with engine_beside(ledger) as engine:
        model = engine.model(name)
        data = specimen(sample, model.name, model.parts)
        if settings.company.nome:
            _write_company(data, settings)
        code = data["pix"]["copia_e_cola"]
        data["pix"]["qr"] = draw(code) if code else ""
        return engine.letter(name, _suited(data, model), ("carta.html",)).texts[0]


def _write_company(data: dict[str, Any], settings: Settings) -> None:
    company = data["empresa"] = company_texts(settings)
    data["contestar"] |= {"telefone": company["telefone"], "email": company["email"]}
    key = settings.company.pix
    if not key or not data["pix"]["copia_e_cola"]:
        data["pix"] = dict.fromkeys(data["pix"], "")
        return
    city = settings.company.cidade or "BRASIL"
    shown = pix.parse(data["pix"]["copia_e_cola"])
    assert isinstance(shown, pix.Payload) and shown.cents
    code = pix.build(key, settings.company.nome, city, shown.cents, "***")
    data["pix"] |= {"copia_e_cola": code, "chave": key, "titular": settings.company.nome}


def _suited(data: Mapping[str, Any], model: Model) -> dict[str, Any]:
    """The data with what the model needs to be true."""
    made = {**data, "carta": data["carta"] | {"modelo": model.name}}
    for section in ("politica", "fatos"):
        made[section] = data[section] | {need: True for need in model.needs if need in data[section]}
    return made


def _file(engine: Engine, name: str) -> Source:
    wanted = name if name.endswith(ENDING) else f"{name}{ENDING}"
    found = next((file for file in engine.files() if file.name == wanted), None)
    if found is None:
        engine.model(name)
    assert found is not None
    return found


def _flaws(engine: Engine, file: Source) -> Iterator[Flaw]:
    name = file.name.removesuffix(ENDING)
    if file.refused:
        yield Flaw(name, file.shown, TemplateError.code, file.refused, "", refused=True)
        return
    stretches, errors = engine.fixed_words(file.name)
    yield from (_of_error(name, error) for error in errors)
    for stretch in stretches:
        place = f"{file.shown}:{stretch.line}"
        yield from (_of_finding(name, place, finding) for finding in judge_template(stretch.text))
    if file.kind is Kind.MODEL and not errors:
        model = engine.model(name)
        for sample, data in _specimens(model).items():
            found = list(_flaws_of_letter(engine, model, sample, _suited(data, model)))
            yield from found
            if any(flaw.code == LIMIT for flaw in found):
                return


_ALL_DONE = {"negativado": True, "protestado": True, "ajuizado": True, "notificado_em": "02/11/2026"}


def _specimens(model: Model) -> dict[str, dict[str, Any]]:
    """Letters that together take most branches of a template."""
    found = {sample: specimen(sample, model.name, model.parts) for sample in SAMPLES}
    if not set(AGREEMENT_PARTS).intersection(model.parts) and "acordo" not in model.needs:
        paid = [title | {"situacao": "paga", "boleto": ""} for title in BUSINESS["titulos"]]
        nothing = {"total": "R$ 0,00", "total_encargos": "R$ 0,00"}
        return {**found, "tudo pago": {**BUSINESS, "fatos": _ALL_DONE, "titulos": paid, **nothing}}
    # The specimens have two of the three clauses, and no title with facts.
    person = found["consumidor"]
    agreed = {**person["acordo"], "clausula": "proporcional", "foro": "", "validade": ""}
    return {**found, "desconto proporcional": {**person, "acordo": agreed, "fatos": _ALL_DONE}}


def _flaws_of_letter(engine: Engine, model: Model, sample: str, data: dict[str, Any]) -> Iterator[Flaw]:
    try:
        letter = engine.letter(model.name, data, _LAYOUTS)
    except TemplateError as error:
        yield _of_error(model.name, error)
        return
    place = f"carta de exemplo ({sample})"
    yield from (_of_finding(model.name, place, finding) for finding in _findings(letter, model, data))


def _findings(letter: Letter, model: Model, data: dict[str, Any]) -> list[Finding]:
    text, page = letter.texts
    read, outside = read_page(page)
    found = judge(text, letter.words, data, model.parts)
    found += judge(read, letter.words, data, model.parts)
    for each in outside:
        remedy = "a carta em HTML não busca nem roda nada; ponha a imagem dentro dela (data:)"
        found.append(Finding("E-PAGINA", f"a página tem {each}: {remedy}"))
    return found


def _of_error(model: str, error: TemplateError) -> Flaw:
    place, _, said = error.message.partition(": ")
    return Flaw(model, place, error.code, said or error.message, error.hint or "", refused=True)


def _of_finding(model: str, place: str, finding: Finding) -> Flaw:
    said, _, remedy = finding.message.rpartition("; ")
    return Flaw(model, place, finding.code, said or remedy, remedy if said else "", finding.refused)
