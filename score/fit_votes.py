#!/usr/bin/env python3
"""Fit what words, their last letters and their neighbours say for each class that a word can have, for lang/*/votes.tsv.

    fit_votes.py READINGS.jsonl TREES.conllu NEIGHBOURS.tsv [--check READINGS.jsonl TREES.conllu] > lang/CODE/votes.tsv

READINGS is what `examples/parse_conllu --readings` writes for TREES, NEIGHBOURS the language's own table. Weights are learnt by an
averaged perceptron over whole sentences: where the likeliest chain of readings, the engine's own weights and those of NEIGHBOURS
included, is not what the trees say, the features of both are moved. Only readings that the tables allow are weighed. The slot of a
weight is a number made of letters and readings, as `src/parse/ordered/votes.rs` makes it; no word of the trees is kept. --check
prints how many of the words with several readings have the right one, without the votes and with them.
"""
import argparse
import json
import random
import sys

from fit_neighbours import label

BITS, STEP, FARTHEST, ZERO, ROW = 19, 0.1, 31, ord("O"), 4096
ROUNDS, RATE, MARGIN, SEED = 4, 0.1, 1.0, 1
MASK = 0xFFFFFFFF
CLASSES = ("start end noun plural name possessor base presents present past participle gerund modal aux_base aux_finite aux_participle "
           "aux_gerund adjective adverb determiner pronoun preposition agent of mark coordinator subordinator that relative negation "
           "number comma break").split()
NUMBER = {name: number for number, name in enumerate(CLASSES)}
# A plural present is told from the base form by its subject alone, the number of "police" by its verb: they share their votes.
SLOT = {**NUMBER, "presents": NUMBER["base"], "plural": NUMBER["noun"]}
# Where the trees part what the grammar takes as one, or the other way round, every reading here is right.
NOMINAL = {"name", "noun", "plural", "adjective"}
AMOUNTS = {"last", "next", "other", "much", "many", "more", "most", "less", "few", "such", "same", "several"}
STANDING = {"other", "others", "one", "all", "both"}
ASKING = {"how", "why", "when", "where"}


def accepted(cells, over, before):
    """The classes that are right for a token of a tree; `over` is what its head is, `before` the tag of the token before it."""
    form, base = cells[1].lower(), cells[7].split(":")[0]
    own = label(cells)
    if own is None:
        return None
    if own == "relative" and form == "that":
        return {"that"}
    if cells[4] in ("VBG", "VBN") and base in ("case", "mark"):
        return {"preposition", "subordinator"}
    if form in ("last", "next") and over.endswith("unmarked") and before not in ("DT", "PRP$"):
        return {"adverb"}
    right = {"noun", "plural"} if own in ("noun", "plural") else {own}
    if own in ("gerund", "participle") and base == "amod":
        right |= {"adjective"}
    if own == "adjective" and form.endswith(("ed", "en", "n", "t")):
        right |= {"participle"}
    if cells[4] == "DT" and base != "det":
        right |= {"pronoun"}
    if form in AMOUNTS:
        right |= {"adjective", "adverb", "determiner", "pronoun", "number"}
    if form in STANDING:
        right |= {"plural", "pronoun", "determiner", "number", "adverb", "subordinator"}
    if form in ASKING:
        right |= {"adverb", "subordinator"}
    if own in NOMINAL and cells[1][:1].isupper():
        right |= NOMINAL
    if own in ("noun", "plural", "name") and cells[7] == "compound":
        right |= {"noun", "name", "adjective"}
    return right


def trees(path):
    """The text of each tree, and the right classes by the place where a token begins."""
    for block in open(path, encoding="utf-8").read().split("\n\n"):
        lines = block.split("\n")
        text = next((line[9:] for line in lines if line.startswith("# text = ")), None)
        if text is None:
            continue
        cells = [line.split("\t") for line in lines if line and line[0] != "#"]
        kinds = {c[0]: c[7] for c in cells}
        right, at, last, whole_until, before = {}, 0, None, 0, ""
        for c in cells:
            if "." in c[0]:
                continue
            if "-" in c[0]:
                whole_until = int(c[0].split("-")[1])
                part = max(text.find(c[1], at), at)
                at = part + len(c[1])
                continue
            inside = int(c[0]) <= whole_until
            found = text.find(c[1], part, at) if inside else text.find(c[1], at)
            start = found if found >= 0 else part if inside else at
            if inside:
                part = start + len(c[1])
            else:
                at = start + len(c[1])
            if c[4] == "POS" and last is not None:
                right[last] = {"possessor"}
            elif start not in right:
                right[start] = accepted(c, kinds.get(c[6], ""), before)
                last = start
            before = c[4]
        yield text, right


def letters(token):
    number = 0x811C9DC5
    for byte in token:
        number = ((number ^ (byte + 32 if 65 <= byte <= 90 else byte)) * 0x01000193) & MASK
    return number


def mixed(number, *parts):
    for part in parts:
        number = ((number ^ part) * 0x9E3779B1) & MASK
        number ^= number >> 15
    return number


