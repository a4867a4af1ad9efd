"""What this room refuses; every message names the rule, the value and the remedy.

EvalError                base of the room's errors, a PolicyError: the commands print it and exit 1
├── InvalidTestSet       the file is no test set; the message names the lines
├── InvalidPrediction    an answer is not the prediction object of the contract
├── RunFailed            no question of the run could be answered, or its results cannot be written
└── BenchmarkFailed      the server did not start, or the index was not built
"""

from documents.errors import PolicyError


class EvalError(PolicyError):
    """Something about a measured run."""


class InvalidTestSet(EvalError):
    """The file cannot be read as a test set."""


class InvalidPrediction(EvalError):
    """The system under test gave something that is not a prediction object."""


class RunFailed(EvalError):
    """The run itself failed, as opposed to answers being wrong."""


class BenchmarkFailed(EvalError):
    """A figure could not be measured."""
