"""The encoder's layers as an ONNX graph whose products are of whole numbers, the same on every processor.

Each row of what a layer is given is set on a scale of its own (8 bits around 128), each output of a matrix on one
(7 bits), so that no sum of two products outgrows 16 bits where a processor adds them there, and no text's vector
depends on which texts stand beside it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.training.packed import BLOCK, MIDDLE, Packed

LARGEST_WEIGHT = 63
LARGEST_INPUT = 127
SMALLEST = 1e-9
"""Rows of zeros are divided by this."""
OPSETS = (("", 18), ("com.microsoft", 1))
IR_VERSION = 8
FUSED = "com.microsoft"
INPUT, LENGTHS, OUTPUT = "tokens", "lengths", "states"


def write_graph(packed: Packed, path: Path) -> None:
    """Write the graph: `tokens` [texts, longest, width] and `lengths` [texts] → `states` [texts, longest, width]."""
    import onnx  # noqa: PLC0415 - a recipe's package

    graph = Graph(packed)
    state = graph.node("LayerNormalization", [INPUT, *graph.pair("emb.ln")], epsilon=packed.shape.epsilon, axis=-1)
    for layer in range(packed.shape.layers):
        state = graph.layer(f"l{layer}", state)
    graph.node("Identity", [state], output=OUTPUT)
    floats, width = onnx.TensorProto.FLOAT, packed.shape.width
    made = onnx.helper.make_graph(
        graph.nodes,
        "reader",
        [
            onnx.helper.make_tensor_value_info(INPUT, floats, ["texts", "longest", width]),
            onnx.helper.make_tensor_value_info(LENGTHS, onnx.TensorProto.INT32, ["texts"]),
        ],
        [onnx.helper.make_tensor_value_info(OUTPUT, floats, ["texts", "longest", width])],
        graph.constants,
    )
    opsets = [onnx.helper.make_opsetid(domain, version) for domain, version in OPSETS]
    model = onnx.helper.make_model(made, opset_imports=opsets, producer_name="policy-assistant")
    model.ir_version = IR_VERSION
    onnx.save(model, str(path))


@dataclass
class Graph:
    """Nodes and constants as they grow."""

    packed: Packed
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    _scaled: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, value in (("largest", LARGEST_INPUT), ("smallest", SMALLEST), ("middle", LARGEST_INPUT + 1)):
            self.constant(name, np.array(value, np.float32))
        self.constant("zero", np.array(LARGEST_INPUT + 1, np.uint8))
        self.constant("last", np.array([-1], np.int64))

    def layer(self, name: str, state: str) -> str:
        """One layer: attention and a network of two matrices, each added to what came in and normalised."""
        width, inner = self.packed.shape.width, self.packed.shape.inner
        asked = [self.linear(f"{name}.{part}", state, width) for part in "qkv"]
        heard = self.node("MultiHeadAttention", [*asked, "", LENGTHS], domain=FUSED, num_heads=self.packed.shape.heads)
        state = self.added(state, self.linear(f"{name}.ao", heard, width), f"{name}.aln")
        wide = self.node("Gelu", [self.linear(f"{name}.fi", state, width)], domain=FUSED)
        return self.added(state, self.linear(f"{name}.fo", wide, inner), f"{name}.oln")

    def added(self, state: str, other: str, norm: str) -> str:
        inputs = [state, other, *self.pair(norm)]
        return self.node("SkipLayerNormalization", inputs, domain=FUSED, epsilon=self.packed.shape.epsilon)

    def linear(self, name: str, given: str, width: int) -> str:
        """`given` times a matrix, plus its constant."""
        weights, scales = whole_numbers(*self.packed.codes(f"{name}.w", width))
        codes, lengths = self.scaled(given)
        matrix = self.constant(f"{name}.w", np.ascontiguousarray(weights.T))
        product = self.node("Cast", [self.node("MatMulInteger", [codes, matrix, "zero"])], to=1)
        product = self.node("Mul", [product, lengths])
        product = self.node("Mul", [product, self.constant(f"{name}.s", scales)])
        return self.node("Add", [product, self.constant(f"{name}.b", self.packed.floats(f"{name}.b"))])

    def scaled(self, given: str) -> tuple[str, str]:
        """(codes, lengths): each row as whole numbers around 128, and what one of them is worth."""
        if given not in self._scaled:
            most = self.node("ReduceMax", [self.node("Abs", [given]), "last"], keepdims=1)
            most = self.node("Max", [most, "smallest"])
            whole = self.node("Round", [self.node("Mul", [given, self.node("Div", ["largest", most])])])
            codes = self.node("Cast", [self.node("Add", [whole, "middle"])], to=2)
            self._scaled[given] = codes, self.node("Div", [most, "largest"])
        return self._scaled[given]

    def pair(self, name: str) -> tuple[str, str]:
        return tuple(self.constant(f"{name}.{part}", self.packed.floats(f"{name}.{part}")) for part in "wb")  # type: ignore[return-value]

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper  # noqa: PLC0415 - a recipe's package

        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, inputs: list[str], *, output: str = "", domain: str = "", **settings: Any) -> str:
        from onnx import helper  # noqa: PLC0415 - a recipe's package

        made = output or f"{kind}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [made], domain=domain, **settings))
        return made


def whole_numbers(
    codes: npt.NDArray[np.uint8], scales: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Blocks of 4 bits → (`[outputs, inputs]` in [-63, 63], the scale of each output)."""
    numbers = (codes.astype(np.float32) - MIDDLE) * np.repeat(scales, BLOCK, axis=1)
    lengths = np.maximum(np.abs(numbers).max(axis=1) / LARGEST_WEIGHT, np.finfo(np.float32).tiny).astype(np.float32)
    return np.round(numbers / lengths[:, None]).astype(np.int8), lengths
