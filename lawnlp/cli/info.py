"""`lawnlp info`: versions, components and labels."""

from pathlib import Path
from typing import Annotated

import typer


def command(model: Annotated[Path | None, typer.Option("--model", "-m", help="A pipeline folder; default: the shipped one.")] = None) -> None:
    """Show versions, the components of the pipeline, and how many labels each layer has."""
    import platform
    from importlib.metadata import version

    from lawnlp import __version__, load
    from lawnlp.taxonomy import taxonomy

    labels = taxonomy()
    print(f"lawnlp {__version__}")
    print(f"Python {platform.python_version()}, spaCy {version('spacy')}, scikit-learn {version('scikit-learn')}")
    print(f"pipeline: {', '.join(load(model).pipe_names)}")
    print(
        f"taxonomy: version {labels.version}, {len(labels.parts)} parts, {len(labels.topics)} topics, {len(labels.items)} items, {len(labels.indicators)} indicators"
    )
    for part in labels.parts.values():
        print(f"  part      {part.id:22} {part.name}")
    for topic in labels.topics.values():
        print(f"  topic     {topic.id:22} {topic.name}")
