"""Fitting when to refuse: from made-up examples whose right side is known, over libraries that differ."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn")

from assistant.confidence import FEATURES, READ_FEATURES, Refusal
from evals import calibrate
from evals.calibrate import Example, Source, counts_of, examples, fit, judged, least_chance, write
from evals.errors import RunFailed
from evals.question import Message, Question
from tests.assistant.fakes import assistant_over, found_turn, policy_document, seed_document

FOUND = (0.7, 0.9, 1.2, 0.2, 0.0)
OUTSIDE = (0.2, 0.2, 0.3, 0.8, 1.0)


def example(library: str, source: Source, seed: int, *, blur: float = 0.1) -> Example:
    centre = FOUND if source == "found" else OUTSIDE
    noise = np.random.default_rng(seed).normal(0, blur, len(centre))
    return Example(library, "zh", tuple((np.array(centre) + noise).tolist()), source)


def of_library(library: str, found: int = 20, others: int = 20, blur: float = 0.1) -> list[Example]:
    numbers: dict[Source, int] = {"found": found, "outside": others, "elsewhere": others}
    sources = [source for source, number in numbers.items() for _ in range(number)]
    return [example(library, source, seed, blur=blur) for seed, source in enumerate(sources)]


def both_languages(made: Sequence[Example]) -> list[Example]:
    return [*made, *(replace(one, language="en") for one in made)]


def test_the_fit_tells_found_answers_from_others_in_a_library_it_has_not_seen() -> None:
    fitted = fit(both_languages([*of_library("first"), *of_library("second", found=6)]))
    assert fitted["features"] == [*FEATURES, *READ_FEATURES]
    for language in ("zh", "en"):
        assert set(fitted[language]["unseen_library"]) == {"first", "second"}
        for held_out in (fitted[language]["unseen_question"], *fitted[language]["unseen_library"].values()):
            assert held_out["area"] == 1.0
            assert held_out["found_and_answered"] >= 0.95
    model = Refusal(
        {"zh": fitted["zh"]["weights"], "en": fitted["en"]["weights"]},
        {"zh": fitted["zh"]["intercept"], "en": fitted["en"]["intercept"]},
        {"zh": fitted["zh"]["least"], "en": fitted["en"]["least"]},
    )
    assert model.probability("zh", OUTSIDE) < model.least["zh"] < model.probability("zh", FOUND)


def test_a_library_held_out_is_judged_by_the_others_alone() -> None:
    """Where one library's found answers look like the others' outside questions, a fit that saw it would know."""
    turned = [replace(one, library="turned", source="outside" if one.answers else "found") for one in of_library("x")]
    fitted = fit(both_languages([*of_library("first"), *of_library("second"), *turned]))
    assert fitted["zh"]["unseen_library"]["turned"]["area"] < 0.1


def test_one_library_alone_is_held_out_by_questions() -> None:
    found = fit(both_languages([one for one in of_library("only") if one.source != "elsewhere"]))["zh"]
    assert found["unseen_library"]["only"] == found["unseen_question"]


def test_too_few_questions_are_said() -> None:
    with pytest.raises(RunFailed, match="zh: 4 questions with a found answer and 40 from outside"):
        fit(both_languages(of_library("only", found=4)))


def test_no_library_outweighs_the_others_by_its_number_of_questions() -> None:
    own = [*of_library("large", found=100), *of_library("small", found=4)]
    counts = counts_of(own)

    def total(library: str, *sources: Source) -> float:
        held = (
            count for count, one in zip(counts, own, strict=True) if one.library == library and one.source in sources
        )
        return float(sum(held))

    assert counts.mean() == pytest.approx(1.0)
    assert total("large", "found") == pytest.approx(5 * total("small", "found"))
    for library in ("large", "small"):
        assert total(library, "outside", "elsewhere") == pytest.approx(total(library, "found"))
        assert total(library, "elsewhere") == pytest.approx(calibrate.ELSEWHERE_SHARE * total(library, "found"))


def test_the_least_chance_gives_enough_of_the_found_answers_of_each_library_alike() -> None:
    many = [Example("many", "zh", FOUND, "found")] * 99
    one = [Example("one", "zh", FOUND, "found")]
    outside = [Example("many", "zh", OUTSIDE, "outside")]
    certain = np.array([0.9] * 99 + [0.12] + [0.1])
    assert least_chance(certain, [*many, *one, *outside]) == 0.12
    assert least_chance(np.array([0.9] * 99 + [0.01] + [0.1]), [*many, *one, *outside]) == calibrate.CHOICES[0]
    assert least_chance(np.array([0.9] * 99 + [0.1]), [*many, *outside]) == calibrate.CHOICES[-1]


def test_what_was_held_out_is_judged_by_source() -> None:
    own = [example("first", source, 0) for source in ("found", "found", "outside", "elsewhere")]
    chances = np.array([0.9, 0.3, 0.2, 0.6])
    assert judged(own, chances, 0.5) == {
        "questions": 4,
        "found_and_answered": 0.5,
        "outside_and_refused": 1.0,
        "elsewhere_and_refused": 0.0,
        "area": 0.75,
    }
    assert judged(own, chances, 0.5, np.array([False, True, True, False]))["area"] == 1.0


def question(number: int, text: str, clauses: tuple[str, ...] = ()) -> Question:
    return Question(str(number), text, "zh", "fact", answerable=True, clauses=clauses)


def test_examples_are_found_outside_and_elsewhere() -> None:
    assistant = assistant_over(policy_document())
    due = found_turn("无人配送企业由谁牵头?", assistant.desk).hits[0].place.clause.locator
    found = question(1, "无人配送企业由谁牵头?", clauses=(due,))
    wrong = question(2, "无人配送企业由谁牵头?", clauses=("第九十九条",))
    other_document = replace(found, id="3", document=seed_document().name)
    unanswerable = replace(found, id="4", answerable=False, clauses=())
    leaning = replace(found, id="5", history=(Message("user", "无人配送由谁牵头?"),))
    ledger = question(6, "市水利局负责哪些任务?", clauses=found.clauses)
    own = [found, wrong, other_document, unanswerable, leaning, ledger]
    elsewhere = [question(7, "无人驾驶汽车由谁登记?", clauses=("第一条",))]
    made = list(examples(assistant, "own", {"own": own, "other": elsewhere}, [question(8, "谁发明了企业?")]))
    assert [one.source for one in made] == ["outside", "found", "elsewhere"]
    assert {one.library for one in made} == {"own"}
    assert made[1].answers
    assert not made[0].answers


def test_the_same_fit_is_written_the_same(tmp_path: Path) -> None:
    made = both_languages([*of_library("first"), *of_library("second")])
    for name in ("one", "two"):
        write(fit(made), tmp_path / f"{name}.json")
    first, second = ((tmp_path / f"{name}.json").read_bytes() for name in ("one", "two"))
    assert first == second
    assert json.loads(first)["zh"]["questions"] == len(made) / 2
