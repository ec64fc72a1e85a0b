"""Many words as one regular expression that is fast in Python's engine, which tries the branches of an alternation one by one.

>>> trie(["市场监管局", "市场", "市委"])
'市(?:场(?:监管局)?|委)'
"""

import re
from collections.abc import Callable, Iterable


def trie(words: Iterable[str], guard: Callable[[str], str] = lambda word: "") -> str:
    """A pattern that matches any of the words, the longest first, with shared beginnings written once (much faster than an alternation).

    `guard` gives for a word what may not follow it, as a pattern.
    """
    tree: dict = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = guard(word)

    def write(node: dict) -> str:
        branches = [re.escape(char) + write(child) for char, child in sorted(node.items()) if char]
        if not branches:
            return str(node[""])
        if node.get(""):
            return f"(?:{'|'.join([*branches, node['']])})"
        body = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return f"{body}?" if "" in node else body

    return write(tree)
