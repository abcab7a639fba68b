"""Letters of the ledger made ready for the outputs: the words that were recorded, in today's layouts.

What was said is never rendered again: the words come from the proof, only their page is made anew.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import TemplateError
from cobranca_cli.ledger.queries.letters import Proof, proofs
from cobranca_cli.rendering.engine import Engine, Words
from cobranca_cli.rendering.shape import completed
from cobranca_cli.services.letters import Written, engine_beside
from cobranca_cli.services.reading import reading
from cobranca_cli.views.letter import PARTS, Letter

_BATCH = 100

Drawing = Callable[[str], str]
"""Makes a Pix code the source of a picture."""


def recorded_letters(
    ledger: Path, settings: Settings, moment: Moment, ids: Sequence[int], draw: Drawing | None
) -> Iterator[Letter]:
    """These letters, some at a time in memory and the ledger free in between; with `draw` also as pages.

    Raises NotFoundError for a number that no letter has, TemplateError for a layout that does not render.
    """
    with engine_beside(ledger) as engine:
        for start in range(0, len(ids), _BATCH):
            with reading(ledger, settings, moment) as reader:
                batch = list(proofs(reader.connection, ids[start : start + _BATCH]))
            for proof in batch:
                yield _letter(proof, settings, engine, draw)


def script_letter(
    ledger: Path, settings: Settings, day: date, script: Written, number: int, draw: Drawing | None
) -> Letter:
    """A text that is not kept (the script of a call, a rehearsal), under a number of its own."""
    asked, customer = script.order.asked, script.order.customer
    letter = Letter(
        number,
        customer.id,
        customer.name,
        asked.model,
        asked.channel,
        customer.phone or "",
        (settings.company.nome, settings.company.email),
        day,
        script.words._asdict(),
        script.data,
        script.text,
    )
    if draw is None:
        return letter
    with engine_beside(ledger) as engine:
        return letter._replace(
            html=_page(engine, letter, script.words, draw), parts=_parts(engine, asked.model)
        )


def _letter(proof: Proof, settings: Settings, engine: Engine, draw: Drawing | None) -> Letter:
    kept, content = proof.kept, json.loads(proof.content)
    words = Words(**{name: content["palavras"].get(name, "") for name in Words._fields})
    letter = Letter(
        kept.id,
        kept.customer,
        kept.name,
        kept.template,
        kept.channel,
        kept.recipient or "",
        (settings.company.nome, settings.company.email),
        date.fromisoformat(kept.day),
        words._asdict(),
        completed(content["dados"]),
        proof.body,
        parts=_parts(engine, kept.template),
    )
    return letter if draw is None else letter._replace(html=_page(engine, letter, words, draw))


def _page(engine: Engine, letter: Letter, words: Words, draw: Drawing) -> str:
    data: dict[str, Any] = dict(letter.data)
    code = data["pix"]["copia_e_cola"]
    if code:
        data["pix"] = {**data["pix"], "qr": draw(code)}
    return engine.layout("carta.html", letter.model, data, words)


def _parts(engine: Engine, model: str) -> tuple[str, ...]:
    """What the model shows; of one that the owner has since taken away, everything."""
    with suppress(TemplateError):
        return engine.model(model).parts
    return PARTS
