"""Sentences that a letter may not say, and their harmless neighbours, which matter as much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.letter_words import composed, fold_in_place, forbidden, paragraphs, revealing

THREAT, THIRD, TONE = "E-AMEACA", "E-TERCEIRO", "E-TOM"

BAD = [
    (THREAT, "polícia", "Se não pagar, vamos chamar a polícia."),
    (THREAT, "inquérito policial", "O caso pode virar inquérito policial."),
    (THREAT, "delegacia", "Registraremos queixa na delegacia do seu bairro."),
    (THREAT, "boletim de ocorrência", "Faremos um boletim de ocorrência amanhã."),
    (THREAT, "prisão", "Não pagar pode dar prisão."),
    (THREAT, "ser preso", "O senhor pode ser preso."),
    (THREAT, "CRIME", "Dever e não pagar é CRIME!"),
    (THREAT, "estelionato", "Isto é estelionato."),
    (THREAT, "processo criminal", "Cabe um processo criminal contra o senhor."),
    (THREAT, "ação penal", "Uma ação penal será movida."),
    (THREAT, "mandado de penhora", "Virá um mandado de penhora."),
    (THREAT, "cadeia", "Quem não paga vai para a cadeia."),
    (THREAT, "vamos expor", "Sem pagamento, vamos expor você nas redes sociais."),
    (THREAT, "divulgaremos o seu nome", "Divulgaremos o seu nome no bairro."),
    (THREAT, "publicar seu nome", "Podemos publicar seu nome no mural da loja."),
    (THREAT, "lista de devedores", "Seu nome entrará na nossa lista de devedores."),
    (THREAT, "Todos vão saber", "Todos vão saber quem é você."),
    (THREAT, "exposição pública", "Evite uma exposição pública."),
    (THREAT, "passar vergonha", "Você não quer passar vergonha, quer?"),
    (THREAT, "vergonha na cara", "Tenha vergonha na cara e pague."),
    (THREAT, "sem-vergonha", "Só um sem-vergonha faz isso."),
    (THREAT, "evite maiores constrangimentos", "Pague e evite maiores constrangimentos."),
    (THREAT, "humilhação", "Será uma humilhação para a senhora."),
    (THREAT, "caloteiro", "Não seja caloteiro."),
    (THREAT, "mau pagador", "O senhor é um mau pagador."),
    (THREAT, "devedor contumaz", "Tratamos o senhor como devedor contumaz."),
    (THREAT, "má-fé", "Seu silêncio mostra má-fé."),
    (THREAT, "irresponsabilidade", "Lamentamos a sua irresponsabilidade."),
    (THREAT, "nome sujo", "Não fique com o nome sujo."),
    (THREAT, "falta de caráter", "Isso é falta de caráter."),
    (THREAT, "vamos até a sua casa", "Se for preciso, vamos até a sua casa."),
    (THREAT, "iremos ao seu trabalho", "Na segunda-feira iremos ao seu trabalho."),
    (THREAT, "cobrador irá bater na sua porta", "Um cobrador irá bater na sua porta."),
    (THREAT, "Sabemos onde você mora", "Sabemos onde você mora."),
    (THREAT, "Ligaremos todos os dias", "Ligaremos todos os dias."),
    (THREAT, "sofrerá as consequências", "Quem não paga sofrerá as consequências."),
    (THREAT, "arcar com as consequências", "O senhor terá de arcar com as consequências."),
    (THREAT, "se arrepender", "Você vai se arrepender."),
    (THREAT, "medidas drásticas", "Tomaremos medidas drásticas."),
    (THREAT, "vamos processar", "Se não pagar, vamos processar."),
    (THREAT, "processar você", "Podemos processar você."),
    (THREAT, "o senhor será processado", "Sem resposta, o senhor será processado."),
    (THIRD, "avisaremos o seu empregador", "Sem resposta, avisaremos o seu empregador."),
    (THIRD, "vamos falar com a sua família", "Amanhã vamos falar com a sua família."),
    (THIRD, "ligaremos para o seu trabalho", "Se não atender, ligaremos para o seu trabalho."),
    (THIRD, "Informamos a sua esposa", "Informamos a sua esposa sobre as parcelas."),
    (THIRD, "Seu chefe será avisado", "Seu chefe será avisado."),
    (THIRD, "deixamos recado com seu vizinho", "Ontem deixamos recado com seu vizinho."),
    (THIRD, "entraremos em contato com seus parentes", "Depois entraremos em contato com seus parentes."),
    (THIRD, "Avise seu marido", "Avise seu marido de que a parcela venceu."),
    (THIRD, "Comunicaremos aos seus clientes", "Comunicaremos aos seus clientes."),
    (THIRD, "Peça emprestado a seus amigos", "Peça emprestado a seus amigos."),
    (TONE, "!!", "Pague hoje!!"),
    (TONE, "último aviso", "Este é o último aviso."),
    (TONE, "ÚLTIMA CHANCE", "ÚLTIMA CHANCE de acertar a conta."),
]

GOOD = [
    "Conheça a nossa política de crédito.",
    "A política da empresa prevê o parcelamento em até seis vezes.",
    "Se já pagou, desconsidere esta mensagem.",
    "Cuidado com golpes: confira o nome de quem recebe o Pix antes de pagar.",
    "Em caso de suspeita de fraude, fale conosco.",
    "Fornecemos para uma cadeia de lojas e uma cadeia produtiva inteira.",
    "O boleto ficou preso no sistema do banco.",
    "A presente carta trata da fatura 1001.",
    "Uma empresa presa a prazos curtos sofre mais.",
    "Conforme exposto acima, o valor é de R$ 10,00.",
    "Exposta a situação, pedimos um retorno.",
    "Vamos divulgar as novas condições na próxima semana.",
    "A lista de faturas está abaixo.",
    "Publicamos o catálogo novo no nosso site.",
    "Postamos a segunda via nos Correios.",
    "Não tenha vergonha de nos procurar: preferimos combinar.",
    "Não queremos causar nenhum constrangimento.",
    "Agradecemos a sua boa-fé e a sua paciência.",
    "O bom pagador tem desconto.",
    "Enviaremos a segunda via para a sua casa.",
    "A mercadoria foi entregue na sua residência em 10/10/2026.",
    "Ligaremos em um horário que não atrapalhe o seu trabalho.",
    "Ligaremos na terça-feira, às 10h, como combinado.",
    "Fique em paz: o pagamento foi confirmado.",
    "O atraso traz multa de 2% e juros de 1% ao mês.",
    "Seu pagamento será processado em até dois dias úteis.",
    "Vamos processar o seu pedido de parcelamento hoje.",
    "Vamos processar a baixa assim que o banco confirmar.",
    "Converse com a sua família sobre o orçamento da casa.",
    "Encaminhe esta mensagem ao seu contador, se preferir.",
    "Fale com o setor financeiro da sua empresa.",
    "Desejamos um bom fim de ano ao senhor e à sua família.",
    "Informamos que o seu cadastro está atualizado.",
    "Informaremos o resultado em até 10 dias.",
    "Avisaremos por e-mail quando o pagamento aparecer.",
    "Para que nada se perca, confira os seus contatos.",
    "Não deixe recado sobre a fatura, nem com a família nem no trabalho: é proibido por lei.",
    "Não diga: nada a terceiros; nada sobre consequências; nada que humilhe ou apresse.",
    "O Procon e o CEJUSC, no fórum, orientam de graça.",
    "Quem paga em dia nos ajuda a pagar em dia também!",
    "Lei 14.181/2021: o mínimo existencial, que é o necessário para viver.",
    "O aviso de vencimento chega cinco dias antes.",
    "Se houve um problema com a entrega, conte-nos.",
    "Trabalhamos das 9h às 18h, em dias úteis.",
    "Aceitamos cartão de débito e Pix.",
]

REVEALING = [
    ("cobrança", "Carta de cobrança"),
    ("Cobrança", "Cobrança da fatura 1001"),
    ("dívida", "Sua dívida com a Papelaria Sol"),
    ("débito", "Aviso de débito"),
    ("inadimplência", "Aviso de inadimplência"),
    ("inadimplente", "Cliente inadimplente"),
    ("atraso", "Fatura em atraso"),
    ("atrasadas", "Parcelas atrasadas"),
    ("SPC", "Comunicado ao SPC"),
    ("Serasa", "Seu nome no Serasa"),
    ("protesto", "Aviso de protesto"),
    ("negativação", "Aviso prévio de negativação"),
    ("vencida", "Fatura 1001 vencida"),
    ("em aberto", "Valores em aberto"),
    ("devedor", "Prezado devedor"),
    ("pendência financeira", "Regularize sua pendência financeira"),
]
NEUTRAL = [
    "Fatura 1001 de Papelaria Sol",
    "Segunda via: fatura 1001",
    "Sua fatura vence amanhã",
    "Adesão ao débito automático",
    "Fatura 1001 de Papelaria Sol: valor atualizado",
    "Compra no cartão de débito",
    "Protestos de elevada estima e consideração",
    "Carta nº 000042 de Papelaria Sol",
    "Pagamento recebido",
]


@pytest.mark.parametrize(("code", "quote", "sentence"), BAD, ids=[each[2] for each in BAD])
@pytest.mark.parametrize("form", [str, str.upper, str.lower])
def test_what_may_not_be_said(code: str, quote: str, sentence: str, form: type[str]) -> None:
    found = {match.rule.code: match.quote for match in forbidden(form(sentence))}
    assert code in found and found[code].casefold() == quote.casefold()


@pytest.mark.parametrize("sentence", GOOD)
@pytest.mark.parametrize("form", [str, str.upper])
def test_what_may_be_said(sentence: str, form: type[str]) -> None:
    assert [match.quote for match in forbidden(form(sentence))] == []


@pytest.mark.parametrize(("quote", "subject"), REVEALING)
def test_a_subject_that_tells(quote: str, subject: str) -> None:
    assert [match.quote for match in revealing(subject)] == [quote]


@pytest.mark.parametrize("subject", NEUTRAL)
def test_a_subject_that_tells_nothing(subject: str) -> None:
    assert list(revealing(subject)) == []


def test_without_accents_it_is_the_same() -> None:
    for code, _, sentence in BAD:
        assert code in {match.rule.code for match in forbidden(fold_in_place(sentence))}


def test_anywhere_in_a_long_letter() -> None:
    """The quick look at single words must not lose what stands far in."""
    filling = "O vencimento de cada fatura está na lista, com os dados para pagar. " * 40
    for code, _, sentence in BAD:
        assert code in {match.rule.code for match in forbidden(f"{filling}{sentence} {filling}")}
    assert list(forbidden(filling + " ".join(GOOD))) == []


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


@given(st.text(alphabet="aáãéçõ \n\t"))
def test_blanks_are_one_and_paragraphs_stay(text: str) -> None:
    assert composed(text) == " ".join(text.split())
    assert composed(paragraphs(text)) == composed(text)
    assert "\n\n\n" not in paragraphs(text) and "  " not in paragraphs(text)
