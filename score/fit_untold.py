#!/usr/bin/env python3
"""fit_untold.py TABLE.tsv GOLD.jsonl UNTOLD.tsv[:WEIGHT] [GOLD UNTOLD …]: fit who is meant by a side that a passage leaves untold.

UNTOLD.tsv is what `code_records --untold` writes for the articles of GOLD.jsonl: each untold side of each act with its
candidates and their marks. An act learns from the hand-coded mention of its type whose quotation lies in its sentence,
each mention used once; records that count less than hand-coded articles, as the examples of
rows do, have a weight. The right candidate has the hand-coded codes; where none has, nobody is right. Writes TABLE.tsv
by a conditional logit with an L2 prior, and prints how often the right one is chosen, also on held-out fifths of the
documents. Standard library only. Fit twice, coding in between: whom an actor is likely toward depends on the actor.
"""
import collections
import math
import os
import sys
import zlib

sys.path.insert(0, os.environ.get("SCORERS", os.path.join(os.path.dirname(__file__), "../../shared/score")))
import score_mentions as scorer  # noqa: E402

PRIOR = float(os.environ.get("PRIOR", "16"))
STEPS = int(os.environ.get("STEPS", "200"))


def sets(text):
    return frozenset(c for c in text.split(",") if c)


def read(gold_path, untold_path):
    untold_path, _, weight = untold_path.partition(":")
    weight = float(weight or 1)
    """(document, side, right candidate, [features of each candidate], weight) of every side that hand-coded articles tell."""
    gold = scorer.read(gold_path)
    acts = collections.OrderedDict()
    for line in open(untold_path, encoding="utf-8"):
        doc, start, end, trigger, kind, symmetric, side, actors, recipients, candidates = line.rstrip("\n").split("\t")
        act = acts.setdefault((doc, int(trigger), kind), {"span": (int(start), int(end)), "sides": []})
        act["told"] = (sets(actors), sets(recipients))
        found = []
        for text in candidates.split(";"):
            codes, _, marks = text.partition("=")
            marks = marks.split("|")
            found.append((sets(codes), [(side, m, of) for m in marks for of in (".", kind)]))
        act["sides"].append((side, symmetric == "true", sets(actors), sets(recipients), found))
    used = set()
    examples = []
    for (doc, trigger, kind), act in acts.items():
        fitting = []
        for i, m in enumerate(gold.get(doc, [])):
            overlap = min(m["span"][1], act["span"][1]) - max(m["span"][0], act["span"][0])
            if m["type"] == kind and overlap > 0 and (doc, i) not in used:
                inside = m["span"][0] <= trigger < m["span"][1]
                agrees = len(m["actors"] & act["told"][0]) + len(m["recipients"] & act["told"][1])
                fitting.append((inside, agrees, -i, m))
        if not fitting:
            continue
        _, _, i, m = max(fitting, key=lambda f: f[:3])
        used.add((doc, -i))
        for side, symmetric, actors, recipients, found in act["sides"]:
            wanted = m["actors"] if side == "actor" else m["recipients"]
            if symmetric or m["symmetric"]:
                wanted = (m["actors"] | m["recipients"]) - (recipients if side == "actor" else actors)
            right = next((n for n, (codes, _) in enumerate(found) if codes == wanted), 0)
            examples.append((doc, side, right, [features for _, features in found], weight))
    return examples


def chances(weights, candidates):
    scores = [sum(weights[f] for f in features) for features in candidates]
    most = max(scores)
    parts = [math.exp(s - most) for s in scores]
    return [p / sum(parts) for p in parts]


def fit(examples):
    weights = collections.defaultdict(float)
    squares = collections.defaultdict(lambda: 1e-6)
    for _ in range(STEPS):
        slope = collections.defaultdict(float)
        for _, _, right, candidates, weight in examples:
            for n, (p, features) in enumerate(zip(chances(weights, candidates), candidates)):
                for f in features:
                    slope[f] += weight * ((n == right) - p)
        for f in set(slope) | set(weights):
            g = slope[f] - PRIOR * (1.0 if f[2] != "." else 0.3) * weights[f]
            squares[f] += g * g
            weights[f] += 0.5 * g / math.sqrt(squares[f])
    return weights


def hits(weights, examples):
    out = collections.Counter()
    for _, side, right, candidates, weight in examples:
        if weight < 1:
            continue
        p = chances(weights, candidates)
        out[side] += 1
        out[side, "right"] += p.index(max(p)) == right
        out[side, "nobody"] += right == 0
    return out


def main(argv):
    table, *pairs = argv
    examples = [e for gold, untold in zip(pairs[::2], pairs[1::2]) for e in read(gold, untold)]
    held = collections.Counter()
    for part in range(5):
        apart = lambda e: zlib.crc32(e[0].encode()) % 5 == part
        held += hits(fit([e for e in examples if not apart(e)]), [e for e in examples if apart(e)])
    weights = fit(examples)
    for name, found in (("all", hits(weights, examples)), ("held out", held)):
        for side in ("actor", "recipient"):
            print(f"{name} {side}: {found[side, 'right']} of {found[side]} right, nobody is meant in {found[side, 'nobody']}")
    with open(table, "w", encoding="utf-8") as out:
        out.write("# Weights fitted by score/fit_untold.py: what speaks for somebody being the side that a passage leaves untold.\n")
        out.write("side\tmark\ttype\tweight\n")
        for (side, mark, of), weight in sorted(weights.items()):
            if abs(weight) >= 0.005:
                out.write(f"{side}\t{mark}\t{of}\t{weight:.2f}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
