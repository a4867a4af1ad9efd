"""The recipe from raw text to a model that is read back, with a stand-in for the teacher."""

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.embedding import MODELS_FOLDER
from index.settings import STATIC_MODEL
from index.static_model import StaticModel
from index.training import preparing, student, teacher, vocabulary
from index.training.plan import Plan
from index.training.sources import dictionary_glosses
from tests.fakes import HashEmbedder

SUBJECTS = ["港口", "机场", "铁路", "学校", "医院", "公园", "水库", "桥梁", "市场", "农田"]
ASKED: list[str] = []


def said(texts: Sequence[str], cache: Path, threads: int) -> np.ndarray:
    ASKED.extend(texts)
    return HashEmbedder(dimension=512).embed(texts).astype(np.float16)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    articles = "\n".join(
        f"第{'一二三四五六七八九十'[place]}条 {subject}由主管部门负责管理。{subject}的建设应当符合规划。"
        for place, subject in enumerate(SUBJECTS)
    )
    (tmp_path / "laws.txt").write_text(f"设施条例\n第一章  总则\n{articles}\n", encoding="utf-8")
    news = "".join(f"{subject}昨日开工。市民都很高兴看到{subject}。预计明年完成建设。\n" for subject in SUBJECTS)
    (tmp_path / "news.txt").write_text(news, encoding="utf-8")
    return tmp_path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan of seconds, the stand-in teacher, a short dictionary, and the shipped model's character map."""
    plan = Plan(dimensions=(32, 16), tokens=(400, 400), batch=8, steps=200, rate=0.02, reported_every=200)
    tokenizer = MODELS_FOLDER / STATIC_MODEL / "0_StaticEmbedding" / "tokenizer.json"
    charsmap = json.loads(tokenizer.read_text(encoding="utf-8"))["normalizer"]["precompiled_charsmap"]
    glosses = [gloss for gloss in dictionary_glosses(3) if gloss.word in SUBJECTS or len(gloss.word) == 1]
    monkeypatch.setattr(preparing, "dictionary_glosses", lambda longest: glosses[:500])
    monkeypatch.setattr(preparing, "taught", said)
    monkeypatch.setattr(vocabulary, "character_map", lambda: base64.b64decode(charsmap))
    monkeypatch.setattr(student, "Plan", lambda: plan)


def command(texts: Path, name: str) -> list[str]:
    arguments = ["--laws", str(texts / "laws.txt"), "--news", str(texts / "news.txt"), "--cache", str(texts / "cache")]
    return [*arguments, "--output", str(texts / name)]


@pytest.mark.usefixtures("small")
def test_a_model_comes_out_that_finds_what_it_read(texts: Path) -> None:
    assert student.main(command(texts, "model")) == 0
    model = StaticModel.load(texts / "model")
    assert model.dimension == 32
    questions = model.embed([f"{subject}谁管" for subject in SUBJECTS])
    passages = model.embed([f"{subject}由主管部门负责管理。" for subject in SUBJECTS])
    scores = unit(questions) @ unit(passages).T
    assert np.mean(scores.argmax(axis=1) == np.arange(len(SUBJECTS))) >= 0.8
    recipe = json.loads((texts / "model" / "training.json").read_text(encoding="utf-8"))
    assert recipe["read"]["articles of laws"] == recipe["read"]["passages of news"] == 10
    assert set(recipe["losses"]) == {name for name, _ in Plan().weights}


@pytest.mark.usefixtures("small")
def test_the_same_seed_gives_the_same_model(texts: Path) -> None:
    for name in ("first", "second"):
        assert student.main([*command(texts, name), "--steps", "5"]) == 0
    first, second = (StaticModel.load(texts / name) for name in ("first", "second"))
    assert np.array_equal(first.rows, second.rows)


def unit(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def test_the_teacher_is_asked_once_for_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = HashEmbedder(dimension=512)
    monkeypatch.setattr(teacher, "encoded", lambda texts, model: asked.embed(texts).astype(np.float16))
    first = teacher.taught(["港口", "机场", "港口"], tmp_path, 1)
    again = teacher.taught(["机场", "铁路"], tmp_path, 1)
    assert asked.embedded == ["港口", "机场", "铁路"]
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first[1], again[0])
    assert np.linalg.norm(again.astype(np.float32), axis=1) == pytest.approx([1, 1], abs=1e-2)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert student.main(command(tmp_path, "model")) == 1
    assert "laws.txt" in capsys.readouterr().err


def test_the_plan_has_a_share_for_each_dimension() -> None:
    plan = replace(Plan())
    assert len(plan.turns) == len(plan.dimensions)
    assert sum(plan.turns) == pytest.approx(1)
    assert list(plan.dimensions) == sorted(plan.dimensions, reverse=True)
