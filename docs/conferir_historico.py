"""Confere o histórico de um livro do cobranca sem o programa: basta o Python 3.11, sem nada instalado.

    python3 conferir_historico.py livro.db [--ancora livro.db.ancora] [--marca 1042:9a8f03c1d2e45b607788]

O procedimento está em historico.md; os números entre parênteses são os passos de lá, e as listas de tabelas
e colunas são lidas de lá: a página deve estar na mesma pasta. O livro é aberto só para leitura. Sai com 0 se
nada difere; com 1 se algo difere, ou se o livro não pôde ser lido.
"""

import argparse
import hashlib
import hmac
import json
import re
import sqlite3
import sys
from pathlib import Path
from typing import Any, NamedTuple

ZEROS = "0" * 64


class Tabela(NamedTuple):
    """O que a página diz de uma tabela."""

    fatos: list[str]
    textos: dict[str, str | None]  # e o que fica de cada um, se é apagado
    filhas: list[tuple[str, str, str]]  # a tabela, a coluna que diz de quem é a linha, as colunas
    sal: str = "0"  # SQL para o número do sal de uma linha t


def ler_tabelas(pagina: str) -> dict[str, Tabela]:
    """As listas do fim da página."""
    tabelas: dict[str, Tabela] = {}
    titulo = ""
    for linha in pagina.splitlines():
        titulo = linha if linha.startswith("#") else titulo
        if not linha.startswith("| `"):
            continue
        celulas = linha.strip("|").split("|")
        (nome, *_), *ditos = (re.findall(r"`([^`]+)`", celula) for celula in celulas)
        if titulo == "### As colunas de fatos":
            tabelas[nome] = Tabela(ditos[0], {}, [])
        elif titulo == "### Os textos e o sal":
            for texto, resto, zeros in re.findall(r"`(\w+)`(?: fica (?:`(.+?)`|(64 zeros)))?", celulas[1]):
                tabelas[nome].textos[texto] = resto or (ZEROS if zeros else None)
            tabelas[nome] = tabelas[nome]._replace(sal=f"coalesce({', '.join(map(dono, ditos[1]))}, 0)")
        elif titulo == "### As filhas":
            tabelas[nome].filhas.append((ditos[0][0], ditos[1][0], ", ".join(ditos[2])))
    return tabelas


def dono(sal: str) -> str:
    """SQL para o que a página diz do sal: `customer_id`, `-id`, `0`, ou `coluna → tabela`."""
    coluna, _, tabela = sal.partition(" → ")
    caminho = f"(SELECT customer_id FROM {tabela} WHERE id = t.{coluna})"
    return caminho if tabela else {"customer_id": "t.customer_id", "-id": "-t.id", "0": "0"}[sal]


def em_json(valor: Any) -> str:
    """Um valor como os selos o escrevem; bytes, que nenhum selo tem, saem de um jeito que não confere."""
    return json.dumps(valor, ensure_ascii=False, separators=(",", ":"), default=repr)


def ler_ancora(arquivo: Path) -> list[tuple[int, str, str]]:
    """(2) As linhas da âncora que valem: número, hash e quem o diz."""
    valem: list[tuple[int, str, str]] = []
    for linha in arquivo.read_bytes().decode("ascii", "replace").split("\n")[:-1]:
        if forma := re.fullmatch(r"([0-9]{1,18}) ([0-9a-f]{64}) (\S+) (\S+)", linha):
            valem = [] if forma[4] == "restaurado" else valem
            valem.append((int(forma[1]), forma[2], f"a âncora de {forma[3]}"))
    return valem


def ler_marca(texto: str) -> tuple[int, str, str]:
    """(2) Uma marca, como alguém a anotou: número, começo do hash e quem o diz."""
    forma = re.fullmatch(r"0*([1-9][0-9]{0,17}):([0-9a-f]{20,64})", texto.strip().rstrip(".…").lower())
    if forma is None:
        raise argparse.ArgumentTypeError(f"{texto} não é uma marca, como 1042:9a8f03c1d2e45b607788")
    return int(forma[1]), forma[2], f"a marca {texto}"


