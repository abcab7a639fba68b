"""Every letter that comes with the program, in every form in which it goes out."""

import io
from collections.abc import Iterator
from copy import deepcopy
from email import message_from_bytes, policy
from itertools import product
from typing import Any

import pytest
from pypdf import PdfReader
from tests.output.letters import DAY, data_of

from cobranca_cli.output import qr
from cobranca_cli.output.letter_eml import eml_bytes
from cobranca_cli.output.letter_pdf import Press
from cobranca_cli.output.letter_whatsapp import message_file
from cobranca_cli.rendering.engine import Engine
from cobranca_cli.rendering.sample import SAMPLES, specimen
from cobranca_cli.resources import folder
from cobranca_cli.views.letter import Letter

MODELS = sorted(path.stem for path in folder("templates").glob("[a-z]*.j2") if "." not in path.stem)
MODELS.remove("guia")
PAGES = {"termo": 4, "quebra": 2}
"""Of the letters that are longer than a page: the workings begin on a page of their own."""
AT_MOST = {"notificacao": 2, "proposta": 2, "termo": 4, "quebra": 3}
"""Of those that may be longer with five titles."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(None, folder("templates")) as made:
        yield made


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def letter_of(engine: Engine, model: str, data: dict[str, Any], channel: str) -> Letter:
    data = deepcopy(data)
    data["carta"] |= {"modelo": model, "numero": "000042", "canal": channel}
    code = data["pix"]["copia_e_cola"]
    data["pix"]["qr"] = qr.png_data_uri(code) if code else ""
    words, (text, html) = engine.letter(model, data, ("carta.txt", "carta.html"))
    customer, company = data["cliente"], data["empresa"]
    recipient = customer["email"] if channel == "email" else "31988887777"
    return Letter(
        42, 1, customer["nome"], model, channel, recipient, (company["nome"], company["email"]), DAY,
        words._asdict(), data, text, html, engine.model(model).parts,
    )  # fmt: skip


def flat(text: str) -> str:
    """On one line; at the end of a line of paper, the hyphen of a word stands on the next one too."""
    return " ".join(text.split()).replace("- -", "-")


@pytest.mark.parametrize(("model", "sample"), list(product(MODELS, SAMPLES)))
def test_on_paper_its_pages_with_all_its_words(engine: Engine, press: Press, model: str, sample: str) -> None:
    made = letter_of(engine, model, specimen(sample, model), "carta")
    content, warnings = press.pdf(made)
    pages = PdfReader(io.BytesIO(content)).pages
    printed = flat(" ".join(page.extract_text() for page in pages))
    assert len(pages) == PAGES.get(model, 1) and warnings == ()
    for block in ("titulo", "abertura", "apos_titulos", "fechamento"):
        for line in filter(str.strip, made.words[block].splitlines()):
            assert flat(line.removeprefix("- ")) in printed
    creditor = made.data["empresa"]
    assert isinstance(creditor, dict)
    for needed in ("nome", "documento", "endereco"):
        assert creditor[needed] in printed


@pytest.mark.parametrize("model", MODELS)
def test_five_titles_with_everything_are_one_page(engine: Engine, press: Press, model: str) -> None:
    """But for those with most to say, which may be more."""
    sample = specimen("consumidor", model)
    five = data_of(5)
    data = {key: five[key] if isinstance(value, int | str) else value for key, value in sample.items()}
    data["titulos"] = [{**sample["titulos"][0], **title} for title in five["titulos"]]
    data["politica"] = {**sample["politica"], "negativa": True, "protesta": True}
    data["outras"] = {**sample["outras"], "quantidade": 2, "total": "R$ 310,00"}
    made = letter_of(engine, model, data, "carta")
    pages = len(PdfReader(io.BytesIO(press.pdf(made)[0])).pages)
    assert pages <= AT_MOST.get(model, 1)


@pytest.mark.parametrize("model", MODELS)
def test_as_an_e_mail_and_as_a_message(engine: Engine, model: str) -> None:
    made = letter_of(engine, model, specimen("consumidor", model), "email")
    message: Any = message_from_bytes(eml_bytes(made), policy=policy.default)
    assert message["Subject"] == made.words["assunto"]
    assert flat(message.get_body(("plain",)).get_content()) == flat(made.text)
    page = message.get_body(("html",)).get_content()
    pictures = [part["Content-ID"].strip("<>") for part in message.walk() if "Content-ID" in part]
    assert "data:image" not in page and all(f"cid:{each}" in page for each in pictures)
    assert ("<img" in page) == bool(pictures)
    text = message_file(made._replace(channel="whatsapp", recipient="31988887777"))
    assert "https://wa.me/5531988887777?text=" in text and made.words["curto"] in text


def test_the_models_are_those_of_the_folder(engine: Engine) -> None:
    assert {model.name for model in engine.models()} == set(MODELS)
