"""Contacts through the services on a real ledger: what is kept, what is refused, what it tells the ladder."""

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.domain.notation import cents, day
from tests.ledger.ledger_box import ask, run
from tests.services.payment_box import Shop

from cobranca_cli.errors import CobrancaError, DataError
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.contacts import Touch, contacts_on, next_actions_on, touches_on
from cobranca_cli.services.contact_checks import Pledge, Telling
from cobranca_cli.services.contact_list import Wanted, list_contacts
from cobranca_cli.services.contacts import Corrected, Recorded, correct_contact, record_contact
from cobranca_cli.views.contacts import CHANNEL_WORDS, next_step, recorded

TITLES = (
    "A;1;Ana;2026-10-01;2026-11-01;300,00",
    "A;2;Ana;2026-10-15;2026-12-01;300,00",
    "B;;Bruno;2026-10-20;2026-11-05;500,00",
)
TODAY = "2026-11-21"


class Log(Shop):
    """A shop that tells what it said to its customers; 2026-11-21 is a Saturday."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, *TITLES, today=TODAY)

    def says(self, line: str, **more: object) -> Recorded:
        """`telefone falou` or `2026-11-20 telefone falou`, with Ana unless `customer` says otherwise."""
        words = line.split()
        on = day(words.pop(0)) if words[0][:2] == "20" else None
        given: dict[str, object] = {"customer": "Ana", "day": on, **more}
        telling = Telling(channel=words[0], outcome=words[1], **given)  # type: ignore[arg-type]
        return record_contact(self.ledger, self.settings, self.moment, telling)

    def corrects(self, number: int, reason: str = "engano") -> Corrected:
        return correct_contact(self.ledger, self.moment, number, reason)

    def letter(self, on: str, customer: int = 1) -> None:
        """A letter as the ladder keeps it; 1 is Ana, 2 is Bruno."""
        sql = (
            "INSERT INTO letter (customer_id, day, origin, template, template_sha256, channel, subject, body,"
            " sha256, content, total, recorded_at)"
            " VALUES (?, ?, 'regua', 'firme', ?, 'email', 'Aviso', 'b', ?, '{}', 1, ?)"
        )
        run(self.ledger, (sql, (customer, on, "a" * 64, "b" * 64, f"{on}T10:00:00.000Z")))

    def touch(self, on: str = TODAY) -> Touch:
        """What the contacts with Ana mean on a day."""
        with closing(open_for_reading(self.ledger).connection) as connection:
            return touches_on(connection, day(on)).get(1, Touch())

    def waiting(self, on: str) -> list[int]:
        """The contacts whose next action is to be done on a day."""
        with closing(open_for_reading(self.ledger).connection) as connection:
            return [contact.id for contact in next_actions_on(connection, day(on))]

    def listed(self, on: str = TODAY, **filters: object) -> list[str]:
        """`ID DAY WHAT situation`, as the list has them; a letter has `-` for a number."""
        wanted = Wanted(**filters)  # type: ignore[arg-type]
        found = list_contacts(self.ledger, self.settings, self.moment, day(on), wanted)
        return [
            f"{line.id or '-'} {line.day[5:]} {line.outcome or line.template}"
            + (f" corrigido {line.corrected_on[5:]}" if line.corrected_on else "")
            for line in found.lines
        ]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path)


def test_a_contact_is_kept_as_it_was_told(log: Log) -> None:
    done = log.says(
        "2026-11-20 telefone pede-prazo", invoices=("A/2", "a/1", "A/2"), note="  quer  pagar em 3x ",
        next_action="propor 3x", next_on=day("2026-11-24"), author="Rita",
    )  # fmt: skip
    assert (done.id, done.invoices, done.notices) == (1, ("A/2", "A/1"), ())
    with closing(open_for_reading(log.ledger).connection) as connection:
        (kept,) = contacts_on(connection, day(TODAY))
    assert kept == (
        1, 1, day("2026-11-20"), day(TODAY), "telefone", "pede-prazo", "quer pagar em 3x", "propor 3x",
        day("2026-11-24"), None, "Rita", (1, 2), False,
    )  # fmt: skip


def test_events_tell_no_note_and_no_name(log: Log) -> None:
    log.says("telefone falou", note="mora com a irmã", next_on=day(TODAY), next_action="ligar", author="Rita")
    log.corrects(1, "troquei de pessoa")
    events = ask(log.ledger, "SELECT kind, data FROM event WHERE kind LIKE 'contato%' ORDER BY seq")
    assert [(kind, json.loads(str(data))) for kind, data in events] == [
        (
            "contato_registrado",
            {"contato": 1, "cliente": 1, "em": TODAY, "canal": "telefone", "resultado": "falou",
             "recebido": False, "faturas": [], "carta": None, "retornar": TODAY},
        ),
        ("contato_corrigido", {"contato": 1, "cliente": 1, "correcao": 2, "em": TODAY}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "more", "code"),
    [
        ("telefone recado-terceiro", {}, "E-TERCEIRO"),
        ("carta caixa-postal", {}, "E-CANAL"),
        ("telefone enviado", {}, "E-CANAL"),
        ("email falou", {}, "E-CANAL"),
        ("email numero-errado", {}, "E-CANAL"),
        ("telefone nao-atendeu", {"received": True}, "E-RECEBIDO"),
        ("email enviado", {"received": True}, "E-RECEBIDO"),
        ("2026-11-22 telefone falou", {}, "E-DATA-FUTURA"),
        ("2026-09-30 telefone falou", {}, "E-DATA-ORDEM"),
        ("2026-10-19 telefone falou", {"customer": "Bruno", "invoices": ("B",)}, "E-DATA-ORDEM"),
        ("telefone falou", {"next_on": date(2026, 11, 20)}, "E-DATA-PASSADA"),
        ("telefone falou", {"invoices": ("B",)}, "E-CLIENTES"),
        ("telefone falou", {"invoices": ("A",)}, "E-AMBIGUO"),
        ("telefone falou", {"invoices": ("Z9",)}, "E-NAO-ENCONTRADO"),
        ("telefone falou", {"customer": "Carla"}, "E-NAO-ENCONTRADO"),
        ("email devolvido", {"letter": 3}, "E-NAO-ENCONTRADO"),
        ("email devolvido", {"letter": 2}, "E-CLIENTES"),
        ("2026-11-17 email devolvido", {"letter": 1}, "E-DATA-ORDEM"),
        ("telefone falou", {"note": "x" * 1001}, "E-TAMANHO"),
        ("telefone falou", {"note": "a\x1b[31m"}, "E-CONTROLE"),
        ("telefone falou", {"next_action": "x" * 201}, "E-TAMANHO"),
        ("telefone falou", {"author": "R\u202eita"}, "E-BIDI"),
        ("telefone prometeu", {"promise": Pledge(100, date(2026, 11, 20))}, "E-DATA-PASSADA"),
    ],
)
def test_what_is_refused_leaves_nothing(log: Log, line: str, more: dict[str, object], code: str) -> None:
    log.letter("2026-11-18", customer=1)
    log.letter("2026-11-18", customer=2)
    before = ask(log.ledger, "SELECT count(*), (SELECT count(*) FROM event) FROM contact")
    with pytest.raises(CobrancaError) as refused:
        log.says(line, **more)
    assert refused.value.code == code and refused.value.exit_code == 3
    assert ask(log.ledger, "SELECT count(*), (SELECT count(*) FROM event) FROM contact") == before


def test_a_customer_is_known_since_his_first_invoice(log: Log) -> None:
    """The import is of today; the owner knows the customer from the invoice of 1 October on."""
    assert log.says("2026-10-01 telefone falou").id == 1


def test_a_promise_is_recorded_with_its_contact(log: Log) -> None:
    pledge = Pledge(cents("200,00"), day("2026-11-27"))
    done = log.says("2026-11-20 whatsapp prometeu", invoices=("A/1",), promise=pledge, note="recebe dia 25")
    assert ask(log.ledger, "SELECT id, customer_id, amount, day, made_on, contact_id, note FROM promise") == [
        (done.promise, 1, 200_00, "2026-11-27", "2026-11-20", done.id, "recebe dia 25")
    ]
    assert ask(log.ledger, "SELECT receivable_id FROM promise_target") == [(1,)]
    assert log.corrects(done.id).promise == done.promise


def test_a_promise_that_is_refused_takes_the_contact_with_it(log: Log) -> None:
    with pytest.raises(DataError):
        log.says("telefone prometeu", promise=Pledge(0, day("2026-11-27")))
    assert ask(log.ledger, "SELECT count(*) FROM contact") == [(0,)]


TOUCHES = {
    "nothing": ((), Touch()),
    "no answer reaches nobody": (("2026-11-20 telefone nao-atendeu",), Touch(None, 1)),
    "a talk": (("2026-11-20 telefone falou",), Touch(day("2026-11-20"), 1, day("2026-11-20"))),
    "he rang": (("2026-11-20 telefone falou recebido",), Touch(None, 0, day("2026-11-20"))),
    "a wrong number": (("2026-11-20 telefone numero-errado",), Touch()),
    "no call": (("2026-11-20 whatsapp falou",), Touch(day("2026-11-20"), 0)),
    "seven days ago": (("2026-11-14 telefone nao-atendeu",), Touch()),
    "six days ago": (("2026-11-15 telefone nao-atendeu",), Touch(None, 1)),
    "three in a week": (
        ("2026-11-15 telefone nao-atendeu", "2026-11-18 telefone caixa-postal", "telefone falou"),
        Touch(day(TODAY), 3, day(TODAY)),
    ),
    "he says that he paid": (
        ("2026-11-18 email ja-pagou recebido", "2026-11-19 telefone nao-atendeu"),
        Touch(None, 1, None, day("2026-11-18")),
    ),
    "told late": (
        ("2026-11-20 whatsapp falou", "2026-11-10 telefone nao-atendeu"),
        Touch(day("2026-11-20"), 0),
    ),
    "told late, reached early": (
        ("2026-11-20 whatsapp nao-atendeu", "2026-11-10 telefone falou"),
        Touch(day("2026-11-10"), 0, day("2026-11-10")),
    ),
    "returned": (("2026-11-20 email devolvido",), Touch()),
}  # fmt: skip


@pytest.mark.parametrize("case", TOUCHES)
def test_what_contacts_mean_to_the_ladder(log: Log, case: str) -> None:
    lines, expected = TOUCHES[case]
    for line in lines:
        log.says(line.removesuffix(" recebido"), received=line.endswith(" recebido"))
    assert log.touch() == expected


def test_a_letter_reaches_until_somebody_says_that_it_came_back(log: Log) -> None:
    log.letter("2026-11-18")
    log.letter("2026-11-10")
    assert log.touch("2026-11-17") == Touch(day("2026-11-10"))
    assert log.touch() == Touch(day("2026-11-18"))
    log.says("2026-11-19 whatsapp falou")
    assert log.touch() == Touch(day("2026-11-19"))
    log.corrects(1)
    log.says("2026-11-20 carta devolvido", letter=1)
    assert log.touch() == Touch(day("2026-11-10"))
    assert log.touch("2026-11-20") == Touch(day("2026-11-18")), "told on the 21st only"
    log.corrects(3)
    assert log.touch() == Touch(day("2026-11-18"))


def test_a_contact_told_late_counts_from_the_day_it_was_told(log: Log) -> None:
    log.says("2026-11-12 telefone falou")
    assert log.touch("2026-11-20") == Touch()
    assert log.touch() == Touch(day("2026-11-12"), 0, day("2026-11-12"))
    assert log.listed("2026-11-20") == []


def test_a_corrected_contact_counts_until_the_day_before(log: Log) -> None:
    log.says("telefone falou")
    log.today = "2026-11-25"
    log.corrects(1)
    assert [log.touch(on).last for on in (TODAY, "2026-11-24", "2026-11-25")] == [
        day(TODAY),
        day(TODAY),
        None,
    ]
    assert log.listed("2026-11-24") == ["1 11-21 falou"]
    assert log.listed("2026-11-25") == ["1 11-21 falou corrigido 11-25"]


@pytest.mark.parametrize(
    ("number", "reason", "today", "code"),
    [
        (9, "engano", TODAY, "E-NAO-ENCONTRADO"),
        (3, "é uma correção", TODAY, "E-NAO-ENCONTRADO"),
        (2, "de novo", TODAY, "E-CORRIGIDO"),
        (1, " ", TODAY, "E-DADOS"),
        (1, "x" * 1001, TODAY, "E-TAMANHO"),
        (1, "antes de registrar", "2026-11-20", "E-DATA-ORDEM"),
    ],
)
def test_what_cannot_be_corrected(log: Log, number: int, reason: str, today: str, code: str) -> None:
    log.says("telefone falou")
    log.says("telefone contesta")
    log.corrects(2)
    log.today = today
    with pytest.raises(DataError) as refused:
        log.corrects(number, reason)
    assert refused.value.code == code
    assert ask(log.ledger, "SELECT count(*) FROM contact") == [(3,)]


def test_a_next_action_waits_until_another_contact_follows(log: Log) -> None:
    log.says("2026-11-19 telefone nao-atendeu", next_on=day("2026-11-23"))
    log.says("2026-11-20 telefone falou", customer="Bruno", next_on=day("2026-11-22"))
    log.says("2026-11-18 telefone falou", next_on=day(TODAY))  # of an earlier day: it follows nothing
    assert [log.waiting(on) for on in (TODAY, "2026-11-22", "2026-11-30")] == [[], [2], [2, 1]]
    log.today = "2026-11-23"
    log.says("telefone falou")
    assert [log.waiting(on) for on in ("2026-11-22", "2026-11-23")] == [[2], [2]]
    log.corrects(4)
    assert log.waiting("2026-11-23") == [2, 1], "the contact that followed did not happen"


def test_what_is_said_of_a_contact_beside_others(log: Log) -> None:
    log.says("telefone nao-atendeu", next_on=day("2026-11-24"))
    twice = log.says("telefone nao-atendeu")
    assert [notice[:36] for notice in twice.notices] == [
        "já havia um contato igual neste dia,", "o retorno marcado para 24/11/2026 (c",
    ]  # fmt: skip
    assert "contato corrigir 2" in twice.notices[0]
    assert log.says("telefone falou", next_on=day("2026-11-26")).notices == ()
    assert log.says("2026-11-20 telefone falou").notices == (), "of an earlier day: the return stays"
    assert log.says("email respondeu", next_on=day("2026-11-27")).notices == (), "the next is marked anew"
    assert len(log.says("email respondeu", note="confirmou").notices) == 1
    assert [len(log.says("telefone falou", customer="Bruno").notices) for _ in range(2)] == [0, 1]


def test_the_history_holds_contacts_and_letters_the_newest_last(log: Log) -> None:
    log.letter("2026-11-20")
    log.letter("2026-11-10", customer=2)
    log.says("2026-11-20 telefone falou", invoices=("A/1",))
    log.says("2026-11-12 email respondeu", customer="Bruno", received=True)
    log.says("carta devolvido", letter=1)
    log.corrects(3)
    everything = [
        "- 11-10 firme", "2 11-12 respondeu", "- 11-20 firme", "1 11-20 falou",
        "3 11-21 devolvido corrigido 11-21",
    ]  # fmt: skip
    assert log.listed() == everything
    assert log.listed(customer="Bruno") == everything[:2]
    assert log.listed(day_from=day("2026-11-12"), day_to=day("2026-11-20")) == everything[1:4]
    assert log.listed(channel="email") == everything[:3]
    assert log.listed(outcome="carta") == [everything[0], everything[2]]
    assert log.listed(outcome="devolvido", channel="carta") == everything[4:]
    assert log.listed("2026-11-20") == [everything[0], everything[2]]


@pytest.mark.parametrize(
    ("line", "more", "step"),
    [
        ("telefone falou", {}, None),
        ("telefone nao-atendeu", {}, None),
        ("email devolvido", {}, "cobranca clientes editar Ana --email E-MAIL"),
        ("carta devolvido", {}, "cobranca clientes editar Ana --endereco TEXTO"),
        ("telefone numero-errado", {}, "cobranca clientes editar Ana --telefone NUMERO"),
        ("email contesta", {"invoices": ("A/1",)}, "cobranca faturas contestar A/1 --motivo TEXTO"),
        ("email contesta", {}, "cobranca faturas contestar FATURA --motivo TEXTO"),
        ("telefone prometeu", {"invoices": ("A/1",)}, "--valor VALOR --data DATA --fatura A/1"),
        ("telefone prometeu", {"promise": Pledge(100, date(2026, 11, 27))}, None),
        ("whatsapp nao-quer-canal", {}, "cobranca pausa canal Ana --canal whatsapp --motivo TEXTO"),
    ],
)
def test_an_outcome_says_what_to_do_next(
    log: Log, line: str, more: dict[str, object], step: str | None
) -> None:
    said = next_step(log.says(line, **more))
    assert said is None if step is None else said is not None and said.endswith(step)


def test_what_was_recorded_is_said_in_one_sentence(log: Log) -> None:
    done = log.says("2026-11-20 presencial ja-pagou", received=True, next_on=day("2026-11-24"))
    assert recorded(done) == (
        "contato 1 com Ana em 20/11/2026, pessoalmente: por iniciativa do cliente, diz que já pagou;"
        " retornar em 24/11/2026"
    )
    assert set(CHANNEL_WORDS) == {"telefone", "email", "whatsapp", "sms", "carta", "presencial"}
