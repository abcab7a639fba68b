"""Offers of agreement while the customer is on the telephone: one by wish, or three by the policy."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import counted, currency_br, date_br, percent_br
from cobranca_cli.config import Settings
from cobranca_cli.config_agreement import AgreementSettings, agreement_settings
from cobranca_cli.domain.concession import Granted
from cobranca_cli.domain.instalments import (
    MOST,
    NO_INTEREST,
    PRICE,
    NotClosed,
    OutOfOrder,
    ScheduleError,
    TooLate,
    TooMany,
    TwoRests,
    Wish,
    monthly,
)
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.money import MAX_CENTS, Rounding, round_cents
from cobranca_cli.domain.offer import (
    Conditions,
    Offer,
    Owing,
    TooMuchEntry,
    authorities,
    by_tiers,
    make_offer,
)
from cobranca_cli.errors import DataError, UsageError
from cobranca_cli.services.agreement_scope import Scope, scope_of
from cobranca_cli.services.reading import reading

_HUNDRED = Decimal(100)
_ONE_PERCENT = Decimal(1)
_LATE_FIRST = timedelta(days=62)
_MOST_MONTHS = 12


class Asked(NamedTuple):
    """An offer as somebody types it; None is left to the policy. Cents, percent points."""

    customer: str
    invoices: tuple[str, ...] = ()
    many: int | None = None
    entry: int = 0
    entry_on: date | None = None
    rate: Decimal | None = None
    system: str | None = None
    first: date | None = None
    charges_off: Decimal = Decimal(0)
    principal_off: Decimal = Decimal(0)
    months: int = 1
    amount: int | None = None
    by_hand: tuple[tuple[date, Wish], ...] = ()
    proposal: str | None = None

    @property
    def empty(self) -> bool:
        """Nothing is said of how to pay: the three proposals are wanted."""
        return self[2:] == Asked("")[2:]


AT_SIGHT, FEW, MANY = "a-vista", "poucas", "muitas"
"""The three proposals, as a person asks for one."""


class Proposal(NamedTuple):
    """An offer under the name people give it."""

    name: str
    offer: Offer


class Offered(NamedTuple):
    """One offer, or the three proposals, with what is worth saying of them; stands until `until`."""

    as_of: date
    scope: Scope
    proposals: tuple[Proposal, ...]
    until: date
    authorities: tuple[str, ...]
    notices: tuple[str, ...]
    policy: AgreementSettings
    asked: bool


def simulate(ledger: Path, settings: Settings, moment: Moment, asked: Asked) -> Offered:
    """The offer asked for, or the three proposals of the policy; nothing is written.

    Raises DataError for titles that cannot be in an agreement and for conditions that cannot be met.
    """
    policy = agreement_settings(settings)
    with reading(ledger, settings, moment, charges=True) as reader:
        scope = scope_of(reader.connection, settings, asked.customer, asked.invoices, moment.today)
        return offered(scope, policy, moment, asked, reader.notices)


def offered(
    scope: Scope, policy: AgreementSettings, moment: Moment, asked: Asked, notices: Sequence[str] = ()
) -> Offered:
    """The same for titles that were found already."""
    today = moment.today
    if asked.empty:
        proposals = _proposals(scope.owing, policy, today)
        said = [warning for each in proposals for warning in _fragile(each.offer, scope, policy)]
    else:
        proposals = (Proposal("proposta", offer_for(scope, policy, moment, asked)),)
        said = remarks(proposals[0].offer, scope, policy, today)
    return Offered(
        today,
        scope,
        proposals,
        today + timedelta(days=policy.offer_days),
        authorities(scope.owing, policy.tiers),
        tuple(dict.fromkeys([*notices, *scope.notices, *said])),
        policy,
        not asked.empty,
    )


def offer_for(scope: Scope, policy: AgreementSettings, moment: Moment, asked: Asked) -> Offer:
    """The one offer that was asked for. Raises DataError for conditions that cannot be met."""
    if asked.proposal:
        return _proposed(scope, policy, moment.today, asked)
    wanted = _conditions(policy, moment.today, asked)
    _refuse(wanted, asked, moment.today)
    try:
        offer = make_offer(scope.owing, wanted)
    except (TooMuchEntry, ScheduleError) as error:
        raise _impossible(error, wanted) from None
    if any(each.amount > MAX_CENTS for each in offer.plan):
        raise DataError("uma parcela passa do limite de R$ 999.999.999,99", code="E-VALOR-LIMITE")
    if not offer.debt - offer.discount:
        raise DataError("o desconto é a dívida inteira: não há o que parcelar", code="E-ACORDO-VALOR")
    return offer


def _proposed(scope: Scope, policy: AgreementSettings, today: date, asked: Asked) -> Offer:
    """One of the proposals of the policy, as it is."""
    if not asked._replace(proposal=None).empty:
        raise UsageError("a proposta já diz como se paga", hint="deixe só --proposta, ou tire --proposta")
    found = {each.name: each.offer for each in _proposals(scope.owing, policy, today)}
    if asked.proposal not in found:
        raise DataError(
            f"não há proposta '{asked.proposal}' para esta dívida",
            code="E-ACORDO-VALOR",
            hint=f"as que há: {', '.join(found)}; ou diga como se paga: --parcelas N",
        )
    return found[asked.proposal]


def _conditions(policy: AgreementSettings, today: date, asked: Asked) -> Conditions:
    if asked.entry_on and not asked.entry:
        raise UsageError(
            "há um dia para a entrada, e não há entrada", hint="--entrada VALOR, ou tire --data-entrada"
        )
    plain = asked.amount is not None or bool(asked.by_hand)
    system = asked.system or (policy.system if asked.rate is None and not plain else NO_INTEREST)
    rate = asked.rate
    if rate is None:
        rate = policy.rate if system != NO_INTEREST else Decimal(0)
    if asked.many is None and not plain:
        raise UsageError("diga em quantas parcelas", hint="--parcelas N (1 para pagar de uma vez)")
    if asked.many is not None and asked.many > MOST:
        raise UsageError(f"são {asked.many} parcelas, e o máximo é {MOST}", hint=f"--parcelas N, até {MOST}")
    if asked.months > _MOST_MONTHS:
        raise UsageError("o intervalo passa de um ano", hint=f"--intervalo-meses N, até {_MOST_MONTHS}")
    return Conditions(
        first=asked.first or next_month(today),
        many=asked.many,
        entry=asked.entry,
        entry_on=asked.entry_on or today,
        system=system,
        rate=rate,
        simple=policy.simple,
        charges_off=asked.charges_off,
        principal_off=asked.principal_off,
        months=asked.months,
        amount=asked.amount,
        by_hand=asked.by_hand,
        signed=today,
    )


def next_month(day: date) -> date:
    """The same day of the next month, or its last."""
    return monthly(day, 2)[1]


def _refuse(wanted: Conditions, asked: Asked, today: date) -> None:
    """Raise DataError for conditions that contradict each other or lie in the past."""
    days = [("o primeiro vencimento", min([wanted.first, *(day for day, _ in wanted.by_hand)]))]
    if wanted.by_hand:
        days = [("o primeiro vencimento", wanted.by_hand[0][0])]
    if wanted.entry:
        days.append(("o dia da entrada", wanted.entry_on or today))
    for what, day in days:
        if day < today:
            raise DataError(
                f"{what} ({_br(day)}) já passou",
                code="E-DATA-PASSADA",
                hint="escolha hoje ou um dia depois; para registrar um acordo de outro dia: --hoje",
            )
    if wanted.entry and wanted.entry_on and wanted.entry_on > days[0][1]:
        raise DataError(
            f"a entrada ({_br(wanted.entry_on)}) vem depois da primeira parcela ({_br(days[0][1])})",
            code="E-DATA-ORDEM",
        )
    interest = bool(wanted.rate)
    if interest and wanted.system == NO_INTEREST:
        raise UsageError(
            f"juros de {percent_br(wanted.rate)} ao mês, e o sistema é sem juros",
            hint="diga como se contam: --sistema simples, price ou sac",
        )
    if wanted.system != NO_INTEREST and not interest and asked.rate is None:
        raise UsageError(f"o sistema {wanted.system} precisa de juros", hint="--juros 1 (ao mês)")
    if interest and (wanted.months > 1 or asked.amount is not None or asked.by_hand):
        raise UsageError(
            "com juros, as parcelas são mensais e de valor calculado",
            hint="tire --juros, ou tire --intervalo-meses, --valor-parcela e --parcela",
        )


def _impossible(error: ValueError, wanted: Conditions) -> DataError:
    if isinstance(error, TooMuchEntry):
        if error.left <= 0:
            return DataError("o desconto é a dívida inteira: não há o que parcelar", code="E-ACORDO-VALOR")
        return DataError(
            f"a entrada de {currency_br(wanted.entry)} não é menor que o que há a pagar,"
            f" {currency_br(error.left)}",
            code="E-ACORDO-VALOR",
            hint="com tudo pago agora não é preciso acordo: cobranca pagamento registrar",
        )
    if isinstance(error, NotClosed):
        return DataError(
            f"as parcelas somam {currency_br(error.got)}, e deviam somar {currency_br(error.expected)}",
            code="E-ACORDO-SOMA",
            hint="acerte um valor, ou escreva resto na última: --parcela DATA=resto",
        )
    if isinstance(error, OutOfOrder):
        return DataError("as datas das parcelas não estão em ordem, ou se repetem", code="E-DATA-ORDEM")
    if isinstance(error, TwoRests):
        return DataError("só uma parcela pode ser o resto", code="E-ACORDO-SOMA")
    if isinstance(error, TooLate):
        return DataError(
            f"até {_br(wanted.first)} os juros passam do que seria uma parcela da tabela Price",
            code="E-ACORDO-VALOR",
            hint="escolha um primeiro vencimento mais perto, --sistema sac ou --sistema simples",
        )
    if isinstance(error, TooMany):
        return DataError("são mais de 360 parcelas", code="E-ACORDO-VALOR", hint="aumente --valor-parcela")
    return DataError(
        "uma parcela ficaria com menos de um centavo", code="E-ACORDO-VALOR", hint="use menos parcelas"
    )


def _proposals(titles: Sequence[Owing], policy: AgreementSettings, today: date) -> tuple[Proposal, ...]:
    """At sight with the discount of the policy; in few instalments; in many, with its interest."""
    at_sight = Conditions(today + timedelta(days=policy.offer_days), signed=today)
    found = [Proposal(AT_SIGHT, make_offer(titles, at_sight, by_tiers(titles, policy.tiers)))]
    few_off = by_tiers(titles, policy.tiers, policy.in_instalments)
    for name, count, off, system, rate in (
        (FEW, policy.few, few_off, NO_INTEREST, Decimal(0)),
        (MANY, policy.many, Granted(0, 0), policy.system, policy.rate),
    ):
        left = sum(each.parts.total for each in titles) - off.total
        entry = round_cents(left * policy.entry / _HUNDRED, Rounding.HALF_UP)
        least = max(policy.minimum, 1)
        fit = min(count, policy.most, (left - entry) // least)
        if fit < 2 or any(len(each.offer.instalments) == fit for each in found):
            continue
        wanted = Conditions(
            next_month(today), fit, entry, today, system, rate if system != NO_INTEREST else Decimal(0),
            policy.simple, signed=today,
        )  # fmt: skip
        found.append(Proposal(name, make_offer(titles, wanted, off)))
    return tuple(found)


def remarks(offer: Offer, scope: Scope, policy: AgreementSettings, today: date) -> list[str]:
    """What is fragile, or beyond the policy, in one offer."""
    said = _fragile(offer, scope, policy)
    count = len(offer.instalments)
    if count > policy.most:
        said.append(f"{count} parcelas passam do que a política prevê ({policy.most})")
    allowed = by_tiers(scope.owing, policy.tiers)
    if offer.charges_off > allowed.charges or offer.principal_off > allowed.principal:
        said.append(
            f"o desconto de {currency_br(offer.discount)} passa do que a política prevê para este atraso,"
            f" {currency_br(allowed.total)}"
        )
    if offer.discount and (who := authorities(scope.owing, policy.tiers)):
        said.append(f"quem pode conceder este desconto: {', '.join(who)}; registre o nome com --autor")
    first = offer.instalments[0].due
    if first - today > _LATE_FIRST:
        said.append(f"a primeira parcela vence só em {_br(first)}: até lá a régua espera")
    return said


def _fragile(offer: Offer, scope: Scope, policy: AgreementSettings) -> list[str]:
    """What the law makes fragile in an offer to a natural person or consumer."""
    wanted = offer.conditions
    said: list[str] = []
    if not offer.interest or not (scope.consumer or len(scope.customer.document or "") == _CPF):
        return said
    if wanted.rate > _ONE_PERCENT:
        said.append(
            f"juros de {percent_br(wanted.rate)} ao mês para consumidor ou pessoa física: acima de 1% ao mês,"
            " podem ser considerados usura (Decreto 22.626/1933, art. 1º)"
        )
    if wanted.system == PRICE:
        said.append(
            "a tabela Price embute juros compostos, frágeis com consumidor ou pessoa física"
            " (Decreto 22.626/1933, art. 4º); juros simples ou sem juros são o prudente"
        )
    return said


_CPF = 11


def beyond_policy(offer: Offer, scope: Scope, policy: AgreementSettings) -> tuple[str, ...]:
    """Who must have granted the discount of an offer; empty when anybody may."""
    return authorities(scope.owing, policy.tiers) if offer.discount else ()


def described(offer: Offer) -> str:
    """How it is paid, in one sentence: `entrada de R$ 500,00 e 3 parcelas de R$ 166,67`."""
    rows = offer.instalments
    amounts = sorted({each.amount for each in rows})
    if len(amounts) == 1:
        each = f"de {currency_br(amounts[0])}"
    else:
        each = f"de {currency_br(amounts[0])} a {currency_br(amounts[-1])}"
    entry = f"entrada de {currency_br(offer.entry)} e " if offer.entry else ""
    return f"{entry}{counted(len(rows), 'parcela', 'parcelas')} {each}"


def _br(day: date) -> str:
    return date_br(day.isoformat())
