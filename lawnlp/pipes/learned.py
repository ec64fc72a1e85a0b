"""What every learned component shares: batches, the state on disk and in bytes, and what is said when there is none.

A component subclasses `Learned`, gives the class of its model (`model_class`) and writes `initialize`, `predict` and `set_annotations`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

from spacy.errors import Errors
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.util import minibatch

from lawnlp.errors import InputError
from lawnlp.pipes.layers import register_extensions


class Learned(Pipe):
    """A component around a model that has `state()` and the class method `from_state(state)`.

    `rules_without_model` tells that the component works by rule where nothing was learned, so that a folder without its state is no fault.
    """

    rules_without_model: ClassVar[bool] = False

    def __init__(self, name: str) -> None:
        register_extensions()
        self.name = name
        self.model: Any = None

    @staticmethod
    def model_class() -> Any:
        """The class of the model; a function, because models are imported only when they are needed."""
        raise NotImplementedError

    @classmethod
    def unknown_label(cls, model: Any) -> str | None:
        """A label of a stored model that this taxonomy has not; None where all are known."""
        return None

    def trained(self) -> Any:
        """The model.

        Raises ValueError when the component was not initialized.
        """
        if self.model is None:
            raise ValueError(Errors.E109.format(name=self.name))
        return self.model

    def predict(self, docs: Sequence[Doc]) -> Any:
        """What the model says of every Doc; writes nothing."""
        raise NotImplementedError

    def set_annotations(self, docs: Sequence[Doc], predictions: Any) -> None:
        """Write predictions on the Docs."""
        raise NotImplementedError

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        self.set_annotations([doc], self.predict([doc]))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Annotate batches of Docs, each in one call of the model."""
        for batch in minibatch(stream, batch_size):
            docs: Sequence[Doc] = list(batch)
            self.set_annotations(docs, self.predict(docs))
            yield from docs

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the learned state to a folder (skops and a manifest); nothing where nothing was learned."""
        from lawnlp.learn.store import save_state

        if self.model is not None:
            save_state(path, self.model.state())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read the learned state.

        Raises InputError for a folder that is not, to the byte, what was written.
        """
        from lawnlp.learn.store import load_state

        missing = self.rules_without_model and not Path(path).exists()
        self.model = None if missing else self._restored(load_state(path), str(path))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The learned state as bytes; empty before `initialize`."""
        from lawnlp.learn.store import state_to_bytes

        return state_to_bytes(self.model.state()) if self.model is not None else b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Read the learned state."""
        from lawnlp.learn.store import state_from_bytes

        self.model = self._restored(state_from_bytes(data), "bytes") if data else None
        return self

    def _restored(self, state: Mapping[str, Any], where: str) -> Any:
        try:
            model = self.model_class().from_state(state)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InputError(f"{where}: holds no model of {self.name} ({error}); train it again") from None
        if (label := self.unknown_label(model)) is not None:
            raise InputError(f"{where}: was trained with the label {label!r}, which this taxonomy has not")
        return model
