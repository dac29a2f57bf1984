#!/usr/bin/env python3
"""fit_confidence.py FEATURES.tsv TABLE.tsv PREDICTED.jsonl GOLD.jsonl [PREDICTED GOLD …]: fit the confidence of mentions.

FEATURES.tsv is what `code_records --features` writes: one line a mention, document, start of the trigger, features.
A mention is right where score_mentions.py matches it with type and sides. Writes TABLE.tsv (feature, weight) by logistic
regression with an L2 prior, and prints the reliability of the fit in five bands. Standard library only.
"""
import json
import math
import os
import sys

sys.path.insert(0, os.environ.get("SCORERS", os.path.join(os.path.dirname(__file__), "../../shared/score")))
import score_mentions as scorer  # noqa: E402


def right(predicted_path, gold_path):
    """(document, index in document) of every predicted mention -> was it matched with type and sides."""
    predicted, gold = scorer.read(predicted_path), scorer.read(gold_path)
    out = {}
    for doc, wanted in gold.items():
        got = predicted.get(doc, [])
        depths = {i: d for i, d in scorer.pair(got, wanted).values()}
        for i in range(len(got)):
            out[doc, i] = depths.get(i, 0) >= 3
    return out


def main(argv):
    features_path, table_path, *pairs = argv
    rows, number = [], {}
    for line in open(features_path, encoding="utf-8"):
        doc, _, features = line.rstrip("\n").split("\t")
        index = number[doc] = number.get(doc, -1) + 1
        rows.append((doc, index, ["always"] + [f for f in features.split("|") if f]))
    truth = {}
    for predicted, gold in zip(pairs[::2], pairs[1::2]):
        for key, hit in right(predicted, gold).items():
            truth.setdefault(key, []).append(hit)
    data = [(fs, sum(truth[d, i]) / len(truth[d, i])) for d, i, fs in rows if (d, i) in truth]
    names = sorted({f for fs, _ in data for f in fs})
    weights = dict.fromkeys(names, 0.0)
    rate = 2 / len(data)  # steps stay small however many mentions there are
    for _ in range(3000):
        slope = {f: -weights[f] * (0 if f == "always" else 2.0) for f in names}
        for fs, hit in data:
            p = 1 / (1 + math.exp(-sum(weights[f] for f in fs)))
            for f in fs:
                slope[f] += hit - p
        for f in names:
            weights[f] += rate * slope[f]
    with open(table_path, "w", encoding="utf-8") as out:
        out.write("# Weights fitted by score/fit_confidence.py; the feature \"always\" is the constant.\nfeature\tweight\n")
        for f in names:
            out.write(f"{f}\t{weights[f]:.2f}\n")
    scored = sorted((1 / (1 + math.exp(-sum(weights[f] for f in fs))), hit) for fs, hit in data)
    print(f"{len(data)} mentions, {sum(h for _, h in data):.0f} right")
    for band in range(5):
        part = scored[band * len(scored) // 5:(band + 1) * len(scored) // 5]
        mean = lambda k: sum(x[k] for x in part) / len(part)
        print(f"  band {band + 1}: said {mean(0):.2f}, was {mean(1):.2f} ({len(part)})")


if __name__ == "__main__":
    main(sys.argv[1:])
