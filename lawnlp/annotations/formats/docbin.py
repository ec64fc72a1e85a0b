"""spaCy's DocBin, for `spacy train` and for anyone who goes on in spaCy: Docs with lawnlp's span groups, one token a character.

A DocBin is msgpack: reading one runs no code of the file. Its size is bounded before and after decompression.
"""

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lawnlp.annotations.formats import Found, Options, Reading
from lawnlp.annotations.formats.values import unpacked
from lawnlp.annotations.marks import LAYERS
from lawnlp.errors import InputError

LARGEST_BYTES = 1024 * 1024 * 1024  # decompressed: some ten thousand reports
_REST = "lawnlp_rest"


def write(path: Path, records: Sequence[dict[str, Any]], _options: Options) -> None:
    """One .spacy file; what no span carries stands in `user_data`."""
    from spacy.tokens import DocBin

    from lawnlp.records import record_to_doc

    nlp = _blank()
    docs = []
    for record in records:
        doc = record_to_doc(record, nlp)
        doc.user_data[_REST] = json.dumps({key: value for key, value in record.items() if key not in ("text", *LAYERS)}, ensure_ascii=False)
        docs.append(doc)
    path.write_bytes(DocBin(docs=docs, store_user_data=True).to_bytes())


def read(path: Path, _options: Options) -> Reading:
    """Every Doc.

    Raises InputError for a file that is no DocBin, and for Docs whose spans are not lawnlp's.
    """
    from spacy.tokens import DocBin

    from lawnlp.records import doc_to_record

    _check_size(path)
    nlp = _blank()
    reading = Reading()
    try:
        for number, doc in enumerate(DocBin().from_bytes(path.read_bytes()).get_docs(nlp.vocab), 1):
            where = f"{path}: document {number}"
            if foreign := sorted(set(doc.spans) - set(LAYERS)):
                reading.notes.append(f"span groups that are not lawnlp's, left out: {', '.join(foreign)} (document {number})")
            kept = unpacked(doc.user_data.get(_REST), where)
            record = json.loads(json.dumps(doc_to_record(doc, id=f"{path.stem}-{number}")))  # msgpack makes tuples of lists
            own = {key: value for key, value in kept.items() if key not in ("text", *LAYERS)}
            base = {key: record[key] for key in ("id", "text", *LAYERS)} if own else record
            reading.found.append(Found(where, base | own))
    except InputError:
        raise
    except Exception as error:  # spaCy and msgpack raise what they like on bytes that are no DocBin
        raise InputError(f"{path}: no DocBin that spaCy can read ({type(error).__name__}: {' '.join(str(error).split())[:120]})") from error
    return reading


def _check_size(path: Path) -> None:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        unpacker = zlib.decompressobj()
        unpacker.decompress(data, LARGEST_BYTES)
    except zlib.error:
        raise InputError(f"{path}: no DocBin (its bytes are not zlib's); give a file that DocBin.to_disk wrote") from None
    if unpacker.unconsumed_tail:
        raise InputError(f"{path}: more than {LARGEST_BYTES} bytes when decompressed; split the file")


def _blank() -> Any:
    import spacy

    return spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "lawnlp.Tokenizer.v1"}}})
