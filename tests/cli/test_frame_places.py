"""The table of places: every command of every module is found where the table says, and nothing else."""

import pkgutil
from importlib import import_module

import pytest

import cobranca_cli.cli
from cobranca_cli.cli.app import PLACES, build_app, load
from cobranca_cli.cli.frame import Section
from cobranca_cli.cli.groups import Spec

MODULES = [name for _, name, _ in pkgutil.iter_modules(cobranca_cli.cli.__path__)]


def functions(entry: object) -> set[object]:
    if isinstance(entry, Spec):
        return {entry.function}
    assert isinstance(entry, Section)
    return {function for _, each in entry.entries.fetched() for function in functions(each)}


def test_every_command_that_a_module_registers_is_reached_from_the_program() -> None:
    sections = {
        id(value): value
        for name in MODULES
        for value in vars(import_module(f"cobranca_cli.cli.{name}")).values()
        if isinstance(value, Section)
    }
    registered = {function for section in sections.values() for function in functions(section)}
    reached = functions(build_app())
    assert len(reached) > 60
    assert {f"{f.__module__}.{f.__name__}" for f in registered - reached} == set()  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", PLACES)
def test_a_place_gives_the_command_or_section_of_its_word(word: str) -> None:
    entry = load(word)
    name = entry.name if isinstance(entry, Spec) else entry.info.name
    assert name == word
