"""What sentences say of listing, protest and lawsuit: done, to come, or neither."""

import pytest

from cobranca_cli.domain.letter_facts import DONE, TO_COME, statements, unfounded

LISTING, PROTEST, LAWSUIT = "a negativação", "o protesto", "a ação na Justiça"

SAID = [
    (LISTING, DONE, "Seu nome foi negativado."),
    (LISTING, DONE, "O seu CPF já está negativado no SPC."),
    (LISTING, DONE, "Seu nome consta nos cadastros de inadimplentes."),
    (LISTING, DONE, "Incluímos o seu nome no Serasa em 10/10/2026."),
    (LISTING, DONE, "Negativamos o seu CPF na semana passada."),
    (LISTING, DONE, "A negativação foi realizada ontem."),
    (LISTING, DONE, "O registro em órgão de proteção ao crédito já foi feito."),
    (LISTING, DONE, "Pediremos a retirada do seu nome do Serasa."),
    (LISTING, TO_COME, "Se não pagar até o dia 10, seu nome será negativado."),
    (LISTING, TO_COME, "Se não pagar seu nome será negativado."),
    (LISTING, TO_COME, "Poderemos incluir o seu nome no SPC."),
    (LISTING, TO_COME, "Sem pagamento, o seu nome irá ao SPC e ao Serasa."),
    (LISTING, TO_COME, "Evite a negativação."),
    (LISTING, TO_COME, "O débito está sujeito a negativação."),
    (LISTING, TO_COME, "Negativaremos o CPF informado."),
    (LISTING, TO_COME, "Comunicado de intenção de negativação"),
    (LISTING, TO_COME, "O passo seguinte é pedir o registro do que está vencido na proteção ao crédito."),
    (PROTEST, DONE, "O título foi protestado."),
    (PROTEST, DONE, "Título protestado em 02/05/2026."),
    (PROTEST, DONE, "A fatura foi enviada a protesto."),
    (PROTEST, DONE, "Levamos a duplicata a protesto no dia 5."),
    (PROTEST, DONE, "Protesto lavrado em 03/11/2026."),
    (PROTEST, DONE, "Concordamos com o cancelamento do protesto."),
    (PROTEST, TO_COME, "O título será protestado."),
    (PROTEST, TO_COME, "Vamos protestar o título na segunda-feira."),
    (PROTEST, TO_COME, "Pague para evitar o protesto."),
    (PROTEST, TO_COME, "A fatura foi emitida em 10/10 e será levada a protesto."),
    (PROTEST, TO_COME, "O valor que não foi pago irá a protesto."),
    (PROTEST, TO_COME, "Não pagar a fatura leva ao protesto do título."),
    (PROTEST, TO_COME, "Boleto com protesto automático após 15 dias."),
    (PROTEST, TO_COME, "Sob pena de protesto, aguardamos o pagamento."),
    (PROTEST, TO_COME, "Poderemos levar o que está vencido ao tabelionato de protesto."),
    (PROTEST, TO_COME, "Sem acordo, o pedido segue como protesto."),
    (LAWSUIT, DONE, "A ação de cobrança foi ajuizada."),
    (LAWSUIT, DONE, "Já entramos na Justiça."),
    (LAWSUIT, DONE, "Corre contra a empresa um processo judicial."),
    (LAWSUIT, DONE, "Ajuizamos a execução."),
    (LAWSUIT, TO_COME, "Tomaremos as medidas judiciais cabíveis."),
    (LAWSUIT, TO_COME, "A cobrança poderá ser feita judicialmente."),
    (LAWSUIT, TO_COME, "Teremos de recorrer à Justiça."),
]  # fmt: skip

NOT_SAID = [
    "Seu nome não foi negativado.",
    "O título não foi protestado, e não será enquanto conversamos.",
    "Nenhum protesto foi feito.",
    "Até 10/12/2026 não enviaremos o título a protesto.",
    "O que for contestado não vai a protesto enquanto verificamos.",
    "Se houver protesto, entregamos a carta de anuência.",
    "Se o título tiver sido protestado, o cartório informa as custas.",
    "Caso haja registro no SPC, pediremos a baixa em cinco dias úteis.",
    "Eventual protesto será cancelado.",
    "O acordo é sem protesto e sem negativação.",
    "Recebemos uma resposta negativa do banco.",
    "O saldo ficou negativo por um dia.",
    "Renovamos nossos protestos de elevada estima e consideração.",
    "Protestos da mais alta consideração.",
    "Empresas em recuperação judicial devem avisar-nos.",
    "Notificação extrajudicial",
    "A presente notificação extrajudicial constitui em mora.",
    "Em ação conjunta com a loja, daremos um desconto.",
    "Boa Vista é a nossa filial.",
    "O crédito na loja continua.",
    "A proteção dos seus dados é prometida na Lei 13.709/2018.",
]


@pytest.mark.parametrize(("topic", "time", "sentence"), SAID, ids=[each[2] for each in SAID])
def test_what_a_sentence_says(topic: str, time: str, sentence: str) -> None:
    found = [(each.topic.name, each.time) for each in statements(sentence)]
    assert found == [(topic, time)]


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_what_a_sentence_does_not_say(sentence: str) -> None:
    assert [(each.time, each.quote) for each in statements(sentence)] == []


NO_FACTS = {"negativado": False, "protestado": False, "ajuizado": False, "notificado_em": ""}
NO_POLICY = {"negativa": False, "protesta": False}


@pytest.mark.parametrize(("topic", "time", "sentence"), SAID, ids=[each[2] for each in SAID])
def test_only_facts_bear_out_what_is_done_and_policy_what_is_to_come(
    topic: str, time: str, sentence: str
) -> None:
    fact, policy = {LISTING: ("negativado", "negativa"), PROTEST: ("protestado", "protesta")}.get(
        topic, ("ajuizado", "")
    )
    assert len(list(unfounded(sentence, NO_FACTS, NO_POLICY))) == 1
    assert list(unfounded(sentence, NO_FACTS | {fact: True}, NO_POLICY)) == []
    if policy:
        left = list(unfounded(sentence, NO_FACTS, NO_POLICY | {policy: True}))
        assert len(left) == (1 if time == DONE else 0)


def test_the_words_are_quoted_as_written() -> None:
    text = "Prezada Maria. O TÍTULO FOI PROTESTADO EM CARTÓRIO."
    assert [each.quote for each in statements(text)] == ["O TÍTULO FOI PROTESTADO"]


def test_a_sentence_does_not_reach_into_the_next() -> None:
    text = "O pagamento foi recebido em 10/10. Protesto, se ainda houver, pode ser cancelado."
    assert [each.time for each in statements(text)] == [TO_COME]
    assert [each.time for each in statements("Conforme o art. 26 da lei, o protesto foi lavrado.")] == [DONE]
