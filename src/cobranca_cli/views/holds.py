"""Pauses and disputes in sentences: what was recorded, on what ground, what to do next; and their list."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cobranca_cli.brformat import date_br
from cobranca_cli.domain.holds import (
    CHANNEL,
    DEATH,
    DISPUTE,
    EXCEPTIONS,
    FOR_GOOD,
    FREEZES,
    INSOLVENCY,
    NEVER,
    OVER_INDEBTED,
    PAUSE,
    REJECTED,
    SEGMENT,
    STEP,
    UPHELD,
    result_of,
)
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.ledger.queries.holds import ListedHold
    from cobranca_cli.services.hold_list import Holds
    from cobranca_cli.services.holds import Ended, Held

KINDS = {
    PAUSE: "pausa",
    DISPUTE: "contestação",
    DEATH: "falecimento",
    INSOLVENCY: "falência ou recuperação judicial",
    OVER_INDEBTED: "superendividamento",
    NEVER: "nunca cobrar",
    CHANNEL: "canal recusado",
    STEP: "degrau de fora",
    SEGMENT: "segmento à mão",
}

CHANNELS = {
    "telefone": "telefonemas",
    "email": "e-mails",
    "whatsapp": "mensagens de WhatsApp",
    "sms": "SMS",
    "carta": "cartas",
    "presencial": "visitas",
}

_DEBT_STAYS = "a dívida continua nos relatórios, e a prescrição continua a correr: veja 'cobranca prazos'"

NEXT = {
    DEATH: (
        "a dívida passa ao espólio, e cada herdeiro só responde até o que herdou (Código Civil, arts. 1.792 e"
        " 1.997)",
        "com a família, só pêsames: procure o inventariante e habilite o crédito no inventário, antes da"
        " partilha (CPC, art. 642)",
    ),
    INSOLVENCY: (
        "na falência e na recuperação judicial o crédito se recebe no processo, e as cobranças à parte param"
        " (Lei 11.101/2005, arts. 6º e 49)",
        "confira se o crédito está na relação do edital; se não, habilite-o em 15 dias do edital, com as"
        " notas e os comprovantes de entrega (arts. 7º, § 1º, e 9º), e veja com um advogado",
        "quando o juiz a declarar, registre também 'cobranca faturas fato … --tipo insolvencia': conta para a"
        " perda fiscal",
    ),
    OVER_INDEBTED: (
        "o juiz chama os credores para um plano de até 5 anos que preserva o mínimo existencial (CDC, arts."
        " 104-A e 104-B; Lei 14.181/2021)",
        "vá à audiência: quem falta sem motivo tem a cobrança suspensa, os juros interrompidos e recebe"
        " depois dos que foram (art. 104-A, § 2º)",
        "o que entrar pelo plano se registra como qualquer pagamento",
    ),
    NEVER: ("nenhuma mensagem e nenhuma tarefa saem mais para este cliente, até você encerrar",),
}
"""The ground of what is for good, and what the owner should do next."""

_PEOPLE_ONLY = {DEATH: "falecimento", OVER_INDEBTED: "superendividamento"}


def registered(held: "Held") -> str:
    """What was recorded, in one sentence; empty when nothing was."""
    return "; ".join(map(said, held.new))


def said(each: "ListedHold") -> str:
    """A hold in one sentence."""
    hold, whose = each.hold, f"da fatura {each.invoice} de {each.customer}" if each.invoice else ""
    number = f"nº {hold.id}"
    if hold.kind == CHANNEL:
        return f"{each.customer} não recebe mais {CHANNELS[hold.value or '']} ({number})"
    if hold.kind == STEP:
        return f"o degrau {hold.value} não vale para {each.customer} ({number})"
    if hold.kind == SEGMENT:
        return f"{each.customer} fica no segmento {hold.value} ({number})"
    whose = whose or f"de {each.customer}"
    if hold.until is None:
        return f"{KINDS[hold.kind]} ({number}) {whose}: a régua para de vez"
    back = date_br((hold.until + timedelta(days=1)).isoformat())
    return f"{KINDS[hold.kind]} {hold.id} {whose}, até {_br(hold.until)}; a régua volta sozinha em {back}"


def advice(held: "Held") -> Iterator[str]:
    """What a person should know or do after recording."""
    known = [f"já estava registrado: {said(each)}" for each in held.known]
    yield from known
    first = held.new[0] if held.new else None
    if first is None:
        return
    kind = first.hold.kind
    if kind in FOR_GOOD:
        yield from NEXT[kind]
        yield _DEBT_STAYS
        if kind in _PEOPLE_ONLY and len(first.document or "") == 14:
            yield f"{first.customer} tem CNPJ: {_PEOPLE_ONLY[kind]} é de pessoa física; confira"
    if kind == DISPUTE:
        yield _charges(first)
        yield (
            f"quando decidir, diga: 'cobranca pausa encerrar {first.hold.id} --procedente', ou --improcedente"
        )
    if kind == SEGMENT:
        yield "o que você diz à mão vale no lugar do que os fatos dizem, até você encerrar"


def _charges(each: "ListedHold") -> str:
    hold = each.hold
    if hold.value != FREEZES or hold.until is None:
        return "os encargos continuam a correr; para parar os juros nesse tempo, --encargos congelar"
    if hold.until == hold.since:
        return "os encargos param no dia seguinte ao registro; como termina hoje, não há dia congelado"
    first = _br(hold.since + timedelta(days=1))
    return f"os juros não correm de {first} a {_br(hold.until)}, ou até o dia em que você encerrar"


def ended(done: "Ended") -> str:
    """What was ended, in one sentence."""
    each = done.listed
    hold, day = each.hold, _br(done.day)
    whose = f"da fatura {each.invoice} de {each.customer}" if each.invoice else f"de {each.customer}"
    if done.result:
        return f"contestação {hold.id} {whose}, decidida em {day}: {done.result}"
    what = f"{KINDS[hold.kind]} {whose}"
    if hold.kind in EXCEPTIONS:
        what += f": {hold.value}"
    return f"o nº {hold.id} não vale mais desde {day} ({what})"


def _letter(done: "Ended") -> str:
    each = done.listed
    # A name goes into a command line only when no shell reads anything else in it.
    plain = all(letter.isalnum() or letter in " .,&/-" for letter in each.customer)
    who = f'"{each.customer}"' if plain else "CLIENTE"
    which = f" --fatura {each.invoice}" if each.invoice else ""
    return f"'cobranca carta gerar {who} --modelo contestacao{which} --resultado {done.result}'"


_NO_LONGER = "a régua já não espera por esta contestação"


def after(done: "Ended") -> Iterator[str]:
    """What to do after a dispute was decided."""
    each = done.listed
    invoice = each.invoice or "FATURA"
    answer = f"responda por escrito: {_letter(done)}"
    if done.result == UPHELD:
        yield (
            f"corrija a fatura: 'cobranca faturas cancelar {invoice} --motivo …', ou 'cobranca faturas abater"
            f" {invoice} --valor … --motivo …' se só uma parte não é devida"
        )
        yield answer
        yield "se já houve negativação ou protesto, peça a baixa"
    elif done.result == REJECTED:
        yield f"{answer}, com o porquê e as provas"
        yield _NO_LONGER
    elif each.hold.kind == DISPUTE:
        yield f"{_NO_LONGER}; não ficou registrado se ela tinha razão"


_SHORT = {**KINDS, INSOLVENCY: "falência ou RJ", OVER_INDEBTED: "endividamento"}
"""For a column of a terminal of 80 cells, which gives fourteen of them to this one."""

_COLUMNS = (
    Column("id", "Nº", Kind.INTEGER),
    columns.CUSTOMER,
    columns.DOCUMENT,
    Column("fatura", "Fatura", priority=1),
    Column("tipo", "Tipo", words=_SHORT, elastic=True),
    Column("valor", "Qual", priority=1, words={FREEZES: "sem juros"}),
    Column("desde", "Desde", Kind.DATE, priority=5),
    Column("ate", "Até", Kind.DATE),
    Column("motivo", "Motivo", priority=3, elastic=True),
    Column("situacao", "Situação", priority=4),
)


def listing(found: "Holds") -> Report:
    """Holds by customer; `situacao` is `vale`, `terminou` (by itself), `encerrada` or how it was decided."""
    rows = [(each, situation(each, found.as_of)) for each in found.holds]
    states = [state for _, state in rows]
    return Report(
        name="pausas",
        title="Pausas, contestações e exceções",
        as_of=found.as_of,
        # Where some are over, which ones is what people look for.
        columns=_COLUMNS if set(states) <= {"vale"} else (*_COLUMNS[:-1], _COLUMNS[-1]._replace(priority=1)),
        rows=[_cells(each, state) for each, state in rows],
        totals=(
            Figure("pausas", "Registros", Kind.INTEGER, len(rows)),
            Figure("valem", "Valem", Kind.INTEGER, states.count("vale")),
        ),
        empty="Nada segura a régua.",
        notes=found.notices,
    )


def situation(each: "ListedHold", as_of: date) -> str:
    """In one word, on a day."""
    if each.ended_on:
        return result_of(each.end_reason or "") or "encerrada"
    return "vale" if each.in_force(as_of) else "terminou"


def _cells(each: "ListedHold", state: str) -> tuple[object, ...]:
    hold = each.hold
    return (
        hold.id,
        each.customer,
        each.document,
        each.invoice,
        hold.kind,
        hold.value,
        hold.since.isoformat(),
        hold.until.isoformat() if hold.until else None,
        hold.reason,
        state,
    )


def _br(day: date) -> str:
    return date_br(day.isoformat())
