"""The folder of letters: the right files for each channel, private, whole, the same when written again."""

import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from tests.output.letters import letter

from cobranca_cli.errors import OutsideError, UsageError
from cobranca_cli.output.letter_files import NO_TYPST, Kinds, Written, write_letters
from cobranca_cli.views.letter import Letter

HTML = "<p>Olá</p>\n"
STEM = "000012-jose-antonio-da-conceicao"


def on(channel: str, **more: object) -> Letter:
    recipient = "jose@exemplo.com.br" if channel == "email" else "11988887777"
    return letter(1, **{"channel": channel, "recipient": recipient, "html": HTML, **more})


def write(
    folder: Path, *letters: Letter, kinds: Kinds | None = None, overwrite: bool = False
) -> list[Written]:
    more = {} if kinds is None else {"kinds": kinds}
    existing = "replace" if overwrite else "refuse"
    return list(write_letters(letters, folder, existing=existing, **more))


def names(folder: Path) -> set[str]:
    return {path.name.removeprefix(STEM) for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (on("email"), {".eml", ".html", ".txt"}),
        (on("email", html=None), {".eml", ".txt"}),
        (on("whatsapp"), {"-mensagem.txt", ".html", ".txt"}),
        (on("sms"), {"-mensagem.txt", ".html", ".txt"}),
        (on("carta"), {".pdf", ".txt"}),
        (on("presencial"), {".pdf", ".txt"}),
        (on("telefone"), {".txt"}),
    ],
    ids=lambda made: made.channel if isinstance(made, Letter) else "",
)
def test_each_channel_has_its_files(tmp_path: Path, made: Letter, expected: set[str]) -> None:
    folder = tmp_path / "a" / "cartas"
    (written,) = write(folder, made)
    assert names(folder) == expected
    assert written.letter == 12 and set(written.paths) == set(folder.iterdir()) and not written.problems


def test_files_and_folder_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "cartas"
    old = os.umask(0o022)
    try:
        write(folder, on("email"), on("carta"))
    finally:
        os.umask(old)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    write(tmp_path, on("telefone"))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


@pytest.mark.parametrize("text", ["Olá, José\n", "a\r\nb\n", "sem fim de linha", "€ 😀\u2028\n"])
def test_the_text_is_the_proof_byte_by_byte(tmp_path: Path, text: str) -> None:
    write(tmp_path, on("telefone", text=text))
    content = (tmp_path / f"{STEM}.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == hashlib.sha256(text.encode()).hexdigest()


def test_the_e_mail_of_a_formal_letter_carries_the_pdf_and_others_do_not(tmp_path: Path) -> None:
    for folder, model in ((tmp_path / "a", "notificacao"), (tmp_path / "b", "amigavel")):
        write(folder, on("email", model=model))
        content = (folder / f"{STEM}.eml").read_bytes()
        message = message_from_bytes(content, policy=policy.default)
        attached = [part.get_content_type() for part in message.iter_attachments()]  # type: ignore[attr-defined]
        assert ("application/pdf" in attached) == (model == "notificacao")
        assert names(folder) == {".eml", ".html", ".txt"}


def test_kinds_may_be_the_same_for_all(tmp_path: Path) -> None:
    write(tmp_path, on("telefone"), on("email", id=13), kinds=("pdf", "html"))
    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf", ".html"}
    assert len(list(tmp_path.iterdir())) == 4


def test_writing_again_changes_nothing_and_refuses_nothing(tmp_path: Path) -> None:
    letters = (on("email"), on("carta", id=13), on("whatsapp", id=14))
    first = write(tmp_path, *letters)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.iterdir()}
    assert write(tmp_path, *letters) == first
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.iterdir()} == before


def test_another_content_is_refused_and_stays_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / f"{STEM}.txt"
    path.write_text("minhas notas")
    with pytest.raises(UsageError) as caught:
        write(tmp_path, on("telefone", id=11), on("telefone"))
    assert path.read_text() == "minhas notas"
    assert f"o arquivo {path} já existe; parou na carta 000012" in caught.value.message
    assert "1 carta, até a 000011" in caught.value.message
    assert "--sobrescrever" in str(caught.value.hint)
    write(tmp_path, on("telefone"), overwrite=True)
    assert path.read_text() == on("telefone").text


def test_a_bad_address_is_a_problem_of_its_letter(tmp_path: Path) -> None:
    bad, good = write(tmp_path, on("email", recipient="a@x.com, b@y.com"), on("email", id=13))
    assert {path.suffix for path in bad.paths} == {".html", ".txt"}
    (problem,) = bad.problems
    assert problem.startswith("carta 000012, e-mail para José") and problem.endswith("[E-EMAIL]")
    assert len(good.paths) == 3 and not good.problems


def test_without_typst_pages_take_the_place_of_paper_and_one_warning_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    write(tmp_path, on("carta"), on("carta", id=13, html=None), on("email", id=14, model="notificacao"))
    found = {path.name.partition("-")[0] + path.suffix for path in tmp_path.iterdir()}
    assert found == {"000012.html", "000012.txt", "000013.txt", "000014.eml", "000014.html", "000014.txt"}
    assert capsys.readouterr().err == f"{NO_TYPST}\n" and "cobranca-cli[pdf]" in NO_TYPST


def test_where_no_letter_needs_a_pdf_nothing_is_said_or_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.output.letters import letter;"
        "from cobranca_cli.output.letter_files import write_letters;"
        "list(write_letters([letter(1)], Path(sys.argv[1]))); print('typst' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_letters_are_taken_as_they_are_written(tmp_path: Path) -> None:
    taken = 0

    def letters() -> Iterator[Letter]:
        nonlocal taken
        for number in range(1, 1000):
            taken += 1
            yield on("telefone", id=number)

    written = write_letters(letters(), tmp_path)
    assert next(written).letter == 1
    assert taken < 50 and len(list(tmp_path.iterdir())) == 1


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "cartas").write_text("x")
    with pytest.raises(OutsideError, match="o caminho não é uma pasta"):
        write(tmp_path / "cartas", on("telefone"))


def test_no_space_says_which_letters_are_there_and_leaves_whole_files_only(tmp_path: Path) -> None:
    """The system itself fails the write of the third letter: a file may have 8 KiB."""
    code = """
import resource, sys
from pathlib import Path
from tests.output.letters import letter
from cobranca_cli.errors import OutsideError
from cobranca_cli.output.letter_files import write_letters
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))
letters = [letter(1, id=n, channel="telefone", text="x" * (9000 if n == 3 else 10)) for n in range(1, 6)]
try:
    list(write_letters(letters, Path(sys.argv[1])))
except OutsideError as error:
    print(error.message, error.hint, sep="|")
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    message, _, hint = done.stdout.strip().partition("|")
    assert "parou na carta 000003" in message and message.endswith(f"{tmp_path}: 2 cartas, até a 000002")
    assert "o que já está lá não é refeito" in hint
    assert {path.name[:6] for path in tmp_path.iterdir()} == {"000001", "000002"}


HOSTILE = ("../x", "CON", "a/b\\c", "\u202e", "José", "Jose\u0301", "", "\0", "x" * 300)


def test_hostile_names_stay_inside_and_are_distinct(tmp_path: Path) -> None:
    folder = tmp_path / "cartas"
    letters = [on("telefone", id=n, customer_name=name) for n, name in enumerate(HOSTILE, 1)]
    write(folder, *letters)
    assert len(list(folder.iterdir())) == len(HOSTILE)
    assert [path.name for path in tmp_path.iterdir()] == ["cartas"]
