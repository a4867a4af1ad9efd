"""`python -m evals calibrate`: which library each set has, and a fit end to end over two small ones."""

import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from assistant.confidence import FEATURES, READ_FEATURES
from evals.__main__ import main
from evals.calibrate_command import libraries_of
from evals.errors import RunFailed
from evals.quality import About

TOPICS = ("养犬登记", "停车收费", "垃圾分类", "电梯加装", "供水管网", "老年食堂", "燃气检查", "消防通道")
OTHERS = ("跨境电商", "海上风电", "冷链物流", "湿地保护", "人才公寓", "低空航线", "知识产权", "职业培训")
ENGLISH = ("dog registration", "parking fees", "waste sorting", "elevator installation", "water supply pipes")
OTHERS_ENGLISH = ("cross-border e-commerce", "offshore wind power", "cold chain logistics", "wetland protection")
OUTSIDE = (
    "Who invented the telephone?",
    "Who wrote Hamlet?",
    "Who won the last World Cup?",
    "Where is France?",
    "Who is the tallest man?",
    "Which is the largest ocean?",
    "谁发明了电灯",
    "珠穆朗玛峰有多高",
    "怎么做红烧肉",
    "推荐一部电影",
    "李白是哪里人",
    "明天股市会涨吗",
)


def test_a_set_has_the_library_that_is_named_else_that_it_is_told_to_have(tmp_path: Path) -> None:
    sets = [Path("sets/first.jsonl"), Path("sets/second.jsonl"), Path("sets/third.jsonl"), Path("sets/fourth.jsonl")]
    about = {"second": About(library="../two"), "third": About(library="../two"), "fourth": About(library="../four")}
    found = libraries_of(sets, [("fourth", tmp_path)], about, Path("sets"))
    assert [(library.name, library.sets) for library in found] == [
        ("first", (sets[0],)),
        ("second", (sets[1], sets[2])),
        ("fourth", (sets[3],)),
    ]
    assert [library.folder for library in found] == [None, Path("two").resolve(), tmp_path.resolve()]


def test_a_library_of_a_set_that_is_not_given_is_refused() -> None:
    with pytest.raises(RunFailed, match="other is none of the sets: first"):
        libraries_of([Path("first.jsonl")], [("other", Path("folder"))], {}, Path())


@pytest.mark.parametrize("named", ["first", "first=", "=folder"])
def test_a_library_without_set_or_folder_is_bad_use(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["calibrate", "first.jsonl", "--outside", "out.jsonl", "--library", named])
    assert stopped.value.code == 2
    assert "SET=FOLDER" in capsys.readouterr().err


def write_library(folder: Path, topics: tuple[str, ...]) -> Path:
    folder.mkdir()
    lines = [f"{number}.推进{topic}。做好{topic}工作。(责任单位:市甲局)" for number, topic in enumerate(topics, 1)]
    (folder / "plan.txt").write_text("\n".join(["工作方案", "", *lines]), encoding="utf-8")
    return folder


def write_set(path: Path, questions: list[dict[str, object]]) -> Path:
    rows = (
        {"id": str(number), "lang": "zh", "category": "unanswerable", "answerable": False, **question}
        for number, question in enumerate(questions)
    )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def questions_of(topics: tuple[str, ...], english: tuple[str, ...]) -> list[dict[str, object]]:
    told = {"answerable": True, "category": "lead_unit"}
    chinese = [{"question": f"{topic}由谁负责", "clauses": [str(n)], **told} for n, topic in enumerate(topics, 1)]
    told = {**told, "lang": "en"}
    return chinese + [
        {"question": f"Who is responsible for {topic}?", "clauses": [str(n)], **told}
        for n, topic in enumerate(english, 1)
    ]


def test_a_fit_over_two_libraries_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = write_library(tmp_path / "one", TOPICS), write_library(tmp_path / "two", OTHERS)
    sets = [
        write_set(tmp_path / "first.jsonl", questions_of(TOPICS, ENGLISH)),
        write_set(tmp_path / "second.jsonl", questions_of(OTHERS, OTHERS_ENGLISH)),
    ]
    outside = write_set(tmp_path / "outside.jsonl", [{"question": text} for text in OUTSIDE])
    about = tmp_path / "about.toml"
    about.write_text(f'[second]\nauthor = "somebody"\nlibrary = "{second.name}"\n', encoding="utf-8")
    output = tmp_path / "refusal.json"
    asked = ["calibrate", *map(str, sets), "--outside", str(outside), "--library", f"first={first}"]
    assert main([*asked, "--about", str(about), "-o", str(output)]) == 0
    fitted = json.loads(output.read_text(encoding="utf-8"))
    assert fitted["features"] == [*FEATURES, *READ_FEATURES]
    assert set(fitted["zh"]["unseen_library"]) == {"first", "second"}
    assert fitted["zh"]["unseen_question"]["area"] > 0.9
    assert str(tmp_path) not in output.read_text(encoding="utf-8")
    printed = capsys.readouterr().out
    assert "first" in printed
    assert "elsewhere" in printed
