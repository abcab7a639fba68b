"""Amounts in words, in Brazilian Portuguese, as cheques and receipts are written."""

from itertools import pairwise

_SMALL = (
    *("zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"),
    *("dez", "onze", "doze", "treze", "quatorze", "quinze", "dezesseis", "dezessete", "dezoito", "dezenove"),
)
_TENS = ("vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa")
_HUNDREDS = (
    *("cento", "duzentos", "trezentos", "quatrocentos", "quinhentos"),
    *("seiscentos", "setecentos", "oitocentos", "novecentos"),
)
_SCALES = (("milhão", "milhões"), ("bilhão", "bilhões"), ("trilhão", "trilhões"))
_MILLION = 1_000_000
_LIMIT = 10**15
_AND = " e "


def amount_in_words(cents: int) -> str:
    """`123456` is "mil duzentos e trinta e quatro reais e cinquenta e seis centavos".

    No comma after "mil"; "e" before a last group that is below a hundred or whole hundreds; "de reais" after
    whole millions; `menos` before a negative amount.

    Raises:
        ValueError: a thousand trillion (10^15) reais or more.
    """
    if cents < 0:
        return f"menos {amount_in_words(-cents)}"
    reais, rest = divmod(cents, 100)
    parts = []
    if reais or not rest:
        link = " de " if reais and reais % _MILLION == 0 else " "
        parts.append(f"{number_in_words(reais)}{link}{'real' if reais == 1 else 'reais'}")
    if rest:
        parts.append(f"{_below_thousand(rest)} {'centavo' if rest == 1 else 'centavos'}")
    return _AND.join(parts)


def number_in_words(number: int) -> str:
    """A whole number, 0 or more, in the masculine. Raises ValueError from 10^15 on."""
    if not 0 <= number < _LIMIT:
        raise ValueError(f"{number} is not a number for words")
    groups = [(scale, number // 1000**scale % 1000) for scale in range(len(_SCALES) + 1, -1, -1)]
    groups = [(scale, group) for scale, group in groups if group] or [(0, 0)]
    text = _group_in_words(*groups[0])
    for (above, _), (scale, group) in pairwise(groups):
        text += _link(above, group, last=(scale, group) == groups[-1]) + _group_in_words(scale, group)
    return text


def _link(above: int, group: int, *, last: bool) -> str:
    """What stands between a group and the one before it, which is that of the scale `above`."""
    if last and (group < 100 or group % 100 == 0):
        return _AND
    return " " if above == 1 else ", "


def _group_in_words(scale: int, group: int) -> str:
    if scale == 0:
        return _below_thousand(group)
    if scale == 1:
        return "mil" if group == 1 else f"{_below_thousand(group)} mil"
    return f"{_below_thousand(group)} {_SCALES[scale - 2][group > 1]}"


def _below_thousand(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    if number == 100:
        return "cem"
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return _joined(_HUNDREDS[hundreds - 1], rest)
    tens, units = divmod(number, 10)
    return _joined(_TENS[tens - 2], units)


def _joined(words: str, rest: int) -> str:
    return f"{words}{_AND}{_below_thousand(rest)}" if rest else words
