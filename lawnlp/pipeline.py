"""Build and load pipelines."""

from pathlib import Path

import spacy
from spacy.language import Language

from lawnlp.errors import InputError
from lawnlp.resources import config_path

# Characters of one report. The longest published one has some tens of thousands; memory grows by about 200 bytes a character.
LONGEST = 5_000_000


def load_pipeline(path: str | Path | None = None) -> Language:
    """The pipeline in a folder, or the one that comes with the package (configs/baseline.cfg) when `path` is None.

    Raises:
        InputError: the folder is missing or holds no pipeline.
    """
    if path is None:
        nlp = spacy.util.load_model_from_config(spacy.util.load_config(config_path("baseline.cfg")), auto_fill=True, validate=True)
        nlp.max_length = LONGEST
        return nlp
    folder = Path(path)
    if not (folder / "config.cfg").is_file():
        raise InputError(f"{folder}: no pipeline here (config.cfg is missing); give a folder that `nlp.to_disk` wrote")
    try:
        nlp = spacy.util.load_model_from_path(folder)
    except (ValueError, OSError, KeyError) as error:
        raise InputError(f"{folder}: cannot be loaded: {' '.join(str(error).split())[:300]}") from error
    nlp.max_length = LONGEST
    return nlp
