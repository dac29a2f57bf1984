#!/usr/bin/env python3
"""Fit how well classes of words stand side by side, for lang/*/neighbours.tsv.

    fit_neighbours.py TREES.conllu [TREES.conllu ...] > lang/CODE/neighbours.tsv

A weight is the logarithm of how much more often a class stands behind another (or behind two others) than by chance. Only counts of
classes are used, no word of the trees but those that make a class of their own.
"""
import collections
import math
import sys

LEAST = 25
PLAIN = {"NN": "noun", "NNS": "plural", "NNP": "name", "NNPS": "name", "VB": "base", "VBP": "presents", "VBZ": "present", "VBD": "past",
         "VBN": "participle", "VBG": "gerund", "MD": "modal", "JJ": "adjective", "JJR": "adjective", "JJS": "adjective", "RB": "adverb",
         "RBR": "adverb", "RBS": "adverb", "RP": "adverb", "PRP$": "determiner", "PDT": "determiner", "PRP": "pronoun", "EX": "pronoun",
         "TO": "mark", "CC": "coordinator", "CD": "number", "WDT": "relative", "WP": "relative", "WP$": "relative", "WRB": "subordinator",
         ",": "comma", ":": "break", "HYPH": "break", "-LRB-": "break", "-RRB-": "break", ".": "end", "NFP": "end", "UH": "adverb"}
HELP = {"VB": "aux_base", "VBP": "aux_finite", "VBZ": "aux_finite", "VBD": "aux_finite", "VBN": "aux_participle", "VBG": "aux_gerund"}


def label(cells):
    form, lemma, upos, xpos = cells[1].lower(), cells[2].lower(), cells[3], cells[4]
    if xpos in HELP and lemma in ("be", "have", "do"):
        return HELP[xpos]
    if form in ("not", "n't", "never"):
        return "negation"
    if xpos == "DT":
        return "pronoun" if upos == "PRON" else "determiner"
    if xpos == "TO":
        return "mark" if upos == "PART" else "preposition"
    if xpos == "IN":
        if form == "that":
            return "that"
        return "agent" if form == "by" else "of" if form == "of" else "subordinator" if upos == "SCONJ" else "preposition"
    return PLAIN.get(xpos)


def sentences(path):
    found = ["start"]
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if len(cells) < 5:
            if not cells[0].startswith("#") and len(found) > 1:
                yield found + ["end"] if found[-1] != "end" else found
                found = ["start"]
        elif "-" not in cells[0] and "." not in cells[0]:
            if cells[4] == "POS":
                found[-1] = "possessor"
            elif label(cells):
                found.append(label(cells))


def main():
    one, two, three = collections.Counter(), collections.Counter(), collections.Counter()
    left, lefts = collections.Counter(), collections.Counter()
    for path in sys.argv[1:]:
        for tags in sentences(path):
            one.update(tags[1:])
            for pair in zip(tags, tags[1:]):
                two[pair] += 1
                left[pair[0]] += 1
            for triple in zip(tags, tags[1:], tags[2:]):
                three[triple] += 1
                lefts[triple[:2]] += 1
    total = sum(one.values())
    print("# How much more often than by chance a class of words stands behind another, or behind two: logarithms, fitted by")
    print("# score/fit_neighbours.py on counts of classes in UD English-EWT.")
    print("before\tleft\tclass\tweight")
    weight = {}
    for a in sorted(left):
        for b in sorted(one):
            share = (two[a, b] + 5 * one[b] / total) / (left[a] + 5)
            weight[a, b] = share * total / one[b]
            print(f".\t{a}\t{b}\t{math.log(weight[a, b]):.1f}")
    for (a, b, c), n in sorted(three.items()):
        pair = weight[b, c] * one[c] / total
        value = math.log((n + 10 * pair) / (lefts[a, b] + 10) / pair)
        expected = pair * lefts[a, b]
        if max(n, expected) >= LEAST and abs(value) >= 0.4:
            print(f"{a}\t{b}\t{c}\t{value:.1f}")


if __name__ == "__main__":
    main()
