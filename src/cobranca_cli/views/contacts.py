"""The history of contacts, what a contact asks for next, and the outcomes a collector may use."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import date_br
from cobranca_cli.domain.outcomes import CHANNELS, OUTCOMES
from cobranca_cli.domain.text import command_word
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.domain.outcomes import Outcome
    from cobranca_cli.ledger.queries.contact_history import Line
    from cobranca_cli.ledger.queries.customers import Customer
    from cobranca_cli.services.contact_list import Contacts
    from cobranca_cli.services.contacts import Corrected, Recorded

CHANNEL_WORDS = {
    "telefone": "telefone",
    "email": "e-mail",
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "carta": "carta",
    "presencial": "pessoalmente",
}
OUTCOME_WORDS = {code: outcome.words for code, outcome in OUTCOMES.items()}
_BY = {channel: f"por {words}" for channel, words in CHANNEL_WORDS.items()} | {"presencial": "pessoalmente"}
_SHOWN_OF_HASH = 12

_COLUMNS = (
    Column("id", "Nº", Kind.INTEGER, priority=1),
    Column("data", "Data", Kind.DATE),
    columns.CUSTOMER,
    columns.DOCUMENT,
    Column("canal", "Canal", priority=4, words=CHANNEL_WORDS),
    Column("resultado", "Resultado", elastic=True, words=OUTCOME_WORDS),
    Column("recebido", "Recebido", Kind.BOOL, priority=8),
    Column("faturas", "Faturas", priority=7, elastic=True, many=True),
    Column("nota", "Nota", priority=1, elastic=True),
    Column("proxima", "Próxima ação", priority=6, elastic=True),
    Column("proxima_em", "Retornar em", Kind.DATE, priority=5),
    Column("carta", "Carta", Kind.INTEGER, priority=8),
    Column("marca", "Marca da carta", priority=9),
    Column("autor", "Autor", priority=8),
    Column("registrado_em", "Registrado em", Kind.DATE, priority=9),
    Column(
        "situacao",
        "Situação",
        priority=1,
        words={"valido": "vale", "corrigido": "corrigido", "retirada": "retirada"},
    ),
    Column("corrigido_em", "Corrigido em", Kind.DATE, priority=8),
    Column("motivo", "Motivo da correção", priority=8, elastic=True),
)


def listing(found: "Contacts", *, for_people: bool) -> Report:
    """What was said and sent up to a day, the newest last; letters have no number as contacts.

    For people the note of a letter says its number and the start of its hash: a narrow screen has no room for
    their columns.
    """
    contacts = [line for line in found.lines if line.template is None]
    letters = [line for line in found.lines if line.template is not None and not line.corrected_on]
    counting = [line for line in contacts if not line.corrected_on]
    return Report(
        name="contatos",
        title="Contatos",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=(_row(line, for_people) for line in found.lines),
        totals=(
            Figure("contatos", "Contatos", Kind.INTEGER, len(counting)),
            Figure("cartas", "Cartas", Kind.INTEGER, len(letters)),
            Figure("corrigidos", "Corrigidos", Kind.INTEGER, len(contacts) - len(counting)),
        ),
        empty="Nenhum contato registrado.",
        notes=found.notices,
    )


def _row(line: "Line", for_people: bool) -> tuple[object, ...]:
    mark = line.sha256[:_SHOWN_OF_HASH] if line.sha256 else None
    proof = f"nº {line.letter}, marca {mark}" if line.template and for_people else None
    return (
        line.id,
        line.day,
        line.customer,
        line.document,
        line.channel,
        line.outcome or f"carta {line.template}",
        bool(line.received),
        line.invoices or None,
        line.note or proof,
        line.next_action,
        line.next_on,
        line.letter,
        mark,
        line.author,
        line.booked_on,
        _situation(line),
        line.corrected_on,
        line.reason,
    )


def _situation(line: "Line") -> str:
    if not line.corrected_on:
        return "valido"
    return "corrigido" if line.template is None else "retirada"


def recorded(done: "Recorded") -> str:
    """What was recorded, in one sentence without its end."""
    telling = done.telling
    began = "por iniciativa do cliente, " if telling.received else ""
    back = f"; retornar em {_br(telling.next_on)}" if telling.next_on else ""
    back += f" ({telling.next_action})" if telling.next_action else ""
    promise = f"; promessa {done.promise}" if done.promise else ""
    return (
        f"contato {done.id} com {done.customer.name} em {_br(done.day)}, {_BY[telling.channel]}:"
        f" {began}{done.outcome.words}{promise}{back}"
    )


def next_step(done: "Recorded") -> str | None:
    """What the outcome asks for, with the command; None when nothing, or when it is done already."""
    asks = done.outcome.asks
    if asks is None or done.promise:
        return None
    who = _named(done.customer)
    channel = done.telling.channel
    about = "".join(f" --fatura {command_word(name)}" for name in done.invoices)
    field = {"email": "--email E-MAIL", "carta": "--endereco TEXTO"}.get(channel, "--telefone NUMERO")
    return {
        "cadastro": f"corrija o cadastro: cobranca clientes editar {who} {field}",
        "segunda-via": f"envie a segunda via: cobranca carta gerar {who} --modelo amigavel{about}",
        "contestacao": f"pare a cobrança do que se contesta: {_disputing(done.invoices)} --motivo TEXTO",
        "promessa": "registre a promessa, para a régua esperar: cobranca promessa registrar"
        f" {who} --valor VALOR --data DATA{about}",
        "prazo": f"em parcelas, cobranca acordo simular {who}{about}; de uma vez, cobranca promessa registrar"
        f" {who} --valor VALOR --data DATA{about}",
        "espera": f"se for esperar, pause a régua: cobranca pausa registrar {who} --ate DATA --motivo TEXTO",
        "comprovante": "peça o comprovante; quando o dinheiro entrar: cobranca pagamento registrar"
        f" {about.strip() or f'--cliente {who}'} --valor VALOR",
        "recusa": f"veja até quando se pode agir: cobranca prazos --cliente {who}",
        "canal": f"registre o pedido: cobranca pausa canal {who} --canal {channel} --motivo TEXTO",
        "insolvencia": "pare a régua: cobranca pausa registrar"
        f" {who} --definitiva insolvencia --motivo TEXTO (ou superendividamento)",
        "falecimento": "pare a régua: cobranca pausa registrar"
        f" {who} --definitiva falecimento --motivo TEXTO",
    }[asks]


def _disputing(invoices: tuple[str, ...]) -> str:
    return f"cobranca faturas contestar {' '.join(map(command_word, invoices)) or 'FATURA'}"


def _named(customer: "Customer") -> str:
    """The customer as he may be typed."""
    return command_word(customer.code or customer.name, "CLIENTE")


def corrected(done: "Corrected") -> str:
    """What was corrected, in one sentence without its end."""
    line = done.line
    words = OUTCOME_WORDS.get(line.outcome or "", line.outcome)
    return (
        f"contato {line.id} com {line.customer} em {date_br(line.day)} ({words}) corrigido; não conta a"
        f" partir de {_br(done.day)}"
    )


def promise_left(done: "Corrected") -> str | None:
    """What to do with the promise that was recorded with a corrected contact."""
    if done.promise is None:
        return None
    return (
        f"a promessa {done.promise}, registrada com o contato, continua a valer; se também foi engano:"
        f" cobranca promessa retirar {done.promise} --motivo TEXTO"
    )


_OUTCOME_COLUMNS = (
    Column("resultado", "Resultado"),
    Column("significado", "Significado", elastic=True),
    Column("canais", "Canais", priority=3, elastic=True),
    Column("intervalo", "Conta no intervalo", Kind.BOOL, priority=1),
    Column("tentativa", "Conta como ligação", Kind.BOOL, priority=1),
    Column("recebido", "Pode ser --recebido", Kind.BOOL, priority=4),
)

_EXPLAINED = (
    "Conta no intervalo: a régua espera o intervalo mínimo (48 horas, se cobranca.toml não disser outro)"
    " antes do próximo contato. Conta como ligação: por telefone, entra no limite de tentativas da semana.",
    "Recado sobre a dívida com outra pessoa (recado-terceiro) é recusado: CDC, art. 42, e LGPD.",
)


def outcomes(as_of: date) -> Report:
    """What `--resultado` takes, and what each means."""
    return Report(
        name="resultados",
        title="Resultados de um contato",
        as_of=as_of,
        columns=_OUTCOME_COLUMNS,
        rows=list(_outcome_rows(OUTCOMES.values())),
        notes=_EXPLAINED,
    )


def _outcome_rows(known: "Iterable[Outcome]") -> Iterator[tuple[object, ...]]:
    for outcome in known:
        if not outcome.refused:
            by = ", ".join(channel for channel in CHANNELS if channel in outcome.channels)
            everywhere = len(outcome.channels) == len(CHANNELS)
            yield (
                outcome.code,
                outcome.words,
                "todos" if everywhere else by,
                outcome.reached,
                outcome.attempt,
                outcome.said,
            )


def _br(day: date) -> str:
    return date_br(day.isoformat())
