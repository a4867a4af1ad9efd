"""Raw text → what a static model learns from: passages of sentences, dictionary pairs, English sentences."""

import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from index.dictionary import ASIDE, entries
from index.errors import BadTrainingText

SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*")
FRAMES = Path(__file__).parent / "frames.tsv"
HAN = re.compile(r"[一-鿿]")
NEWS_STAMP = re.compile(
    r"^\d{4}-\d\d-\d\d[ \d:]*，正文：|（[^（）]{0,20}记者[^（）]*）|^[^，。]{2,20}(?:电|讯|消息)[，（,]"
)
NEWS_FURNITURE = ("广告声明", "责任编辑", "未经授权", "版权", "扫码", "微信公众号", "点击", "原标题")
ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]+)?[ 　]*")
LEADING = re.compile(r"^(?:to|a|an|the) (?=\S)")
CHAPTER = re.compile(r"第[一二三四五六七八九十百零]+[编章节][ 　]+(?P<heading>\S.*)")
UNTRANSLATABLE = re.compile(r"(?:old )?variant of|^CL:|^surname |^see (?:also )?|^abbr\. |^\(|[一-鿿]")
WORDNET_FILES = ("data.noun", "data.verb", "data.adj", "data.adv")
WORDNET_PART = re.compile(r'"(?P<example>[^"]+)"|(?P<definition>[^";]+)')


@dataclass(frozen=True)
class Passage:
    """A stretch of running text: its sentences in order, and what stands above it ("" where nothing does)."""

    sentences: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Gloss:
    """An English rendering of a Chinese word; `place` counts the word's renderings from 0."""

    word: str
    english: str
    place: int


def opened(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, plain or compressed with xz. Raises: BadTrainingText."""
    try:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as stream:
            yield from stream
    except (OSError, UnicodeError, lzma.LZMAError, EOFError) as error:
        raise BadTrainingText(
            f"{path} cannot be read ({error.__class__.__name__}); give UTF-8 text, plain or compressed with xz."
        ) from error


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of `text` that hold Chinese, stripped, in order."""
    return tuple(part for match in SENTENCE.finditer(text) if HAN.search(part := match[0].strip()))


def news_passages(lines: Iterable[str], most_sentences: int) -> Iterator[Passage]:
    """Each news item cut into passages of up to `most_sentences`, without its stamp and the site's furniture.

    An item's first sentence is the heading of its later passages: news opens with what it is about.
    """
    for line in lines:
        kept = [
            sentence
            for sentence in sentences_of(NEWS_STAMP.sub("", line))
            if not any(word in sentence for word in NEWS_FURNITURE)
        ]
        for start in range(0, len(kept), most_sentences):
            yield Passage(tuple(kept[start : start + most_sentences]), kept[0] if start else "")


def law_passages(lines: Iterable[str]) -> Iterator[Passage]:
    """Each article of each law, under the law's title and the chapter's heading. Laws are parted by blank lines."""
    stripped = (line.strip() for line in lines)
    for written, law in groupby(stripped, key=bool):
        if written:
            yield from articles_of(list(law))


def articles_of(law: list[str]) -> Iterator[Passage]:
    """The articles of one law: a line that starts an article, and the lines up to the next."""
    title, chapter, article = law[0], "", list[str]()
    for line in [*law[1:], "第零条"]:
        heading = CHAPTER.fullmatch(line)
        starts = ARTICLE.match(line)
        if article and (heading or starts):
            yield Passage(tuple(sentence for part in article for sentence in sentences_of(part)), f"{title} {chapter}")
            article = []
        if heading:
            chapter = heading["heading"]
        elif starts:
            article = [line[starts.end() :]]
        elif article:
            article.append(line)


def dictionary_glosses(longest: int) -> list[Gloss]:
    """CC-CEDICT's renderings of at most `longest` words, without asides, measure words and cross-references."""
    found = []
    for word, glosses in entries():
        every = (
            rendering(part)
            for gloss in glosses.split("/")
            if usable(gloss)
            for part in ASIDE.sub(" ", gloss).split(";")
        )
        kept = dict.fromkeys(english for english in every if english and len(english.split()) <= longest)
        found += [Gloss(word, english, place) for place, english in enumerate(kept)]
    return found


def usable(gloss: str) -> bool:
    """Whether a gloss says what the word means, in English."""
    return not UNTRANSLATABLE.search(gloss)


def rendering(part: str) -> str:
    """A part of a gloss without the article or "to" before it."""
    return LEADING.sub("", " ".join(part.split()))


def wordnet_sentences(folder: Path) -> Iterator[str]:
    """The definitions and examples in WordNet's data files, those of three words or more."""
    for name in WORDNET_FILES:
        for line in opened(folder / name):
            _, _, gloss = line.partition("|")
            parts = (match["example"] or match["definition"] for match in WORDNET_PART.finditer(gloss))
            yield from (text for part in parts if len((text := part.strip(" ;:\n")).split()) > 2)


def frames() -> dict[str, list[str]]:
    """Language → the ways of asking, in the order of frames.tsv."""
    asked: dict[str, list[str]] = {}
    for line in FRAMES.read_text(encoding="utf-8").splitlines():
        language, _, frame = line.partition("\t")
        asked.setdefault(language, []).append(frame)
    return asked
