"""The second reader of names: what it learns, its probabilities, the state, and that it is asked only in doubt."""

import pickle

import numpy as np
import pytest

from lawnlp.learn import name_model
from lawnlp.learn.name_features import LEFT, WIDTH, Windows
from lawnlp.learn.name_model import NameModel
from lawnlp.learn.name_network import NameNetwork
from lawnlp.learn.settings import NameSettings
from lawnlp.text.quantities import find_quantities

SENTENCES = [
    ("受理行政复议申请{a}件，审结{b}件", ["行政复议申请", "审结"]),
    ("聘请{a}名律师，开展法律咨询{b}次", ["律师", "法律咨询"]),
    ("新增{a}家企业，发放宣传资料{b}份", ["企业", "宣传资料"]),
]


def windows(*texts):
    return Windows(texts, [[vars(q) for q in find_quantities(text)] for text in texts])


@pytest.fixture(scope="module")
def examples():
    texts = [pattern.format(a=a, b=a + 30) for a in range(12, 60) for pattern, _ in SENTENCES]
    return texts, [name for _ in range(12, 60) for _, gold in SENTENCES for name in gold]


@pytest.fixture(scope="module")
def model(examples):
    texts, names = examples
    return NameModel(NameSettings(epochs=30, network_from=200)).fit(windows(*texts), texts, names)


def likeliest(network, found):
    begins, ends = network.scores(found, np.arange(len(found)))
    return [found.span(i, int(b), int(e) - int(b)) for i, (b, e) in enumerate(zip(begins.argmax(axis=1), ends.argmax(axis=1), strict=True))]


def test_it_finds_names_in_front_and_behind_by_itself(model):
    texts = ["受理行政复议申请87件，聘请5名律师", "发放宣传资料300份"]
    found = windows(*texts)
    assert [texts[t][a:b] for t, (a, b) in zip(found.text, likeliest(model.network, found), strict=True)] == ["行政复议申请", "律师", "宣传资料"]


def test_its_probabilities_are_those_of_the_line(model):
    found = windows("上一行\n受理行政复议申请87件\n下一行")
    begins, ends = model.network.scores(found, np.array([0]))
    assert begins.shape == ends.shape == (1, WIDTH)
    inside = found.inside[0]
    assert np.exp(begins[0, inside]).sum() == pytest.approx(1, abs=1e-3)
    assert np.exp(ends[0, 1:][inside[:-1]]).sum() == pytest.approx(1, abs=1e-3)
    assert begins[0, ~inside].max(initial=-99) < -10
    assert not inside[LEFT - 10]  # the line above


def test_other_windows_of_the_batch_make_no_difference(model):
    texts = [pattern.format(a=7, b=9) for pattern, _ in SENTENCES]
    together = model.network.scores(windows(*texts), np.arange(6))
    alone = [model.network.scores(windows(text), np.arange(2)) for text in texts]
    for side in (0, 1):
        assert np.allclose(together[side], np.concatenate([scores[side] for scores in alone]), atol=1e-4)


@pytest.mark.parametrize(
    "copied", [lambda model: NameModel.from_state(model.state()), lambda model: pickle.loads(pickle.dumps(model))], ids=["state", "process"]
)
def test_a_copy_keeps_every_choice(model, copied):
    found = windows(*(pattern.format(a=7, b=9) for pattern, _ in SENTENCES))
    again = copied(model)
    assert all(np.array_equal(a, b) for a, b in zip(again.network.scores(found, np.arange(6)), model.network.scores(found, np.arange(6)), strict=True))
    assert again.choose(found) == model.choose(found)


def test_the_same_examples_give_the_same_network_and_leave_the_generator_alone(model, examples):
    texts, names = examples
    np.random.seed(5)
    before = np.random.get_state()[1].tolist()
    again = NameModel(NameSettings(epochs=30, network_from=200)).fit(windows(*texts), texts, names)
    assert np.random.get_state()[1].tolist() == before
    for one, two in zip(again.network.state()["weights"], model.network.state()["weights"], strict=True):
        assert np.array_equal(one, two)


@pytest.mark.parametrize("settings", [NameSettings(epochs=0, network_from=1), NameSettings(network_from=10_000)])
def test_without_epochs_or_with_few_names_there_is_none(settings, examples):
    texts, names = examples
    model = NameModel(settings).fit(windows(*texts), texts, names)
    assert model.network is None
    assert NameModel.from_state(model.state()).network is None


def test_weights_of_another_shape_are_refused(model):
    state = model.network.state()
    with pytest.raises(ValueError, match="another shape"):
        NameNetwork.from_state({**state, "characters": state["characters"][:-1]})


def test_it_is_asked_only_in_doubt(model, monkeypatch):
    asked = []
    scores = NameNetwork.scores
    monkeypatch.setattr(NameNetwork, "scores", lambda self, found, which: asked.append(which.tolist()) or scores(self, found, which))
    found = windows("受理行政复议申请87件，聘请5名律师")
    monkeypatch.setattr(name_model, "_CLEAR", 0.0)
    model.choose(found)
    assert not asked
    monkeypatch.setattr(name_model, "_CLEAR", 1.1)
    model.choose(found)
    assert asked == [[0, 1]]
