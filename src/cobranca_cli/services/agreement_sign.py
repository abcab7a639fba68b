"""Signing an agreement: the titles are suspended, the instalments are born, all of it or nothing."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br
from cobranca_cli.config import Settings
from cobranca_cli.config_agreement import AgreementSettings, agreement_settings
from cobranca_cli.domain.account import Movement
from cobranca_cli.domain.deadlines import ACKNOWLEDGEMENT, Fact
from cobranca_cli.domain.instalments import Instalment
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.offer import Offer
from cobranca_cli.domain.promises import ACTIVE
from cobranca_cli.domain.suspension import AGREED
from cobranca_cli.domain.terms import Terms
from cobranca_cli.errors import DataError, UsageError
from cobranca_cli.ledger.charge_terms import add_version
from cobranca_cli.ledger.dunning import keep_policy
from cobranca_cli.ledger.queries.agreements import next_number
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.legal_facts import same_fact
from cobranca_cli.ledger.queries.promises import promises_on
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.accounts import Draft, Opened, open_account, terms_book, write
from cobranca_cli.services.agreement_offers import Asked, beyond_policy, offer_for, remarks
from cobranca_cli.services.agreement_scope import Scope, scope_of
from cobranca_cli.services.deadlines import insert_fact
from cobranca_cli.services.free_text import MAX_AUTHOR, clean
from cobranca_cli.services.payments import Order, register_in
from cobranca_cli.services.promise_list import judge_all

MAX_NOTE = 1000


class Signing(NamedTuple):
    """What is said when an agreement is signed, beside the offer; None is left to the policy.

    Attributes:
        clause: what a breach brings back; `signature` how it is signed.
        entry_paid: the entry came in at once, by `form`.
        author: who granted it.
    """

    asked: Asked
    clause: str | None = None
    signature: str | None = None
    entry_paid: bool = False
    form: str | None = None
    author: str | None = None
    note: str | None = None


class Agreed(NamedTuple):
    """An agreement that stands in the ledger."""

    id: int
    number: str
    offer: Offer
    scope: Scope
    signed_on: date
    clause: str
    notices: tuple[str, ...]
    payment: int | None = None


def sign(ledger: Path, settings: Settings, moment: Moment, wanted: Signing) -> Agreed:
    """Record an agreement with what it does.

    Raises DataError for titles that cannot be in it, conditions that cannot be met, a discount that only
    some may grant and nobody's name with it.
    """
    policy = agreement_settings(settings)
    author = clean(wanted.author, MAX_AUTHOR, "o autor")
    note = clean(wanted.note, MAX_NOTE, "a nota")
    with writing(ledger) as transaction:
        book = terms_book(transaction, settings, moment)
        asked = wanted.asked
        scope = scope_of(transaction.connection, settings, asked.customer, asked.invoices, moment.today)
        offer = offer_for(scope, policy, moment, asked)
        _refuse(offer, scope, policy, wanted, author)
        targets = tuple(each.title for each in scope.owing)
        opened = open_account(transaction, settings, moment, scope.customer, targets, book)
        signing = _Signing(transaction, settings, policy, moment, scope, offer, opened)
        signed = _Said(wanted.clause or policy.clause, wanted.signature or policy.signature, author, note)
        identity, number = signing.record(signed)
        payment = None
        if wanted.entry_paid:
            order = Order(offer.entry, moment.today, (f"{number}/0",), form=wanted.form)
            payment = register_in(transaction, settings, moment, order).id
        said = (*transaction.notices, *scope.notices, *remarks(offer, scope, policy, moment.today))
        notices = tuple(dict.fromkeys(said))
        return Agreed(identity, number, offer, scope, moment.today, signed.clause, notices, payment)


def _refuse(
    offer: Offer, scope: Scope, policy: AgreementSettings, wanted: Signing, author: str | None
) -> None:
    if wanted.entry_paid and not offer.entry:
        raise UsageError("não há entrada para receber", hint="diga quanto: --entrada VALOR")
    if wanted.form and not wanted.entry_paid:
        raise UsageError(
            "--forma diz como entrou a entrada", hint="junte --entrada-recebida, ou tire --forma"
        )
    who = beyond_policy(offer, scope, policy)
    if who and not author:
        raise DataError(
            f"o desconto de {currency_br(offer.discount)} depende de: {', '.join(who)}",
            code="E-ALCADA",
            hint="registre quem concedeu: --autor NOME",
        )


class _Said(NamedTuple):
    """What a person, or the policy, says beside the offer."""

    clause: str
    signature: str
    author: str | None
    note: str | None


class _Signing:
    """The rows of one agreement, inside an open transaction."""

    def __init__(
        self,
        transaction: Transaction,
        settings: Settings,
        policy: AgreementSettings,
        moment: Moment,
        scope: Scope,
        offer: Offer,
        opened: Opened,
    ) -> None:
        self._transaction, self._settings, self._policy = transaction, settings, policy
        self._moment, self._scope, self._offer, self._opened = moment, scope, offer, opened

    def record(self, said: _Said) -> tuple[int, str]:
        """Write everything; returns number and name of the agreement."""
        transaction, moment, today = self._transaction, self._moment, self._moment.today
        number = next_number(transaction.connection)
        terms = self._terms()
        movement = Movement(0, AGREED, today, self._offer.debt, targets=tuple(self._titles()))
        signed, _ = write(
            transaction, self._opened.mine, Draft(movement, reason=number, author=said.author), moment
        )
        identity = self._agreement(signed, number, said)
        receivables = [self._instalment(identity, number, each, terms) for each in self._offer.plan]
        self._acknowledge(number)
        promises = self._end_promises(number)
        transaction.record(
            "acordo_firmado",
            {"acordo": identity, "numero": number, "cliente": self._scope.customer.id,
             "em": today.isoformat(), "divida": self._offer.debt, "desconto": self._offer.discount,
             "total": self._offer.total, "faturas": [*self._titles()], "parcelas": receivables,
             "promessas_encerradas": promises},
            moment.instant,
        )  # fmt: skip
        return identity, number

    def _titles(self) -> list[int]:
        return [each.title for each in self._scope.owing]

    def _terms(self) -> Terms:
        customer = self._scope.customer
        return self._opened.book.terms(customer.id, customer.document, 0, self._moment.today)

    def _agreement(self, movement: int, number: str, said: _Said) -> int:
        from cobranca_cli.ledger.agreement_tables import AgreementRow, AgreementTitleRow

        offer, session, today = self._offer, self._transaction.session, self._moment.today
        policy = keep_policy(self._transaction, self._policy.content, self._moment)
        row = AgreementRow(
            customer_id=self._scope.customer.id,
            movement_id=movement,
            number=number,
            signed_on=today.isoformat(),
            base_on=offer.conditions.base.isoformat(),
            debt=offer.debt,
            charges_off=offer.charges_off,
            principal_off=offer.principal_off,
            system=offer.system,
            rate=format(offer.conditions.rate, "f"),
            simple=offer.conditions.simple,
            policy_id=policy,
            recorded_at=self._moment.instant,
            clause=said.clause,
            signature=said.signature,
            author=said.author,
            note=said.note,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        for position, owing in enumerate(self._scope.owing):
            title = AgreementTitleRow(
                agreement_id=row.id, position=position, receivable_id=owing.title, **owing.parts._asdict()
            )
            session.add(title)
        session.flush()
        return row.id

    def _instalment(self, agreement: int, number: str, each: Instalment, terms: Terms) -> int:
        from cobranca_cli.ledger.agreement_tables import AgreementInstalmentRow
        from cobranca_cli.ledger.tables import ReceivableRow

        session, today = self._transaction.session, self._moment.today
        count = len(self._offer.instalments)
        what = f"parcela {each.position} de {count}" if each.position else "entrada"
        row = ReceivableRow(
            customer_id=self._scope.customer.id,
            number=number,
            instalment=str(each.position),
            issued=today.isoformat(),
            due=each.due.isoformat(),
            due_effective=self._settings.calendar.next_business_day(each.due).isoformat(),
            starts_on=today.isoformat(),
            amount=each.amount,
            description=f"{number}, {what}",
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        session.add(
            AgreementInstalmentRow(
                agreement_id=agreement,
                position=each.position,
                receivable_id=row.id,
                interest=each.interest,
                amortisation=each.amortisation,
            )
        )
        session.flush()
        # What was signed stays, whatever the owner's charges become.
        add_version(
            self._transaction.connection, signed_terms(terms), today, self._moment.instant,
            receivable=row.id, reason=f"como foi firmado no {number}",
        )  # fmt: skip
        return row.id

    def _acknowledge(self, number: str) -> None:
        """The signed term acknowledges the debt, which interrupts the limitation (CC art. 202 VI)."""
        fact = Fact(ACKNOWLEDGEMENT, self._moment.today)
        for title in self._titles():
            if same_fact(self._transaction.connection, title, fact) is None:
                insert_fact(self._transaction, self._moment, title, fact, acknowledged_in(number))

    def _end_promises(self, number: str) -> list[int]:
        """Active promises about nothing but these titles, or about all, give way to the agreement."""
        from cobranca_cli.ledger.tables import PromiseWithdrawalRow

        connection, today = self._transaction.connection, self._moment.today
        customer: Customer = self._scope.customer
        judged = judge_all(connection, today, self._settings.calendar, customer.id)
        inside, ended = {*self._titles()}, []
        for promise in promises_on(connection, today, customer.id):
            if judged[promise.id].state == ACTIVE and {*promise.targets} <= inside:
                ended.append(promise.id)
                row = PromiseWithdrawalRow(
                    promise_id=promise.id,
                    withdrawn_on=today.isoformat(),
                    reason=f"no lugar dela, o {number}",
                    recorded_at=self._moment.instant,
                )
                self._transaction.session.add(row)
        if ended:
            self._transaction.session.flush()
            numbers = ", ".join(map(str, ended))
            self._transaction.notices.append(f"o acordo toma o lugar da promessa {numbers}, que foi retirada")
        return ended


def acknowledged_in(number: str) -> str:
    """The note of the acknowledgement that an agreement is; it tells whose it is."""
    return f"confissão de dívida no {number}"


def signed_terms(terms: Terms) -> dict[str, object]:
    """The charges of an instalment as keys of `[encargos]`: those of the day, without early discount."""
    return {
        "multa": format(terms.fine_percent, "f"),
        "multa_valor": _amount(terms.fine_cents),
        "multa_base": terms.fine_base,
        "juros": format(terms.interest_percent, "f"),
        "juros_valor_dia": _amount(terms.interest_cents),
        "juros_metodo": terms.interest_method,
        "juros_dias": "uteis" if terms.business_days else "corridos",
        "dias_nao_uteis": "original" if terms.from_original else "prorrogado",
        "carencia_dias": terms.grace_days,
        "correcao": terms.correction_index,
        "correcao_meses": terms.index_months,
        "arredondamento": terms.rounding.value,
        "desconto": "nenhum",
        "desconto_faixas": [],
        "imputacao": "multa,juros" if terms.allocation.index("fine") < terms.allocation.index("interest") else
        "juros,multa",
        "tolerancia_quitacao": _amount(terms.tolerance),
    }  # fmt: skip


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
