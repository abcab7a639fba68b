"""The template engine: words and layouts of letters, rendered in a process of their own, many a second.

What can go wrong with a template is a `TemplateError` that names its file and line; the process that renders
may run out of time or memory, or die, and the next letter finds a new one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Self

from cobranca_cli.domain.letter_rules import Words
from cobranca_cli.errors import OutsideError, TemplateError

from .process import Died, NotStarted, Renderer
from .shape import WORDS, fitted
from .shelf import ENDING, PARTS, Kind, Model, Source, models_on, read_shelf

__all__ = ["Engine", "LIMIT", "Letter", "Model", "PARTS", "Stretch", "Words"]

LIMIT = "E-MODELO-LIMITE"
"""Too much time, memory or text; the process may have died of it."""
MISSING = "E-MODELO-NAO-EXISTE"
SECONDS = 2.5
"""Of wall clock for one letter, the process being ready."""
MOST_DEATHS = 3
"""Letters of one model that end the process; the next ones of a long run are not even tried."""
BATCH = 64
BATCH_SECONDS = 1.0
"""A batch takes some hundredths; one that takes longer is done again, each letter in its own time."""

Data = Mapping[str, object]
Job = tuple[str, Data]


class Letter(NamedTuple):
    """The words of a letter, and its text in each layout asked for, in that order."""

    words: Words
    texts: tuple[str, ...]


class Stretch(NamedTuple):
    """Fixed words of a template, and the line on which they begin."""

    line: int
    text: str


class Engine:
    """Renders letters; a context manager, for a process stands behind it.

    The templates are read once, when the first is asked for. The owner's copies in `own`, a folder that
    need not exist, win over those in `shipped` file by file. Data has the shape of `sample.CONSUMER`.
    """

    def __init__(self, own: Path | None, shipped: Path) -> None:
        self._folders = (shipped, own)
        self._seen: set[str] = set()
        self._deaths: Counter[str] = Counter()

    @cached_property
    def _shelf(self) -> dict[str, Source]:
        return read_shelf(*self._folders)

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer({name: source.text for name, source in self._shelf.items() if not source.refused})

    @cached_property
    def _parts(self) -> dict[str, tuple[str, ...]]:
        return {model.name: model.parts for model in self.models()}

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process behind."""
        self.close()

    def close(self) -> None:
        """End the process behind; the engine can still be used, and starts a new one."""
        if "_renderer" in self.__dict__:
            self._renderer.close()

    def models(self) -> list[Model]:
        """Every model, by name."""
        return models_on(self._shelf)

    def model(self, name: str) -> Model:
        """One model. Raises TemplateError E-MODELO-NAO-EXISTE with the names that are like it."""
        self._source(name)
        return next(model for model in self.models() if model.name == name)

    def words(self, model: str, data: Data) -> Words:
        """The words of one letter. Raises TemplateError; ValueError for data that is not a letter's."""
        return self.letter(model, data, ()).words

    def layout(self, name: str, model: str, data: Data, words: Words) -> str:
        """Words and data put together by the layout `carta.txt` or `carta.html`, or the model's own.

        Raises as `words`.
        """
        source = self._source(model)
        files = [self._layout_file(name, model)]
        job = ["letter", source.name, self._fitted(model, data), list(words[: len(WORDS)]), files]
        return self._made(self._one(job), source).texts[0]

    def letter(self, model: str, data: Data, layouts: Iterable[str] = ("carta.txt",)) -> Letter:
        """Words and layouts of one letter at once. Raises as `words`."""
        made = next(self.letters([(model, data)], layouts))
        if isinstance(made, TemplateError):
            raise made
        return made

    def words_many(self, jobs: Iterable[Job]) -> Iterator[Words | TemplateError]:
        """The words of many letters; one that fails is its error, and the others go on."""
        for made in self.letters(jobs, ()):
            yield made if isinstance(made, TemplateError) else made.words

    def letters(
        self, jobs: Iterable[Job], layouts: Iterable[str] = ("carta.txt",)
    ) -> Iterator[Letter | TemplateError]:
        """Words and layouts of many letters, in their order, taken from `jobs` a batch at a time.

        A letter that fails is its error, and the others go on.
        Raises TemplateError for a model or layout that there is not, ValueError for data of another shape.
        """
        wanted = tuple(layouts)
        source = iter(jobs)
        while batch := [self._job(model, data, wanted) for model, data in islice(source, BATCH)]:
            for job, answer in zip(batch, self._answers(batch), strict=True):
                try:
                    yield self._made(answer, self._shelf[job[1]])
                except TemplateError as error:
                    yield error

    def fixed_words(self, file: str) -> tuple[list[Stretch], list[TemplateError]]:
        """The fixed words of a template in all its branches, and what it names that there is not.

        A partial may use names of the template that includes it: of those nothing is said.
        """
        answer = self._one(["anatomy", file, self._shelf[file].kind is Kind.MODEL])
        if "code" in answer:
            return [], [self._error(answer)]
        place = self._shelf[file].shown
        unknown = [
            TemplateError(f'{place}:{line}: não conheço "{name}"', hint=f"{meant}há: {', '.join(known)}")
            for line, name, known, meant in answer["unknown"]
            if not (name.isidentifier() and self._shelf[file].kind is Kind.PART)
        ]
        built = [self._error(answer["fault"])] if answer["fault"] else []
        return [Stretch(line, text) for line, text in answer["words"]], built + unknown

    def files(self) -> list[Source]:
        """Every template file, models, layouts and partials, by name; those refused too."""
        return [self._shelf[name] for name in sorted(self._shelf)]

    def _job(self, model: str, data: Data, layouts: tuple[str, ...]) -> list[Any]:
        files = [self._layout_file(layout, model) for layout in layouts]
        return ["letter", self._source(model).name, self._fitted(model, data), None, files]

    def _fitted(self, model: str, data: Data) -> dict[str, Any]:
        return fitted(data) | {"partes": self._parts[model]}

    def _answers(self, batch: list[list[Any]]) -> list[Any]:
        """One answer a job. What a whole batch cannot give is asked for one by one.

        The first letter of a model goes alone: most of what can go wrong goes wrong with it.
        """
        new = any(job[1] not in self._seen for job in batch)
        self._seen.update(job[1] for job in batch)
        if len(batch) > 1 and not new:
            try:
                return self._renderer.ask(batch, BATCH_SECONDS)
            except (Died, NotStarted):
                pass
        return [self._one(job) for job in batch]

    def _one(self, job: list[Any]) -> Any:
        file = job[1]
        if self._deaths[file] >= MOST_DEATHS:
            return _ended(file, f"parou {MOST_DEATHS} vezes e não é mais usado nesta rodada")
        try:
            return self._renderer.ask([job], SECONDS)[0]
        except NotStarted as error:
            hint = "instale de novo o cobranca e suas dependências; confira a memória livre"
            raise OutsideError("não consegui iniciar o processo que escreve as cartas", hint=hint) from error
        except Died as death:
            self._deaths[file] += 1
            return _ended(file, "a carta demorou demais" if death.late else "a carta parou no meio")

    def _made(self, answer: Any, source: Source) -> Letter:
        if isinstance(answer, dict):
            raise self._error(answer)
        words, texts = answer
        return Letter(Words._make([*words, source.sha256]), tuple(texts))

    def _error(self, told: dict[str, Any]) -> TemplateError:
        place = self._shelf[told["file"]].shown if told["file"] in self._shelf else told["file"]
        line = f":{told['line']}" if told["line"] else ""
        return TemplateError(f"{place}{line}: {told['what']}", hint=told["hint"] or None, code=told["code"])

    def _source(self, model: str) -> Source:
        """The file of a model. Raises TemplateError."""
        source = self._shelf.get(f"{model}{ENDING}")
        if source is not None and source.kind is Kind.MODEL and source.refused:
            raise TemplateError(f"{source.shown}: {source.refused}")
        if source is None or source.kind is not Kind.MODEL:
            raise self._no_such(model, [each.name for each in self.models()])
        return source

    def _layout_file(self, name: str, model: str) -> str:
        """The layout of a model, else the common one. `name` is `carta.txt` or `carta.html`."""
        kind = name.rpartition(".")[2]
        for file in (f"{model}.{kind}{ENDING}", f"carta.{kind}{ENDING}"):
            source = self._shelf.get(file)
            if source is not None and source.refused:
                raise TemplateError(f"{source.shown}: {source.refused}")
            if source is not None:
                return file
        raise self._no_such(name, [each.removesuffix(ENDING) for each in self._shelf if each.count(".") > 1])

    def _no_such(self, name: str, known: list[str]) -> TemplateError:
        from difflib import get_close_matches

        close = get_close_matches(name, known, 1)
        meant = f"quis dizer {close[0]}? " if close else ""
        hint = f"{meant}há: {', '.join(known)}" if known else "não há modelo nenhum na instalação"
        return TemplateError(f'não existe o modelo "{name[:60]}"', hint=hint, code=MISSING)


def _ended(file: str, what: str) -> dict[str, Any]:
    hint = "veja o que o modelo repete: uma carta leva milésimos de segundo"
    return {"code": LIMIT, "file": file, "line": 0, "what": what, "hint": hint}
