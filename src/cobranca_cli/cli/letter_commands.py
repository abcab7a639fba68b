"""`carta gerar`, `listar`, `exportar`: one letter on demand, and the letters that were written."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, command
from cobranca_cli.cli.ladder import FOLDER
from cobranca_cli.cli.letters import letters
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

_CHANNELS = Choice("email", "whatsapp", "sms", "carta", "telefone", "presencial")
_KINDS = Choice("txt", "html", "pdf", "eml", "mensagem")
_CUSTOMER = Arg("CLIENTE", "Nome ou parte dele, código, CPF/CNPJ.")
_TO = Opt("--pasta", "Onde gravar.", metavar="PASTA", default="a pasta cartas, ao lado do livro")
_FILES = Opt("--arquivo", "Que arquivos gravar; pode repetir.", _KINDS, default="os que o canal pede")
_OVER = Opt("--sobrescrever", "Substitui arquivos que já existem.")
_TEXT = "TEXTO"


@command(letters, "gerar", formats=(), writes=True)
def generate(
    run: Run,
    cliente: Annotated[str, _CUSTOMER],
    modelo: Annotated[
        str, Opt("--modelo", "Qual carta, como em 'cobranca carta modelos'.", metavar="MODELO")
    ],
    fatura: Annotated[
        list[str] | None,
        Opt("--fatura", "Sobre que fatura; pode repetir.", metavar="FATURA", default="todas as que couberem"),
    ] = None,
    canal: Annotated[str | None, Opt("--canal", "Por onde vai.", _CHANNELS, default="o que houver")] = None,
    pasta: Annotated[Path | None, _TO] = None,
    arquivo: Annotated[list[str] | None, _FILES] = None,
    simular: Annotated[bool, Opt("--simular", "Mostra o texto e não grava nada.")] = False,
    resultado: Annotated[
        str | None,
        Opt(
            "--resultado",
            "Da contestação.",
            Choice("procedente", "improcedente", "em-analise"),
        ),
    ] = None,
    resposta: Annotated[
        str | None, Opt("--resposta", "O que se responde à contestação.", metavar=_TEXT)
    ] = None,
    recebida: Annotated[
        date | None, Opt("--recebida-em", "O dia em que o cliente contestou.", metavar="DATA")
    ] = None,
    cartorio: Annotated[str | None, Opt("--cartorio", "Da carta de anuência.", metavar=_TEXT)] = None,
    protocolo: Annotated[
        str | None, Opt("--protocolo", "O número do protesto, na carta de anuência.", metavar=_TEXT)
    ] = None,
) -> None:
    """Escreve uma carta para um cliente, pronta para enviar, e guarda o texto como prova.

    Sem --fatura, trata das vencidas (ou das que vão vencer, nos lembretes). As cartas sobre o que já foi
    pago (baixa, anuencia, agradecimento) pedem --fatura. Uma fatura prescrita, contestada ou em pausa não é
    cobrada.

    Exemplos:
      cobranca carta gerar "Padaria Sol" --modelo amigavel
      cobranca carta gerar "Padaria Sol" --modelo contestacao --fatura 1001 --resultado em-analise
      cobranca carta gerar "Padaria Sol" --modelo baixa --fatura 1001 --arquivo pdf
      cobranca carta gerar "Padaria Sol" --modelo firme --simular
    """
    from cobranca_cli.brformat import date_br
    from cobranca_cli.cli.letter_output import put_letters, put_scripts
    from cobranca_cli.services.write_letter import Wanted, write_letter

    if simular and (pasta or arquivo):
        raise UsageError("--simular não grava arquivos", hint="tire --pasta e --arquivo")
    dispute = {
        "resultado": {"em-analise": "em análise"}.get(resultado or "", resultado),
        "resposta": resposta,
        "recebida_em": date_br(recebida.isoformat()) if recebida else None,
    }
    extras = {"contestacao": dispute, "anuencia": {"cartorio": cartorio, "protocolo": protocolo}}
    wanted = Wanted(cliente, modelo, tuple(fatura or ()), canal, extras)
    made = write_letter(run.ledger_path, settings_of(run), moment_of(run), wanted, rehearse=simular)
    for notice in made.notices:
        run.warn(notice)
    if simular:
        print(f"Assunto: {made.written.subject}\n\n{made.written.text}")
        run.note("Nada foi gravado.")
        return
    if not made.kept:
        target = (pasta or run.ledger_path.parent / FOLDER) / run.today.isoformat()
        for name in put_scripts(run, {made.customer.id: made.written}, run.today, target).values():
            run.note(f"Roteiro em {name}.")
        run.note("Nada foi gravado no livro: um roteiro não é uma carta.")
        return
    state = f"Gravado: carta {made.written.id:06} para {made.customer.name}."
    # The letter stands: writing its files again must not make a second one.
    run.wrote(f"{state[:-1]}; para gravar os arquivos: cobranca carta exportar {made.written.id}")
    target = (pasta or run.ledger_path.parent / FOLDER) / run.today.isoformat()
    for _, name in put_letters(run, [made.written.id], target, tuple(arquivo or ())):
        run.note(f"Pronta em {name}.")
    run.wrote(state)
    run.note(state)


@command(letters, "listar", report=True, formats=(*DATA, "xlsx"))
def listing(
    run: Run,
    cliente: Annotated[
        str | None,
        Opt("--cliente", "Só deste cliente: nome ou parte dele, código, CPF/CNPJ.", metavar="CLIENTE"),
    ] = None,
    de: Annotated[date | None, Opt("--de", "A partir deste dia.", metavar="DATA")] = None,
    ate: Annotated[date | None, Opt("--ate", "Até este dia.", metavar="DATA")] = None,
) -> None:
    """Lista as cartas escritas, com a marca (SHA-256) do texto de cada uma, que está no livro.

    Exemplos:
      cobranca carta listar
      cobranca carta listar --cliente "Padaria Sol" --de 01/11/2026
    """
    if de and ate and de > ate:
        raise UsageError("--de vem depois de --ate")
    from cobranca_cli.services.letter_list import list_letters
    from cobranca_cli.views.letters import listing as view

    found = list_letters(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente, de, ate)
    run.emit(view(found))


@command(letters, "enviada", formats=(), writes=True)
def sent(
    run: Run,
    id: Annotated[list[int] | None, Arg("ID", "Os números das cartas; sem nenhum, --todas.")] = None,
    todas: Annotated[bool, Opt("--todas", "Todas as que esperam, dos últimos 7 dias.")] = False,
) -> None:
    """Registra que cartas foram enviadas hoje; elas saem da lista de 'cobranca hoje'.

    O mesmo que um contato de resultado "enviado" para cada uma. Se uma voltou, registre depois:
    cobranca contato registrar CLIENTE --canal CANAL --resultado devolvido --carta ID

    Exemplos:
      cobranca carta enviada 12 13
      cobranca carta enviada --todas
    """
    from cobranca_cli.brformat import counted
    from cobranca_cli.services.sent import mark_sent

    if bool(id) == todas:
        raise UsageError("diga os números das cartas, ou --todas")
    done = mark_sent(run.ledger_path, moment_of(run), id or ())
    for notice in done.notices:
        run.warn(notice)
    count = counted(len(done.letters), "carta enviada", "cartas enviadas")
    state = f"Gravado: {count}." if done.letters else "Nada foi gravado."
    run.wrote(state)
    run.note(state)


@command(letters, "exportar", formats=())
def export(
    run: Run,
    id: Annotated[
        list[int] | None, Arg("ID", "Os números das cartas, como em 'cobranca carta listar'; ou --dia.")
    ] = None,
    dia: Annotated[date | None, Opt("--dia", "Todas as deste dia que vão em papel.", metavar="DATA")] = None,
    juntar: Annotated[
        Path | None, Opt("--juntar", "Um PDF só, com todas, para imprimir.", metavar="ARQUIVO")
    ] = None,
    pasta: Annotated[Path | None, _TO] = None,
    arquivo: Annotated[list[str] | None, _FILES] = None,
    sobrescrever: Annotated[bool, _OVER] = False,
) -> None:
    """Grava de novo os arquivos de cartas que já foram escritas, com o texto que está guardado no livro.

    Com --juntar, cada carta começa em uma página nova do mesmo PDF: imprima só de um lado da folha.

    Exemplos:
      cobranca carta exportar 12 13
      cobranca carta exportar 12 --arquivo pdf --pasta provas
      cobranca carta exportar --dia 24/11/2026 --juntar cartas.pdf
    """
    from cobranca_cli.brformat import counted
    from cobranca_cli.cli.letter_output import paper_of, put_joined, put_letters
    from cobranca_cli.services.letter_list import days_of

    if bool(id) == bool(dia):
        raise UsageError("diga os números das cartas, ou o dia", hint="--dia DATA: todas as que vão em papel")
    numbers = id or paper_of(run, dia or run.today)
    if juntar:
        if pasta or arquivo:
            raise UsageError("--juntar grava um arquivo só, em PDF", hint="tire --pasta e --arquivo")
        put_joined(run, numbers, juntar, overwrite=sobrescrever)
        run.note(f"{counted(len({*numbers}), 'carta', 'cartas')} em {juntar}.")
        return
    existing = "replace" if sobrescrever else "refuse"
    for number, day in days_of(run.ledger_path, settings_of(run), moment_of(run), numbers).items():
        target = pasta or run.ledger_path.parent / FOLDER / day
        for _, name in put_letters(run, [number], target, tuple(arquivo or ()), existing=existing):
            run.note(f"Carta {number:06} em {name}.")
