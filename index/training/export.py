"""Token vectors → a folder in sentence-transformers' own format, eight bits a number."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]
LARGEST = 127
READABLE = 0o644
VECTORS, NORMALISER = "0_StaticEmbedding", "1_Normalize"
MODULES = [
    {"idx": 0, "name": "0", "path": VECTORS, "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": NORMALISER, "type": "sentence_transformers.models.Normalize"},
]
CONFIG: dict[str, Any] = {
    "model_type": "SentenceTransformer",
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def quantised(vectors: Vectors) -> tuple[npt.NDArray[np.int8], Vectors]:
    """(rows, lengths): `rows * lengths[:, None]` is `vectors` to within half of 1/127 of each row's largest number."""
    steps = (np.abs(vectors).max(axis=1) / LARGEST).astype(np.float32)
    lengths = np.where(steps > 0, steps, np.float32(1))  # of a row of zeros, or of numbers too small to be parted
    return np.round(vectors / lengths[:, None]).astype(np.int8), lengths


def write_model(folder: Path, tokenizer: Tokenizer, vectors: Vectors, recipe: Mapping[str, Any]) -> None:
    """Write the model into `folder`, which is made. sentence-transformers and `StaticModel` read it alike.

    `recipe` goes into training.json: how the model came about, and its figures.
    """
    inner, last = folder / VECTORS, folder / NORMALISER
    for place in (inner, last):
        place.mkdir(parents=True, exist_ok=True)
    rows, lengths = quantised(vectors)
    save_file({"embeddings": rows, "weights": lengths}, inner / "model.safetensors")
    (inner / "model.safetensors").chmod(READABLE)  # safetensors makes it the owner's alone
    tokenizer.save(str(inner / "tokenizer.json"), pretty=False)
    write_json(folder / "modules.json", MODULES)
    write_json(folder / "config_sentence_transformers.json", CONFIG)
    write_json(last / "config.json", {})
    write_json(folder / "training.json", recipe)


def write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
