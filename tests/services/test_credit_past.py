"""An evaluation of a past day knows only what was known on it, whatever is told later."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from tests.domain.notation import day
from tests.services.credit_box import Creditor

from cobranca_cli.brformat import money_br
from cobranca_cli.errors import CobrancaError
from cobranca_cli.services.credit import Answer

WHO = ("Lua", "Sol")
ORDER = "1.000,00"
BEGIN = "2026-01-05"
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where nothing waits for a disk."""

Told = tuple[int, str, int, int]
"""Days since the last one, what happens, which of those that it may be about, and how much of it."""


class Story:
    """Things that happen in a shop, each on the shop's today; what cannot be happens to nobody."""

    def __init__(self, folder: Path) -> None:
        self.shop = Creditor(folder, today=BEGIN)
        self.bought = self.paid = self.secured = self.held = self.signed = 0

    def tells(self, told: Told) -> bool:
        """Whether it happened."""
        ahead, what, which, much = told
        self.shop.today = self.after(ahead)
        try:
            HAPPENINGS[what](self, which, much)
        except (CobrancaError, LookupError):
            return False
        return True

    def after(self, days: int) -> str:
        return (day(self.shop.today) + timedelta(days=days)).isoformat()

    def some(self, many: int, which: int) -> str:
        """The number of one of so many; there must be one."""
        return str(range(1, many + 1)[-1 - which % many]) if many else str([][which])

    def buys(self, which: int, much: int) -> None:
        self.bought += 1
        due, amount = self.after(3 * much), f"{100 + 60 * much},00"
        self.shop.invoices(f"{self.bought};;{WHO[which % 2]};{self.shop.today};{due};{amount}")

    def pays(self, which: int, much: int) -> None:
        """All of an invoice, or half; money counts from its day, also when it is typed later."""
        number = self.some(self.bought, which)
        owed = self.shop.owed(number, self.shop.today).total
        amount = money_br(owed if much % 3 else owed // 2)
        self.shop.pays(amount, self.shop.today, number)
        self.paid += 1

    def pays_an_instalment(self, which: int, much: int) -> None:
        number = f"ACORDO-{self.some(self.signed, which)}/{1 + much % 2}"
        self.shop.pays(money_br(self.shop.owed(number, self.shop.today).total), self.shop.today, number)

    def takes_back(self, which: int, _: int) -> None:
        self.shop.reverses(int(self.some(self.paid, which)))

    def promises(self, which: int, much: int) -> None:
        self.shop.promised(WHO[which % 2], f"{50 + 10 * much},00", self.after(1 + much // 2))

    def agrees(self, which: int, much: int) -> None:
        self.shop.signs(WHO[which % 2], many=1 + much % 2, first=day(self.after(1 + much)))
        self.signed += 1

    def breaks(self, _: int, __: int) -> None:
        self.shop.breaks()

    def resumes(self, _: int, __: int) -> None:
        self.shop.takes_up()

    def undoes(self, which: int, _: int) -> None:
        self.shop.undoes(self.some(self.signed, which))

    def cancels(self, which: int, _: int) -> None:
        self.shop.cancels(self.some(self.bought, which), self.shop.today)

    def abates(self, which: int, much: int) -> None:
        kind = ("abatimento", "perda")[much % 2]
        self.shop.adjusts(
            kind, self.some(self.bought, which), self.shop.today, "30,00" if much % 2 == 0 else ""
        )

    def secures(self, which: int, much: int) -> None:
        until = self.after(much) if much % 2 else None
        self.secured = self.shop.secures(WHO[which % 2], f"fiança {which}", f"{100 + much},00", until)

    def frees(self, which: int, _: int) -> None:
        self.shop.frees(int(self.some(self.secured, which)))

    def consults(self, which: int, much: int) -> None:
        answer = ("nenhuma", "resolvida", "ativa", "desconhecida")[much % 4]
        self.shop.consults(WHO[which % 2], answer, self.after(-(much // 4)), score=much)

    def limits(self, which: int, much: int) -> None:
        component = ("total", "aberto", "vencido", "acordo")[which % 4]
        amount = None if much % 5 == 4 else f"{much},00"
        self.shop.limits(WHO[much % 2], amount, component, self.after(much // 2) if much % 3 else None)

    def knows(self, which: int, much: int) -> None:
        value = None if much % 5 == 4 else f"20{10 + much % 15}-03-12"
        self.shop.knows(WHO[which % 2], fundacao=value, faturamento=f"{1 + much}00,00")

    def holds(self, which: int, much: int) -> None:
        kind = ("falecimento", "nunca", "insolvencia", "superendividamento")[much % 4]
        self.held = self.shop.holds(kind, customer=WHO[which % 2]).new[-1].hold.id

    def lets_go(self, which: int, _: int) -> None:
        self.shop.ends(int(self.some(self.held, which)), reason="engano")

    def disputes(self, which: int, much: int) -> None:
        number = self.some(self.bought, which)
        self.held = self.shop.disputes(number, until=self.after(much), freezes=bool(much % 2))

    def seen(self, on: str) -> list[tuple[object, Answer]]:
        """How the customers stand on a day, and what else the review looks at."""
        return [(self.shop.reviews(who, on).rows, self.shop.looks(who, ORDER, on)) for who in WHO]


HAPPENINGS: dict[str, Callable[[Story, int, int], None]] = {
    name: getattr(Story, name)
    for name in (
        "buys", "pays", "pays_an_instalment", "takes_back", "promises", "agrees", "breaks", "resumes",
        "undoes", "cancels", "abates", "secures", "frees", "consults", "limits", "knows", "holds", "lets_go",
        "disputes",
    )
}  # fmt: skip

# A customer buys before he does anything else, and what comes first is drawn most.
STORIES = st.lists(
    st.tuples(
        st.sampled_from((0, 0, 1, 2, 7, 30)),
        st.sampled_from(("buys", "pays", "agrees", "pays_an_instalment", *HAPPENINGS)),
        st.integers(0, 7),
        st.integers(0, 20),
    ),
    min_size=6,
    max_size=16,
)


# Everything that is known comes later than some day that is looked at.
RICH: list[Told] = [
    (1, "knows", 0, 2), (1, "consults", 0, 2), (0, "limits", 0, 20), (1, "secures", 0, 4),
    (0, "promises", 0, 2),
    (5, "buys", 0, 3), (7, "knows", 0, 7), (30, "pays", 0, 1), (1, "secures", 0, 7), (1, "frees", 1, 0),
    (1, "agrees", 0, 7), (0, "buys", 0, 8), (8, "pays_an_instalment", 0, 0), (30, "takes_back", 0, 0),
    (1, "consults", 0, 8), (30, "breaks", 0, 0), (1, "limits", 0, 4), (1, "resumes", 0, 0),
    (2, "holds", 0, 0),
    (1, "lets_go", 0, 0), (1, "abates", 0, 0), (1, "cancels", 0, 0), (1, "disputes", 1, 9),
]  # fmt: skip
KEPT: list[Told] = [
    (0, "buys", 0, 1), (30, "agrees", 0, 6), (8, "pays_an_instalment", 0, 0),
    (1, "buys", 0, 9), (7, "pays", 0, 0), (2, "takes_back", 0, 0), (1, "takes_back", 0, 0), (1, "pays", 0, 2),
]  # fmt: skip


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(STORIES)
@example(RICH)
@example(KEPT)
def test_a_past_day_is_as_it_was_seen_on_it(story: list[Told]) -> None:
    with TemporaryDirectory(dir=MEMORY) as folder:
        shop = Story(Path(folder))
        for who in WHO:
            shop.tells((0, "buys", WHO.index(who), 10))
        seen = {}
        for told in story:
            if told[0]:
                seen[shop.shop.today] = shop.seen(shop.shop.today)
            event(f"{told[1]}: {shop.tells(told)}")
        for on, then in seen.items():
            assert shop.seen(on) == then, on