def slots(tokens, readings):
    """For each word with several readings and each of these the slots of its features."""
    seen = []
    for token, own in zip(tokens, readings):
        token, among = token.encode(), sum(1 << NUMBER[name] for name in own)
        seen.append((letters(token), letters(token[-3:]), letters(token[-2:]), (among * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> 32))
    edge = (0, 0, 0, 0)
    for i, own in enumerate(readings):
        if len(own) < 2:
            yield None
            continue
        (word, three, two, among), (left, _, _, before) = seen[i], seen[i - 1] if i else edge
        right, _, _, behind = seen[i + 1] if i + 1 < len(seen) else edge
        capital = int(tokens[i][:1].isupper())
        pairs = ((word, capital), (three, among), (two, among), (among, capital), (left, word), (word, right), (left, among),
                 (right, among), (before, word), (behind, word), (before, among), (among, behind))
        bases = [mixed(kind, *pair) >> (32 - BITS) for kind, pair in enumerate(pairs)]
        yield {name: [base ^ SLOT[name] for base in bases] for name in own}


def sentences(readings, path):
    """Readings with their weights, right classes among them, and slots, of each word of each sentence."""
    found = []
    for line, (text, right) in zip(open(readings, encoding="utf-8"), trees(path), strict=True):
        for words in json.loads(line):
            own = [dict(classes) for _, _, classes in words]
            wanted = [(right.get(start) or set()) & names.keys() for (start, _, _), names in zip(words, own)]
            found.append((own, wanted, list(slots([text[start:end] for start, end, _ in words], own))))
    return found


class Fitter:
    def __init__(self, neighbours):
        self.pairs, self.triples, self.known = {}, {}, {}
        for line in open(neighbours, encoding="utf-8"):
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 4 and cells[3] != "weight":
                table, key = (self.pairs, tuple(cells[1:3])) if cells[0] == "." else (self.triples, tuple(cells[:3]))
                table[key] = float(cells[3])
        self.weights = [0.0] * (1 << BITS)

    def beside(self, *three):
        if three not in self.known:
            self.known[three] = self.pairs.get(three[1:], 0.0) + self.triples.get(three, 0.0)
        return self.known[three]

    def weighed(self, own, places):
        return [list(o.items()) if p is None else [(c, w + sum([self.weights[s] for s in p[c]])) for c, w in o.items()] for o, p in zip(own, places)]

    def best(self, lattice):
        columns = [{("start", "start"): (0.0, None)}]
        for readings in lattice:
            column = {}
            for (outer, left), (so_far, _) in columns[-1].items():
                for name, weight in readings:
                    total = so_far + weight + self.beside(outer, left, name)
                    if (left, name) not in column or column[left, name][0] < total:
                        column[left, name] = (total, outer)
            columns.append(column)
        state, chain = max(columns[-1], key=lambda s: columns[-1][s][0]), []
        for column in columns[:0:-1]:
            chain.append(state[1])
            state = (column[state][1], state[0])
        return chain[::-1]

    def fit(self, learnt):
        sums, since, step, order = [0.0] * len(self.weights), [0] * len(self.weights), 0, random.Random(SEED)
        for _ in range(ROUNDS):
            order.shuffle(learnt)
            for own, wanted, places in learnt:
                step += 1
                lattice = self.weighed(own, places)
                harder = [[(c, w + (MARGIN if right and c not in right else 0.0)) for c, w in column] for column, right in zip(lattice, wanted)]
                chosen = self.best(harder)
                if all(not right or c in right for c, right in zip(chosen, wanted)):
                    continue
                told = self.best([[r for r in column if not right or r[0] in right] for column, right in zip(lattice, wanted)])
                for ours, theirs, place in zip(chosen, told, places):
                    if place and ours != theirs:
                        for name, rate in ((theirs, RATE), (ours, -RATE)):
                            for slot in place[name]:
                                sums[slot] += self.weights[slot] * (step - since[slot])
                                since[slot] = step
                                self.weights[slot] += rate
        means = [(total + weight * (step - at)) / step for total, weight, at in zip(sums, self.weights, since)]
        self.weights = [max(-FARTHEST, min(FARTHEST, round(mean / STEP))) * STEP for mean in means]

    def right(self, checked, voting):
        hits = total = 0
        for own, wanted, places in checked:
            chosen = self.best(self.weighed(own, places if voting else [None] * len(own)))
            several = [c in right for c, right, names in zip(chosen, wanted, own) if right and len(names) > 1]
            hits, total = hits + sum(several), total + len(several)
        return f"{100 * hits / max(total, 1):.1f} of {total}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("readings")
    arguments.add_argument("trees")
    arguments.add_argument("neighbours")
    arguments.add_argument("--check", nargs=2, action="append", default=[])
    options = arguments.parse_args()
    fitter = Fitter(options.neighbours)
    fitter.fit(sentences(options.readings, options.trees))
    print("# What a word, its last letters and its neighbours say for each class that it can have: a sign a weight, fitted by")
    print("# score/fit_votes.py on UD English-EWT, each at a number made of letters and readings.\nvotes")
    signs = "".join(chr(ZERO + round(weight / STEP)) for weight in fitter.weights)
    for at in range(0, len(signs), ROW):
        print(signs[at:at + ROW])
    for check in options.check:
        checked = sentences(*check)
        print(check[1], "without", fitter.right(checked, False), "with", fitter.right(checked, True), file=sys.stderr)


if __name__ == "__main__":
    main()
