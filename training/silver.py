"""Silver words: the texts of an annotation set cut into words by rules, for training the segmenter (the standard is training/SEGMENTATION.md).

jieba cuts; around it stand the domain (places, words of training/segmentation_words.txt, numerals and units) and what people annotated: every edge of a span is an
edge of a word. A word that jieba only guesses is kept when it stands in at least `SEEN` places of the corpus. Not part of the package.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from lawnlp.learn.words import PIECE
from lawnlp.resources import config_table
from lawnlp.text.fold import fold
from lawnlp.text.regions import load_divisions

ROOT = Path(__file__).resolve().parents[1]
SEEN = 4  # places in which a guessed word must stand
COMMON = 40  # frequency in jieba's dictionary from which both halves of a four-character compound are words of their own

_DIGITS = r"\d+(?:[.,·]\d+)*"
_CHINESE = "一二三四五六七八九十百千万亿零两几"
# A number and what is glued to it: 2024年, 12月, 3日 and 98.6% are one word; a magnitude belongs to the numeral (1.1万), 余 and the unit do not.
_NUMBER = re.compile(
    rf"第{_DIGITS}|一[一-龥]了之|(?:19|20)\d\d年(?:度)?|\d{{1,2}}月(?=\d{{1,2}}日|份|底|初|中|末|至|[^\w]|$)|(?<=月)\d{{1,2}}日|{_DIGITS}[%‰]|{_DIGITS}[十百千万亿]*"
)
_COUNTED = re.compile(rf"(\d[\d.,]*[十百千万亿]*[%‰]?|[{_CHINESE}]+)(余|多|来)?([万亿])?(余|多)?")
_LIST = re.compile(r"[一二三四五六七八九十]是")
_ORDINAL = re.compile(rf"第[{_CHINESE}]+|第(?=\d)")
_LEVELS = "省市区县镇乡街局厅委办所院校"
_SPLIT_AFTER_LEVEL = {"人大", "政协", "法院", "纪委", "编办", "党校", "总工会"}
_ENDINGS = "局厅委办处科所站"
# Endings that join a stem of two characters (答复率, 服务点); a stem of one character and the endings of jieba's dictionary are joined already.
_SUFFIXES = frozenset("率化性制员者类型度额量费款点站室队组科库栏箱柜厂坊户课圈证书单函云")
# Verbs of one character to which 到, 至, 为, 成, 进, 出, 掉, 完 is joined (增至, 拆成).
_VERBS = frozenset("送摆调排落转改增减降升缩拆写换评列归锁装划卖拿做留压报提传放移分变编纳记存推搬办建并发")
_COMPLEMENTS = frozenset("到至为成进出掉完")
_MEASURES = frozenset(
    "年月天日周次人件起宗例份册本卷篇幅张封部套条项个家户所处座间栋支名位场期批轮组台辆架只头棵块笔票门堂节张把根扇壶样案村企策码事校院街镇乡县市区"
)
_POTENTIAL = re.compile(r"(.)([得不])([见到懂上清成开住动下完起出])")  # 跟不上, 看得见
_WHOLE = frozenset("一起 一部 一家 一头 一处 一门 一块 一本 千家 万户 几年".split())  # mostly no counts where jieba leaves them whole


@cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for name in _places():
        tokenizer.add_word(name, 2_000_000)
    for whole in lexicon():
        tokenizer.add_word(whole, 200_000)
    for function in config_table("institutions.toml")["functions"]:
        if len(function) == 2:
            tokenizer.add_word(f"{function}局", 20_000)
    for unit in ("人次", "件次", "场次", "批次", "户次", "家次", "车次"):
        tokenizer.add_word(unit, 200_000)
    return tokenizer


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """training/segmentation_words.txt: a word, or a compound with the cuts it has."""
    lines = (ROOT / "training" / "segmentation_words.txt").read_text(encoding="utf-8").splitlines()
    return {line.replace(" ", ""): tuple(line.split()) for line in lines if line.strip() and not line.startswith("#")}


@cache
def _places() -> frozenset[str]:
    """Names of the official and the invented divisions, with and without 市, 县, 区 …"""
    world = load_divisions(ROOT / "corpus" / "world" / "divisions.csv")
    names = set(load_divisions().names) | {d.name for d in world} | {d.stem for d in world if d.code.startswith("9")}
    return frozenset(name for name in names if 2 <= len(name) <= 8)


def words(text: str, edges: Iterable[int] = (), guessed: Mapping[str, int] | None = None) -> list[list[str]]:
    """The words of a folded text, a list for each piece without space or punctuation in it.

    Args:
        text: folded (see `lawnlp.text.fold`).
        edges: offsets that must be edges of words.
        guessed: how often each word that jieba guessed stands in the corpus; None keeps them all.
    """
    forced = set(edges)
    out = []
    for match in PIECE.finditer(text):
        cuts = [match.start(), *sorted(e for e in forced if match.start() < e < match.end()), match.end()]
        out.append([word for a, b in pairwise(cuts) for word in _chunk(text[a:b], guessed)])
    return out


def counted(span: str) -> list[str]:
    """The words of a quantity: numeral, 余, unit, 以上."""
    match = _COUNTED.match(span)
    if not match:
        return _chunk(span, None)
    number = match[1] + (match[3] if match[3] and not match[2] else "")
    parts = [number, *(g for g in (match[2], match[3] if match[2] else None, match[4]) if g)]
    rest = span[match.end() :]
    tail = next((t for t in ("以上", "以下", "以内", "左右", "之间") if rest.endswith(t)), "")
    unit = rest[: len(rest) - len(tail)]
    if unit.startswith("个") and len(unit) > 1:
        parts += ["个", unit[1:]]
    elif unit:
        parts += [unit] if unit in _units() else _chunk(unit, None)
    return _joined([p for p in [*parts, tail] if p])


@cache
def _units() -> frozenset[str]:
    table = config_table("units.toml")
    return frozenset(u for kind in table.values() if isinstance(kind, dict) for key in ("strict", "arabic", "rare") for u in kind.get(key, []))


def _chunk(chunk: str, guessed: Mapping[str, int] | None) -> list[str]:
    """One stretch without forced edges."""
    out: list[str] = []
    at = 0
    for match in _NUMBER.finditer(chunk):
        out += _han(chunk[at : match.start()], guessed)
        out.append(match[0])
        at = match.end()
    return _joined(out + _han(chunk[at:], guessed))


def _han(chunk: str, guessed: Mapping[str, int] | None) -> list[str]:
    if not chunk:
        return []
    tokenizer = _jieba()
    out: list[str] = []
    for word in tokenizer.cut(chunk, HMM=True):
        if len(word) > 1 and not tokenizer.FREQ.get(word) and guessed is not None and guessed.get(word, 0) < SEEN:
            out += [part for piece in tokenizer.cut(word, HMM=False) for part in _refined(piece)]
        else:
            out += _refined(word)
    return out


def _refined(word: str) -> Sequence[str]:
    """A word of jieba by our standard."""
    if word in lexicon():
        return lexicon()[word]
    if word in _places():
        return [word]
    if _LIST.fullmatch(word) or (len(word) == 3 and word[0] in _LEVELS and word[1:] in _SPLIT_AFTER_LEVEL):
        return [word[0], word[1:]]
    if len(word) == 2 and word[0] in _CHINESE and word[1] in _MEASURES and word not in _WHOLE:
        return [word[0], word[1]]
    if len(word) == 3 and word[0] == "副" and word[1:] in _jieba().FREQ:
        return ["副", word[1:]]
    if match := _POTENTIAL.fullmatch(word):
        return list(match.groups())
    if len(word) == 4 and word[0] in _LEVELS and len(_refined(word[1:])) == 1 and word[1:] in _jieba().FREQ:
        return [word[0], word[1:]]
    if (match := _ORDINAL.match(word)) and match.end() < len(word):
        return [match[0], *_refined(word[match.end() :])]
    if len(word) >= 4 and (parts := _compound(word)):
        return [refined for part in parts for refined in _refined(part)]
    return [word]


def _compound(word: str) -> list[str]:
    """The parts of a long word all of whose parts are common words of two characters and more; [] for an idiom or a name."""
    frequency = _jieba().FREQ
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 4), end - 1):
            part = word[start:end]
            count = frequency.get(part) or 0
            if start in best and count >= COMMON and part != word:
                score = best[start][0] + min(count, 5000)
                if end not in best or (len(best[start][1]) + 1, -score) < (len(best[end][1]), -best[end][0]):
                    best[end] = (score, [*best[start][1], part])
    return best.get(len(word), (0.0, []))[1]


def _joined(found: Sequence[str]) -> list[str]:
    """Put endings to what they belong to: 败诉+率, 增+至, 我+市."""
    out: list[str] = []
    for word in found:
        before = out[-1] if out else ""
        suffix = word in _SUFFIXES and len(before) == 2 and before[0] not in _CHINESE + "第每各0123456789" and before + word not in lexicon()
        complement = word in _COMPLEMENTS and before in _VERBS
        own = before in ("我", "本", "该") and len(word) == 1 and word in _LEVELS
        rank = word == "级" and before in tuple("两三四五")
        if suffix or complement or own or rank:
            out[-1] += word
        else:
            out.append(word)
    return out


def organ(found: Sequence[str]) -> list[str]:
    """The words of the name of a body: the ending joins a function of two characters (司法局), and stands alone after a longer one (市场 监管 局)."""
    out: list[str] = []
    for word in found:
        before = out[-1] if out else ""
        opens = not before or before in _places() or (len(before) == 1 and before in _LEVELS)
        if len(word) == 3 and not opens and (word[-1] == "局" or (word[-1] in "所站" and word not in _jieba().FREQ)):
            out += [word[:2], word[2:]]
        elif (
            len(word) == 1
            and word in _ENDINGS
            and len(before) == 2
            and before not in _places()
            and (len(out) < 2 or out[-2] in _places() or out[-2] in _LEVELS)
        ):
            out[-1] += word
        else:
            out.append(word)
    return out


def silver(records: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The pieces of all records as words, span edges forced; duplicates kept."""
    guessed: Counter[str] = Counter()
    tokenizer = _jieba()
    texts = [fold(record["text"]) for record in records]
    for text in texts:
        guessed.update(w for piece in PIECE.findall(text) for w in tokenizer.cut(piece) if len(w) > 1 and not tokenizer.FREQ.get(w))
    for record, text in zip(records, texts, strict=True):
        spans = [(s["start"], s["end"], name) for name in ("quantities", "institutions", "citations") for s in record[name]]
        edges = {e for a, b, _ in spans for e in (a, b)} | {e for p in record["paragraphs"] for e in (p["start"], p["end"])}
        kind = {(a, b): name for a, b, name in spans}
        for match in PIECE.finditer(text):
            cuts = [match.start(), *sorted(e for e in edges if match.start() < e < match.end()), match.end()]
            piece: list[str] = []
            for a, b in pairwise(cuts):
                layer = kind.get((a, b))
                if layer == "quantities":
                    piece += counted(text[a:b])
                elif layer == "institutions":
                    piece += organ(_chunk(text[a:b], guessed))
                else:
                    piece += _chunk(text[a:b], guessed)
            yield piece


def pieces_of(text: str) -> list[str]:
    """A text cut by the rules alone, without spans: what the segmenter learns from, to be measured beside it."""
    folded = fold(text)
    out: list[str] = []
    at = 0
    for match, piece in zip(PIECE.finditer(folded), words(folded), strict=True):
        out += [*text[at : match.start()], *piece]
        at = match.end()
    return out + list(text[at:])
