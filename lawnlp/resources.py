"""Where the data files of the package are: beside the package in a checkout, inside it in an installed wheel."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


@cache
def config_path(name: str) -> Path:
    """The path of one file of `configs/`.

    Raises FileNotFoundError when the installation lacks it.
    """
    for folder in (_PACKAGE / "configs", _PACKAGE.parent / "configs"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"configs/{name} is missing from this installation of lawnlp; install it again")


@cache
def model_path(name: str) -> Path:
    """The folder of a shipped model: `models/` of the checkout, `lawnlp/models/` of an installed wheel.

    Raises FileNotFoundError when the installation lacks it.
    """
    for folder in (_PACKAGE / "models", _PACKAGE.parent / "models"):
        if (folder / name).is_dir():
            return folder / name
    raise FileNotFoundError(f"models/{name} is missing from this installation of lawnlp; install it again")


@cache
def config_table(name: str) -> dict[str, Any]:
    """One TOML file of `configs/`, parsed once; treat it as read-only."""
    return tomllib.loads(config_path(name).read_text(encoding="utf-8"))
