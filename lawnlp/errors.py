"""The errors a user of lawnlp can meet; each message is one line that names the place and what to do."""


class LawnlpError(Exception):
    """Base of the errors that the command line prints without a traceback."""


class InputError(LawnlpError, ValueError):
    """A file, record or folder that cannot be used."""


class TaxonomyError(LawnlpError, KeyError):
    """A label or key that stands in no taxonomy."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""