class Conferencia:
    """Um livro lido uma vez, do primeiro evento ao último, e o que já se viu dele."""

    def __init__(self, livro: sqlite3.Connection) -> None:
        self.livro = livro
        self.tabelas = ler_tabelas(Path(__file__).with_name("historico.md").read_text(encoding="utf-8"))
        existem = livro.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        # Até que id os selos cobrem cada tabela; um livro de um formato anterior não tem todas.
        self.coberto = {tabela: 0 for (tabela,) in existem if tabela in self.tabelas}
        self.diferencas = self.eventos = self.selos = self.linhas = self.refeitos = self.guardados = 0
        self.ultimo, self.ultimo_hash, self.provado = 0, ZEROS, 0

    def difere(self, onde: str, o_que: str) -> None:
        """Conta e mostra uma diferença."""
        self.diferencas += 1
        print(f"DIFERE  {onde}: {o_que}")

    def conferir_corrente(self) -> None:
        """(1) Cada evento é o que foi gravado e continua o anterior; (3) o que ele sela confere."""
        eventos = "SELECT seq, recorded_at, kind, data, previous, hash FROM event ORDER BY seq"
        for numero, *dito, anterior, resumo in self.livro.execute(eventos):
            onde = f"evento {numero}"
            if not isinstance(numero, int) or numero < 1:
                self.difere(onde, "de fora: tem um número que o programa não dá")
                continue
            if numero != self.ultimo + 1:
                self.difere(onde, f"faltam eventos: o que está antes dele é o {self.ultimo}")
            elif anterior != self.ultimo_hash:
                self.difere(onde, "não continua o anterior")
            conta = "cobranca-evento-v1\0" + em_json([numero, *dito]) + str(anterior)
            if hashlib.sha256(conta.encode()).hexdigest() != resumo:
                self.difere(onde, "foi alterado: o hash não é o do que ele diz")
            self.eventos, self.ultimo, self.ultimo_hash = self.eventos + 1, numero, resumo
            if dito[1] == "selo":
                self.conferir_selo(numero, dito[2])

    def conferir_por_fora(self, conhecidos: list[tuple[int, str, str]]) -> None:
        """(2) Os eventos de que a âncora e as marcas dizem o hash."""
        for numero, comeco, quem in sorted(conhecidos):
            achado = self.livro.execute("SELECT hash FROM event WHERE seq = ?", (numero,)).fetchone()
            if achado is None:
                self.difere(
                    f"evento {numero}", f"{quem} é dele, e o livro não o tem: vai até o {self.ultimo}"
                )
            elif not str(achado[0]).startswith(comeco):
                self.difere(f"evento {numero}", f"{quem} é de outro com este número: a corrente foi refeita")
            else:
                self.provado = numero

    def conferir_selo(self, numero: int, dados: str) -> None:
        """(3) Os trechos vêm em ordem, nada há entre eles, e as linhas são as que foram gravadas."""
        try:
            selo = json.loads(dados)
            linhas, de_fora = selo["linhas"].items(), selo.get("de_fora", {}).items()
            trechos = [(t, int(a), int(b), int(n), h) for t, lista in linhas for a, b, n, h in lista]
            de_fora = [(t, int(a), int(b)) for t, (a, b) in de_fora]
            if selo["versao"] != 1 or any(t not in self.coberto for t, *_ in trechos + de_fora):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.difere(f"evento {numero}", "é um selo que não pode ser lido")
            return
        self.selos += 1
        for tabela, primeiro, ultimo in de_fora:
            self.difere(f"{tabela} {primeiro} a {ultimo}", f"de fora: o evento {numero} já o diz")
        for tabela, primeiro, ultimo, quantas, resumo in trechos:
            onde, coberto = f"{tabela} {primeiro} a {ultimo} (selo no evento {numero})", self.coberto[tabela]
            if primeiro <= coberto:
                self.difere(onde, "já tinham selo, e ganharam outro por cima")
            self.procurar_de_fora(tabela, "id", f"id > {coberto} AND id < {primeiro}")
            achadas, conta = self.resumir(tabela, primeiro, ultimo)
            if (achadas, conta) != (quantas, resumo):
                self.difere(onde, f"não são as {quantas} linhas que foram gravadas; agora há {achadas}")
            self.linhas += achadas
            self.coberto[tabela] = max(coberto, ultimo)

    def resumir(self, tabela: str, primeiro: int, ultimo: int) -> tuple[int, str]:
        """(4) Quantas linhas há em um trecho, e o hash dos textos delas."""
        cada, quantas, resumo = self.tabelas[tabela], 0, hashlib.sha256()
        colunas = ", ".join(f"t.{nome}" for nome in ("id", *cada.fatos, *cada.textos))
        sal = f"SELECT salt FROM person_salt WHERE customer_id = {cada.sal}"
        guardado = f"SELECT commitment FROM erased_text WHERE table_name = '{tabela}' AND row_id = t.id"
        busca = f"SELECT {colunas}, ({sal}), ({guardado}) FROM {tabela} t WHERE id BETWEEN ? AND ?"
        for numero, *lido in self.livro.execute(f"{busca} ORDER BY id", (primeiro, ultimo)):
            linha = [numero, *lido[: len(cada.fatos)]]
            for filha, chave, nomes in cada.filhas:
                busca = f"SELECT {nomes} FROM {filha} WHERE {chave} = ? ORDER BY {nomes}"
                linha.append("\n".join(map(em_json, self.livro.execute(busca, (numero,)))) or None)
            if cada.textos:
                linha.append(self.compromisso(tabela, numero, lido[len(cada.fatos) : -2], lido[-2], lido[-1]))
            resumo.update((("\n" if quantas else "") + em_json(linha)).encode())
            quantas += 1
        return quantas, resumo.hexdigest()

    def compromisso(self, tabela: str, numero: int, textos: Any, sal: Any, guardado: Any) -> str | None:
        """(5) O que entra no selo no lugar dos textos de uma linha."""
        fica = self.tabelas[tabela].textos.values()
        if guardado and all(texto in (None, resto) for texto, resto in zip(textos, fica, strict=True)):
            self.guardados += 1
            return str(guardado)
        if all(texto is None for texto in textos):
            return None
        if not isinstance(sal, bytes):
            return "falta o sal"
        self.refeitos += 1
        return hmac.new(sal, em_json([tabela, numero, *textos]).encode(), "sha256").hexdigest()

    def procurar_de_fora(self, tabela: str, chave: str, quais: str) -> None:
        """(3) Linhas que nenhum selo cobre."""
        busca = f"SELECT count(*), min({chave}), max({chave}) FROM {tabela} WHERE {quais}"
        quantas, primeira, ultima = self.livro.execute(busca).fetchone()
        if quantas:
            self.difere(f"{tabela} {primeira} a {ultima}", f"de fora: {quantas} que nenhum selo cobre")

    def conferir_o_resto(self) -> None:
        """(3) Depois da corrente: o que está no livro e ninguém selou."""
        if not self.selos:
            total = sum(self.livro.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in self.coberto)
            if total:
                self.difere("o livro", f"não está selado: {total} linhas e nenhum selo; nada se prova delas")
            return
        for tabela, coberto in self.coberto.items():
            self.procurar_de_fora(tabela, "id", f"id > {coberto} OR id < 1 OR id IS NULL")
            for filha, chave, _ in self.tabelas[tabela].filhas:
                sem_mae = f"NOT EXISTS (SELECT 1 FROM {tabela} WHERE id = {filha}.{chave})"
                self.procurar_de_fora(filha, chave, sem_mae)


