"""How much of a clause is quoted around the sentence that answers."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.library import Place
from assistant.quoted import CLAUSE_CHARACTERS, SENTENCE_CHARACTERS, quoted
from assistant.sentence_features import telling
from documents.ingest import parse_document
from tests.assistant.fakes import place_of

FINE = "未办理登记的，责令限期改正；逾期不改正的，每只处1000元罚款。"


def clause_of(text: str) -> Place:
    return place_of(parse_document("short", f"办法\n\n第一条 {text}\n"), "第一条")


def test_what_a_semicolon_ties_is_quoted_whole() -> None:
    long = "市人民政府建立协调机制，统筹各项经费，组织开展宣传教育，并向社会公布结果。" * 4
    place = clause_of(f"{long}{FINE}")
    second = next(one for one in telling(place) if "1000元" in one.text)
    assert second.text == "逾期不改正的，每只处1000元罚款。"
    assert quoted(place, second).text == FINE
    assert quoted(place, telling(place)[0]).text == telling(place)[0].text


def test_a_short_clause_is_quoted_whole() -> None:
    place = clause_of("收费标准。登记证一年有效。每年缴纳200元。免收的除外。")
    assert quoted(place, telling(place)[1]).text == "登记证一年有效。每年缴纳200元。免收的除外。"


def test_a_long_list_of_pieces_is_not() -> None:
    place = clause_of("；".join(f"开展第{number}类河道巡查并公布结果" for number in range(100, 130)) + "。")
    first = telling(place)[0]
    assert quoted(place, first) == first


def test_never_over_a_lost_place() -> None:
    place = clause_of("治理管网。更换老旧供水管网不少于公里。安装水表18万只。")
    assert [gap.kind for gap in place.document.gaps]
    beside = telling(place)[-1]
    assert beside.text == "安装水表18万只。"
    assert quoted(place, beside) == beside


@given(st.lists(st.sampled_from(["甲应当登记", "乙应当缴费", "丙免收"]), min_size=1, max_size=30), st.data())
def test_the_quote_is_the_text_and_holds_the_sentence(pieces: list[str], data: st.DataObject) -> None:
    signs = data.draw(st.lists(st.sampled_from("。；"), min_size=len(pieces), max_size=len(pieces)))
    place = clause_of("".join(piece + sign for piece, sign in zip(pieces, signs, strict=True)))
    sentence = data.draw(st.sampled_from(telling(place)))
    whole = quoted(place, sentence)
    assert whole.start <= sentence.start < sentence.end <= whole.end
    assert whole.text == place.document.quote(whole.start, whole.end)
    assert len(whole.text) <= max(len(sentence.text), SENTENCE_CHARACTERS, CLAUSE_CHARACTERS)
