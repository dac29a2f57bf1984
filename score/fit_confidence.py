#!/usr/bin/env python3
"""fit_confidence.py [--near TABLE] [--judged FILE] [--only] TABLE.tsv PREDICTED.jsonl GOLD.jsonl [PREDICTED GOLD …]: fit the confidence of mentions.

PREDICTED is what `code_records` writes. A mention is right where score_mentions.py matches it with type and sides; FILE holds further
mentions with a verdict, as `score_plover.py --judged` writes them. Writes TABLE.tsv (feature, weight) by logistic regression with an L2
prior, and prints the reliability of the fit in five bands. With few mentions, --near TABLE draws the weights toward those of another
language instead of nought. With --only nothing is fitted: the bands are those of the weights that TABLE.tsv has. Standard library only.
"""
import argparse
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


def weights_of(path):
    lines = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8") if line[0] not in "#\n"]
    return {feature: float(weight) for feature, weight in lines[1:]}


def read(options):
    """Features and verdict of every mention that has one."""
    truth = {}
    features = {}
    for predicted, gold in zip(options.files[::2], options.files[1::2]):
        number = {}
        for line in open(predicted, encoding="utf-8"):
            mention = json.loads(line)
            index = number[mention["doc"]] = number.get(mention["doc"], -1) + 1
            features[mention["doc"], index] = mention["evidence"]["features"]
        for key, hit in right(predicted, gold).items():
            truth.setdefault(key, []).append(hit)
    data = [(["always"] + features[key], sum(hits) / len(hits)) for key, hits in truth.items()]
    for line in open(options.judged, encoding="utf-8") if options.judged else []:
        judged = json.loads(line)
        data.append((["always"] + judged["features"], float(judged["right"])))
    return data


def fit(data, near):
    names = sorted({f for fs, _ in data for f in fs} | set(near))
    weights = {f: near.get(f, 0.0) for f in names}
    rate = 2 / len(data)  # steps stay small however many mentions there are
    for _ in range(3000):
        slope = {f: (near.get(f, 0.0) - weights[f]) * (0 if f == "always" else 2.0) for f in names}
        for fs, hit in data:
            p = 1 / (1 + math.exp(-sum(weights[f] for f in fs)))
            for f in fs:
                slope[f] += hit - p
        for f in names:
            weights[f] += rate * slope[f]
    return weights


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--near")
    arguments.add_argument("--judged")
    arguments.add_argument("--only", action="store_true")
    arguments.add_argument("table")
    arguments.add_argument("files", nargs="*")
    options = arguments.parse_args()
    data = read(options)
    if options.only:
        weights = weights_of(options.table)
    else:
        weights = fit(data, weights_of(options.near) if options.near else {})
        with open(options.table, "w", encoding="utf-8") as out:
            out.write("# Weights fitted by score/fit_confidence.py; the feature \"always\" is the constant.\nfeature\tweight\n")
            for f in sorted(weights):
                out.write(f"{f}\t{weights[f]:.2f}\n")
    scored = sorted((1 / (1 + math.exp(-sum(weights.get(f, 0.0) for f in fs))), hit) for fs, hit in data)
    print(f"{len(data)} mentions, {sum(h for _, h in data):.0f} right")
    for band in range(5):
        part = scored[band * len(scored) // 5:(band + 1) * len(scored) // 5]
        mean = lambda k: sum(x[k] for x in part) / len(part)
        print(f"  band {band + 1}: said {mean(0):.2f}, was {mean(1):.2f} ({len(part)})")


if __name__ == "__main__":
    main()