def main(palavras: list[str] | None = None) -> int:
    """Lê o que foi pedido, confere, diz o que viu, e devolve o código de saída."""
    leitor = argparse.ArgumentParser(description="Confere o histórico de um livro do cobranca.")
    leitor.add_argument("livro", type=Path)
    leitor.add_argument("--ancora", type=Path, help="onde está a âncora, se não é LIVRO.ancora")
    leitor.add_argument("--marca", type=ler_marca, action="append", default=[], help="N:HEX; pode repetir")
    leitor.add_argument("--imutavel", action="store_true", help="o livro está em um disco que não muda")
    pedido = leitor.parse_args(palavras)
    ao_lado = Path(f"{pedido.livro}.ancora")
    ancora = pedido.ancora or (ao_lado if ao_lado.exists() else None)
    # A âncora antes do livro: o que o programa gravar entre um e outro só pode sobrar no livro.
    valem = ler_ancora(ancora) if ancora else []
    endereco = f"{pedido.livro.resolve().as_uri()}?mode=ro{'&immutable=1' if pedido.imutavel else ''}"
    livro = sqlite3.connect(endereco, uri=True, isolation_level=None)
    livro.execute("BEGIN")
    feita = Conferencia(livro)
    for (dito,) in livro.execute("PRAGMA integrity_check"):
        if dito != "ok":
            feita.difere("o arquivo", dito)
    if ancora and not valem:
        feita.difere(str(ancora), "nenhuma linha da âncora pode ser lida")
    feita.conferir_corrente()
    feita.conferir_por_fora(valem + pedido.marca)
    feita.conferir_o_resto()
    livro.close()
    print(f"Eventos:      {feita.eventos}; o último é {feita.ultimo}:{feita.ultimo_hash}")
    print(f"Linhas:       {feita.linhas}, em {feita.selos} selos")
    print(f"Compromissos: {feita.refeitos} refeitos com o sal, {feita.guardados} de textos apagados")
    print(f"Âncora:       {f'{len(valem)} linhas' if ancora else 'não há'}; marcas: {len(pedido.marca)}")
    print(f"              o evento mais novo que confirmam: {feita.provado or 'nenhum'}")
    print(f"Diferenças:   {feita.diferencas or 'nenhuma'}")
    return int(feita.diferencas > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, sqlite3.Error, OverflowError) as erro:
        sys.exit(f"Não deu para conferir: {erro}")
