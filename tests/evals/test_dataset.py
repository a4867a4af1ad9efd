import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.dataset import load_test_set, parse_test_set, read_test_set
from evals.errors import InvalidTestSet
from evals.question import CATEGORIES, Message
from evals.settings import EvalSettings

GOOD: dict[str, object] = {"id": "a", "question": "谁?", "lang": "zh", "category": "fact", "answerable": True}


def line(**changes: object) -> str:
    return json.dumps({**GOOD, **changes}, ensure_ascii=False)


def without(field: str) -> str:
    return json.dumps({name: value for name, value in GOOD.items() if name != field})


def test_every_field_is_read() -> None:
    full = line(
        history=[{"role": "user", "content": "码头?"}, {"role": "assistant", "content": ""}],
        document="plan",
        units=["市甲局", "市乙局"],
        lead="市甲局",
        clauses=["二/1"],
        clauses_any=["二/2"],
        answer=[["4个", "四个"], ["码头"]],
        forbidden=["市丁局"],
    )
    (question,) = parse_test_set(full, "set")
    assert question.history == (Message("user", "码头?"), Message("assistant", ""))
    assert (question.document, question.units, question.lead) == ("plan", ("市甲局", "市乙局"), "市甲局")
    assert (question.clauses, question.clauses_any) == (("二/1",), ("二/2",))
    assert (question.answer, question.forbidden) == ((("4个", "四个"), ("码头",)), ("市丁局",))


def test_null_and_empty_lists_count_as_left_out() -> None:
    (question,) = parse_test_set(line(units=[], lead=None, clauses=None, answer=[], forbidden=[], history=[]), "set")
    assert question == parse_test_set(line(), "set")[0]


def test_notes_of_an_evaluator_are_ignored() -> None:
    (question,) = parse_test_set(line(note="from the hotline", difficulty=3), "set")
    assert question.id == "a"


def test_a_bom_blank_lines_windows_line_ends_and_u2028_are_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    text = line(question="谁\u2028呢?") + "\r\n\r\n" + line(id="b") + "\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    first, second = read_test_set(path)
    assert (first.question, second.id) == ("谁\u2028呢?", "b")


def test_an_empty_question_may_be_asked() -> None:
    assert parse_test_set(line(question=""), "set")[0].question == ""


FAULTS = {
    "not JSON": ("{", "must be JSON"),
    "not an object": ("[1]", "must be a JSON object"),
    "nested without end": ("[" * 100_000, "nested too deeply"),
    "a field twice": ('{"id": "a", "id": "b"}', "'id' stands twice"),
    "no id": (without("id"), "required field missing: id"),
    "no answerable": (without("answerable"), "required field missing: answerable"),
    "id a number": (line(id=7), "id must be a string, this is 7"),
    "id empty": (line(id=" "), "id must not be empty"),
    "unknown category": (line(category="units?"), "category must be one of lead_unit"),
    "unknown language": (line(lang="fr"), "lang must be one of zh, en"),
    "answerable in quotes": (line(answerable="false"), "answerable must be true or false"),
    "units no list": (line(units="市甲局"), "units must be a list"),
    "a unit no string": (line(units=[1]), "units must be a string"),
    "a unit twice": (line(units=["市甲局", "市甲局"]), "'市甲局' stands twice"),
    "an empty clause": (line(clauses=[""]), "clauses must not be empty"),
    "answer of strings": (line(answer=["4个"]), "answer must be a list of non-empty lists"),
    "answer with an empty list": (line(answer=[[]]), "answer must be a list of non-empty lists"),
    "an answer of commas": (line(answer=[[", "]]), "answer must not be empty"),
    "a misspelt field": (line(clause=["二/1"]), "did you mean 'clauses'"),
    "lead outside units": (line(units=["市甲局"], lead="市乙局"), "lead must be one of units"),
    "units of a refusal": (line(answerable=False, units=["市甲局"]), "has no units and no lead"),
    "wanted and forbidden": (line(answer=[["共4个"]], forbidden=["4个"]), "answer holds what forbidden forbids"),
    "history no list": (line(history="谁?"), "history must be a list"),
    "history of strings": (line(history=["谁?"]), "history holds"),
    "an unknown role": (line(history=[{"role": "system", "content": "x"}]), "role must be one of user, assistant"),
    "half a surrogate": ('{"id": "\\ud800"' + line()[len('{"id": "a"') :], "half a surrogate pair"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_with_its_line(fault: str) -> None:
    bad, message = FAULTS[fault]
    with pytest.raises(InvalidTestSet) as caught:
        parse_test_set(line(id="first") + "\n\n" + bad + "\n", "set.jsonl")
    assert str(caught.value).startswith("set.jsonl: line 3: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_second_use_of_an_id_names_both_lines() -> None:
    with pytest.raises(InvalidTestSet, match=r"line 2: id must be unique, 'a' stands on line 1"):
        parse_test_set(line() + "\n" + line(), "set")


def test_all_faults_are_reported_at_once_up_to_a_limit() -> None:
    settings = EvalSettings(problems_shown=2)
    with pytest.raises(InvalidTestSet) as caught:
        parse_test_set("\n".join(["{"] * 5), "set", settings)
    assert "line 1: " in str(caught.value)
    assert "line 2: " in str(caught.value)
    assert "line 3: " not in str(caught.value)
    assert str(caught.value).endswith("and 3 more")


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_an_empty_set_is_refused(text: str) -> None:
    with pytest.raises(InvalidTestSet, match="at least one question"):
        parse_test_set(text, "set")


def test_broken_lines_are_left_out_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(
        "\n".join([line(id=f"q{number}") for number in range(6)] + ["{", line(id="last")]), encoding="utf-8"
    )
    with pytest.raises(InvalidTestSet, match=r"line 7: each line must be JSON"):
        load_test_set(path)
    read = load_test_set(path, lenient=True)
    assert len(read.questions) == 7
    assert read.problems[0].startswith("line 7: ")
    assert read.lines["last"] == 8
    path.write_text("{\n", encoding="utf-8")
    with pytest.raises(InvalidTestSet, match="at least one question"):
        load_test_set(path, lenient=True)


def test_other_encodings_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"{}\n" + line(question="码头由谁牵头?").encode("gb18030"))
    with pytest.raises(InvalidTestSet, match=r"set\.jsonl: line 2: a test set is UTF-8"):
        read_test_set(path)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidTestSet, match="cannot be read"):
        read_test_set(tmp_path / "missing.jsonl")
    with pytest.raises(InvalidTestSet, match="cannot be read"):
        read_test_set(tmp_path)
    large = tmp_path / "large.jsonl"
    large.write_text(line(), encoding="utf-8")
    with pytest.raises(InvalidTestSet, match="at most 10 bytes"):
        read_test_set(large, EvalSettings(max_set_bytes=10))


@given(st.text())
def test_any_text_is_a_set_or_refused(text: str) -> None:
    try:
        questions = parse_test_set(text, "set")
    except InvalidTestSet as error:
        assert str(error).startswith("set: ")
    else:
        assert questions


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
)


@given(st.sampled_from([*GOOD, "history", "document", "units", "lead", "clauses", "answer", "forbidden"]), JSON_VALUES)
def test_any_value_in_any_field_is_read_or_refused(field: str, value: object) -> None:
    try:
        (question,) = parse_test_set(line(**{field: value}), "set")
    except InvalidTestSet as error:
        assert str(error).startswith("set: line 1: ")
    else:
        assert question.category in CATEGORIES
