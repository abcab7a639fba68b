"""What came of a training: the quality of the model beside the baseline, and whether it is used."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, date_br, thousands_br
from cobranca_cli.views.document import Document, Fact, Facts, Notes, Table
from cobranca_cli.views.report import Column, Figure, Kind, Measure, Report
from cobranca_cli.views.risk_words import FEATURES

if TYPE_CHECKING:
    from cobranca_cli.risk.evaluation import Trial, Verdict
    from cobranca_cli.services.risk_training import Trained

_WHEN = {"emissao": "na emissão", "atraso-10": "com 10 dias de atraso", "calibracao": "na emissão"}
_WHAT = {"auc": "AUC", "brier": "Brier", "log-loss": "log-loss"}

_COLUMNS = (
    Column("quando", "Quando", words=_WHEN),
    Column("medida", "Medida", words=_WHAT),
    Column("modelo", "Modelo", measure=True),
    Column("taxa", "Taxa ajustada", measure=True),
    Column("base", "Base ingênua", measure=True),
    Column("faturas", "Faturas", Kind.INTEGER),
    Column("atrasadas", "Com +30 dias", Kind.INTEGER),
    Column("de", "De", Kind.PERCENT),
    Column("ate", "Até", Kind.PERCENT),
    Column("previsto", "Previsto", Kind.PERCENT),
    Column("ocorrido", "Ocorrido", Kind.PERCENT),
)
_QUALITY = _COLUMNS[:7]
_BANDS = (_COLUMNS[5], *_COLUMNS[7:])
_WINDOWS = (
    Column("corte", "Corte", Kind.DATE),
    Column("treino", "Treino (faturas)", Kind.INTEGER),
    Column("treino_atrasadas", "com +30", Kind.INTEGER),
    Column("ate", "Julgadas até", Kind.DATE),
    Column("julgadas", "Julgadas", Kind.INTEGER),
    Column("julgadas_atrasadas", "com +30", Kind.INTEGER),
)
_WEIGHTS = (Column("fator", "Fator", elastic=True), Column("peso", "Peso", measure=True))

NOTES = (
    "AUC: a chance de uma fatura que atrasou ter recebido nota maior que uma que não atrasou (0,5 é sorte, 1"
    " é perfeito). Brier e log-loss: o erro das chances; menor é melhor.",
    "Cada janela foi prevista por um modelo ajustado só com o que se sabia no dia do corte; a fatura emitida"
    " antes e ainda sem desfecho naquele dia não entra em nenhum dos lados.",
    "Base ingênua: a taxa passada do cliente como está, ou a da carteira para quem não tem histórico. Taxa"
    " ajustada: a mesma, puxada para a da carteira; é o que se usa quando o modelo não serve.",
)


def training(found: "Trained") -> Document:
    """The whole answer for people; programs get the rows of quality and of calibration."""
    verdict = found.verdict
    blocks: list[Facts | Table | Notes] = [Facts(_facts(found))]
    if verdict.windows:
        blocks.append(Table(_WINDOWS, [_window(each) for each in verdict.windows], title="Fora do tempo"))
    quality = [row[:7] for row in _rows(verdict) if row[0] != "calibracao"]
    if quality:
        blocks.append(Table(_QUALITY, quality, title="Qualidade"))
        bands = [(row[5], *row[7:]) for row in _rows(verdict) if row[0] == "calibracao"]
        blocks.append(Table(_BANDS, bands, title="Calibração, na emissão"))
    if found.model.features:
        blocks.append(Table(_WEIGHTS, _weights(found), title="O que pesa, por desvio padrão, em logitos"))
    if quality:
        blocks.append(Notes(NOTES, "Como ler"))
    return Document(
        name="treino",
        title="Treino do modelo de risco",
        subtitle="",
        as_of=found.as_of,
        blocks=tuple(blocks),
        report=_report(found),
    )


def said(found: "Trained") -> str:
    """What stands in the ledger, in one sentence."""
    if not found.kept:
        return "Nada foi gravado: é uma simulação."
    if found.number is None:
        return "Nada foi gravado: o livro já tem este mesmo modelo."
    return f"Gravado: modelo de risco {found.number}, de {date_br(found.as_of.isoformat())}."


def outcome(verdict: "Verdict") -> str:
    """Whether the model is used, and why not."""
    rows, late = counted(verdict.rows, "fatura", "faturas"), thousands_br(verdict.events)
    known = f"{rows} com desfecho conhecido, {late} com mais de 30 dias de atraso"
    return _OUTCOMES[verdict.outcome].format(known=known)


_OUTCOMES = {
    "modelo": "o modelo fica: bate a base ingênua em faturas que não conhecia",
    "melhor-que-taxa": "o modelo não bate a base ingênua em faturas que não conhecia, mas erra menos"
    " que a taxa ajustada, que ficaria no lugar dele: fica o modelo",
    "perde": "o modelo não bate a base ingênua em faturas que não conhecia: fica a taxa do cliente",
    "poucas": "histórico pequeno demais ({known}; o mínimo é 200): fica a taxa do cliente",
    "poucas-atrasadas": "poucos atrasos para aprender ({known}; o mínimo é 20): fica a taxa do cliente",
    "poucas-em-dia": "poucas faturas em dia para aprender ({known}; o mínimo é 20): fica a taxa do cliente",
    "poucas-novas": "poucas faturas novas para julgar o modelo fora do tempo: fica a taxa do cliente",
}
_FAILURES_ONLY = (
    "quase nenhuma fatura paga em dia: se só entraram as que estavam em aberto, importe também as pagas; até"
    " lá a taxa da carteira é suposta"
)


def _facts(found: "Trained") -> list[Fact]:
    verdict = found.verdict
    sampled = verdict.rows if found.invoices > 2 * verdict.rows else None
    return [
        Fact("Decisão", outcome(verdict)),
        Fact("Faturas no período", found.invoices, Kind.INTEGER),
        Fact("Amostra com desfecho", sampled, Kind.INTEGER),
        Fact("Com desfecho conhecido", None if sampled else verdict.rows, Kind.INTEGER),
        Fact("Dessas, com mais de 30 dias", verdict.events, Kind.INTEGER),
        Fact("Taxa da carteira", _percent(found.model.prior.rate), Kind.PERCENT),
    ]


def _window(window: tuple[int, ...]) -> tuple[object, ...]:
    cut, fitted, fitted_late, last, judged, judged_late = window
    days = [date.fromordinal(day).isoformat() for day in (cut, last)]
    return days[0], fitted, fitted_late, days[1], judged, judged_late


def _rows(verdict: "Verdict") -> Iterator[tuple[object, ...]]:
    for when, trial in (("emissao", verdict.first), ("atraso-10", verdict.second)):
        if trial:
            yield from _trial(when, trial)
    for number, band in enumerate(verdict.bands, 1):
        edges = (_percent(each) for each in (band.lowest, band.highest, band.predicted, band.observed))
        late = round(band.observed * band.rows)
        yield "calibracao", f"faixa-{number}", None, None, None, band.rows, late, *edges


def _trial(when: str, trial: "Trial") -> Iterator[tuple[object, ...]]:
    ways = (trial.model, trial.rate, trial.naive)
    for name, measures in (
        ("auc", [way.auc for way in ways]),
        ("brier", [way.brier for way in ways]),
        ("log-loss", [way.log_loss for way in ways]),
    ):
        told = (Measure(None if each is None else _decimal(each), "indice") for each in measures)
        yield when, name, *told, trial.rows, trial.events, None, None, None, None


def _weights(found: "Trained") -> Sequence[tuple[object, ...]]:
    ordered = sorted(found.model.features, key=lambda each: (-abs(each.weight), each.name))
    return [
        ("taxa passada do cliente, ajustada (1 é como está)", Measure(_decimal(found.model.own), "indice")),
        *((FEATURES[each.name], Measure(_decimal(each.weight), "indice")) for each in ordered),
    ]


def _decimal(number: float) -> Decimal:
    return Decimal(f"{number:.4f}")


def _percent(share: float) -> Decimal:
    return Decimal(f"{100 * share:.2f}")


def _report(found: "Trained") -> Report:
    verdict = found.verdict
    return Report(
        name="treino",
        title="Treino do modelo de risco",
        short="Treino",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=list(_rows(verdict)),
        totals=(
            Figure("usa", "Usa", Kind.TEXT, found.model.kind),
            Figure("resultado", "Resultado", Kind.TEXT, verdict.outcome),
            Figure("faturas", "Com desfecho conhecido", Kind.INTEGER, verdict.rows),
            Figure("atrasadas", "Com mais de 30 dias", Kind.INTEGER, verdict.events),
            Figure("cortes", "Cortes", Kind.TEXT, ", ".join(_cuts(verdict)) or None),
            Figure("modelo", "Modelo", Kind.INTEGER, found.number),
        ),
        empty="Sem histórico para julgar.",
        notes=(*found.notices, f"{_sentence(outcome(verdict))}.", *_selection(verdict)),
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _selection(verdict: "Verdict") -> tuple[str, ...]:
    """What to say of a ledger in which nearly nothing was ever paid in time."""
    timely = verdict.rows - verdict.events
    return (_FAILURES_ONLY,) if verdict.events and 20 * timely < verdict.rows else ()


def _cuts(verdict: "Verdict") -> Iterator[str]:
    return (date.fromordinal(window.cut).isoformat() for window in verdict.windows)
