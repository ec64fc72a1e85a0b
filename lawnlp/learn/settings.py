"""How each model is learned, and the threshold it decides by: the one place of the defaults.

The components take them as keyword arguments of `initialize`, configs/report.cfg shows them for `--set`, and a test holds the two together. Nothing is imported here that
learns, so a component can name a default without loading scikit-learn.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class SectionSettings:
    """Of parts and topics.

    Attributes:
        regularisation: C of the logistic regressions; smaller is smoother.
        transition_weight: of the sequence of parts against each paragraph by itself.
        section_weight: the same from one paragraph to the next under one first-level heading.
        threshold: probability from which a topic is given.
        folds: in how many parts the reports are cut to learn the combiner of topics.
        min_df: paragraphs an n-gram must stand in.
    """

    regularisation: float = 10.0
    transition_weight: float = 0.5
    section_weight: float = 1.0
    threshold: float = 0.42
    folds: int = 4
    min_df: int = 3


@dataclass(frozen=True)
class NameSettings:
    """Of the names of quantities.

    Attributes:
        regularisation: of the weights; larger is smoother.
        sharpness: how much a phrase that equals the gold name counts above one that only overlaps.
        min_count: boundaries of phrases that a feature must stand at.
        iterations: of L-BFGS.
        epochs: times that the second reader of doubtful names, a network, sees all names; 0 for none.
        network_from: names that are needed to learn one.
    """

    regularisation: float = 6.0
    sharpness: float = 16.0
    min_count: int = 3
    iterations: int = 50
    epochs: int = 8
    network_from: int = 5000


@dataclass(frozen=True)
class IndicatorSettings:
    """Of headline figures.

    Attributes:
        regularisation: C of the linear margins; smaller is smoother.
        threshold: probability from which an indicator is given.
        folds: in how many parts the reports are cut to learn what margins are worth.
        min_df: quantities an n-gram must stand beside.
    """

    regularisation: float = 1.0
    threshold: float = 0.4
    folds: int = 3
    min_df: int = 3


@dataclass(frozen=True)
class InstitutionSettings:
    """Of which readings of the grammar are bodies.

    Attributes:
        regularisation: C of the logistic regression; smaller is smoother.
        min_df: readings a feature must stand in.
        optional_odds: how many times likelier than required optional must be to be given (an optional body counts nowhere, so a required one is lost by it).
    """

    regularisation: float = 0.3
    min_df: int = 2
    optional_odds: float = 8.0


@dataclass(frozen=True)
class ItemSettings:
    """Of checklist items.

    Attributes:
        regularisation: C of the weights of clauses; smaller is smoother.
        heading_weight: of the headings above a paragraph against the words of a clause.
        threshold: probability from which a report has an item.
        folds: in how many parts the reports are cut to learn what the scores of a document are worth.
        min_df: clauses an n-gram must stand in.
        iterations: of the optimiser.
    """

    regularisation: float = 30.0
    heading_weight: float = 0.5
    threshold: float = 0.45
    folds: int = 3
    min_df: int = 3
    iterations: int = 60


@dataclass(frozen=True)
class CoverageSettings:
    """Of the grades of coverage.

    Attributes:
        regularisation: C of the regressions of the grades; smaller is smoother.
        folds: in how many parts the reports are cut to read clauses by a model that has not seen them.
        variant_weight: of changed copies whose grade follows from the guidelines, against a report (`lawnlp.learn.coverage_variants`).
    """

    regularisation: float = 3.0
    folds: int = 3
    variant_weight: float = 0.1
