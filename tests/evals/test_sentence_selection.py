"""Answer-sentence selection: which questions count, what is compared, and that a fit learns what tells."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.library import Library
from assistant.sentence_features import FEATURES, WITH_READER, WITHOUT_READER, Described
from assistant.text import Sentence
from evals.errors import InvalidBenchmark
from evals.retrieval_beir import Benchmark
from evals.sentence_fit import FULL_SCORE, fit, missed, write
from evals.sentence_selection import (
    Asked,
    RecordCatalogue,
    SentenceBaseline,
    asked_questions,
    read_answers,
    selected,
)
from tests.assistant.fakes import WordSearch

CORPUS = {
    "r1": "古塔建于1900年。古塔高三十米。游客可以登上古塔。",
    "r2": "河流全长九十公里。河水流入大海。",
}
BENCHMARK = Benchmark(
    "small",
    CORPUS,
    {"q1": "古塔建于哪年?", "q2": "古塔高多少米?", "q3": "古塔和游客怎么样?"},
    {"q1": {"r1": 1}, "q2": {"r1": 1}, "q3": {"r1": 1}},
)
ANSWERS = {"q1": ("1900年",), "q2": ("三十米",), "q3": ("三十米。游客",)}


def asked() -> list[Asked | None]:
    catalogue = RecordCatalogue(CORPUS)
    search = WordSearch(*(catalogue.document(name) for name in catalogue.names()))
    return list(asked_questions(BENCHMARK, ANSWERS, search))


def one(name: str, right: tuple[bool, ...], bm25: tuple[float, ...], **features: tuple[float, ...]) -> Asked:
    """A question of as many sentences as `right` has, with these features and zeros for the rest."""
    rows = [tuple(features.get(key, (0.0,) * len(right))[place] for key in FEATURES) for place in range(len(right))]
    return Asked(name, "?", tuple(Described(Sentence(0, 1, "x"), row) for row in rows), right, bm25)


def test_a_sentence_is_right_where_it_holds_the_answer_whole() -> None:
    first, second, crossing = asked()
    assert first is not None and first.right == (True, False, False)
    assert second is not None and second.right == (False, True, False)
    assert crossing is None


def test_the_right_sentence_is_put_first() -> None:
    found = [question for question in asked() if question is not None]
    assert selected(found).first == (1.0, 1.0)


def test_the_baseline_scores_the_record_s_own_sentences_by_the_words_of_all() -> None:
    catalogue = RecordCatalogue(CORPUS)
    library = Library({name: catalogue.document(name) for name in catalogue.names()})
    baseline = SentenceBaseline.of(library)
    scores = baseline.scores("河水流入哪里", "r2")
    assert len(scores) == 2
    assert scores[1] > scores[0] == 0.0
    assert max(baseline.scores("河水流入哪里", "r1")) == 0.0


def test_of_equal_scores_the_earlier_sentence_counts() -> None:
    chosen = selected([one("q", (False, True), (0.0, 0.0))], [0.0] * len(FEATURES))
    assert chosen.first == chosen.baseline == (0.0,)


def test_the_difference_is_paired() -> None:
    weights = [float(name == "terms") for name in FEATURES]
    better = [one(f"q{n}", (True, False), (0.0, 1.0), terms=(1.0, 0.0)) for n in range(8)]
    chosen = selected(better, weights)
    assert chosen.difference is not None
    assert chosen.difference.mean == chosen.difference.low == 1.0
    assert chosen.p_value == pytest.approx(2 / 2**8)


def test_the_fit_finds_the_feature_that_tells() -> None:
    lessons = [one(f"q{n}", (n % 2 == 0, n % 2 == 1), (0.0, 0.0), terms=((n + 1) % 2, n % 2)) for n in range(40)]
    weights = dict(zip(FEATURES, fit([lessons]), strict=True))
    assert weights["terms"] == pytest.approx(FULL_SCORE, abs=0.01)
    assert weights["words"] == 0.0


def test_the_gradient_is_that_of_the_loss() -> None:
    features = np.array([[0.2, 0.7], [0.9, 0.1], [0.4, 0.4]])
    right, weights, step = np.array([True, False, True]), np.array([0.3, -0.2]), 1e-6
    _, gradient = missed(features, right, weights)
    for place in range(2):
        moved = weights + step * np.eye(2)[place]
        slope = (missed(features, right, moved)[0] - missed(features, right, weights)[0]) / step
        assert gradient[place] == pytest.approx(slope, abs=1e-4)


@pytest.mark.parametrize("answers", [None, "1900年", [], [""], [3]])
def test_answers_are_a_list_of_texts(answers: object, tmp_path: Path) -> None:
    line = json.dumps({"_id": "q1", "text": "?", "metadata": {"answers": answers}})
    (tmp_path / "queries.jsonl").write_text(line + "\n", encoding="utf-8")
    if answers == []:
        assert read_answers(tmp_path) == {"q1": ()}
        return
    with pytest.raises(InvalidBenchmark, match=r"line 1.*metadata\.answers"):
        read_answers(tmp_path)


def test_the_fit_with_a_reader_stands_beside_the_one_without(tmp_path: Path) -> None:
    path, size = tmp_path / "weights.json", len(FEATURES)
    write([1.0] * size, {"a": 1}, "model", path, read=False)
    write([2.0] * size, {"b": 2}, "model and reader", path, read=True)
    held = json.loads(path.read_text(encoding="utf-8"))
    assert {name: fit["weights"]["terms"] for name, fit in held.items()} == {WITHOUT_READER: 1.0, WITH_READER: 2.0}
