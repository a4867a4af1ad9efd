"""What this room refuses; every message names the rule, the value and the remedy.

EvalError                base of the room's errors, a PolicyError: the commands print it and exit 1
├── InvalidTestSet       the file is no test set; the message names the lines
├── InvalidBenchmark     the folder is no benchmark in BEIR's layout; the message names file and line
├── InvalidPrediction    an answer is not the prediction object of the contract
├── InvalidMetrics       the file is not what a run wrote, or two runs cannot be compared
├── RunFailed            no question of the run could be answered, or its results cannot be written
└── BenchmarkFailed      the server did not start, or the index was not built
"""

from documents.errors import PolicyError


class EvalError(PolicyError):
    """Something about a measured run."""


class InvalidTestSet(EvalError):
    """The file cannot be read as a test set."""


class InvalidBenchmark(EvalError):
    """The folder cannot be read as a retrieval benchmark."""


class InvalidPrediction(EvalError):
    """The system under test gave something that is not a prediction object."""


class InvalidMetrics(EvalError):
    """The file does not hold a run's figures, or not figures that can be compared."""


class RunFailed(EvalError):
    """The run itself failed, as opposed to answers being wrong."""


class BenchmarkFailed(EvalError):
    """A figure could not be measured."""
