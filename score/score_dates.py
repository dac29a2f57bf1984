#!/usr/bin/env python3
"""Score expressions of time against the KRAUTS Dolomiten-100 articles (TIMEX3).

    score_dates.py --articles GOLD_DIR            articles as JSON lines, for `cargo run --example code_times`
    score_dates.py PREDICTED GOLD_DIR [--half learn|check] [--by-type] [--misses]

PREDICTED is either JSON lines {doc, start, end, type, value} with offsets in code points of the article's text, or a folder
of .tml files (HeidelTime's shipped output). An expression is found where its span shares a character with one of the gold
(relaxed match, one to one, longest overlap first) and right where the value is the same string too. Printed are precision,
recall and F1 of the spans, and of spans with the right value: the second is the figure to look at.
`learn` is every other article in order of file name, from the first; `check` is the others.
"""
import collections
import glob
import html
import json
import os
import re
import sys

TAG = re.compile(r"<TIMEX3\b([^>]*)>|</TIMEX3>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def read_tml(path):
    """(id, publication date, text, [(start, end, type, value)]) of one file; the text is what stands inside <TEXT>."""
    source = open(path, encoding="utf-8").read()
    published = ATTRIBUTE.findall(re.search(r"<DCT>\s*<TIMEX3([^>]*)>", source).group(1))
    body = source.split("<TEXT>", 1)[1].split("</TEXT>", 1)[0]
    text, found, opened, at = "", [], [], 0
    for tag in TAG.finditer(body):
        text += html.unescape(body[at:tag.start()])
        at = tag.end()
        if tag.group(0).startswith("</"):
            start, values = opened.pop()
            found.append((start, len(text), values.get("type", ""), values.get("value", "")))
        else:
            opened.append((len(text), dict(ATTRIBUTE.findall(tag.group(1)))))
    text += html.unescape(body[at:])
    return os.path.basename(path).split("_")[0], dict(published)["value"], text, sorted(found)


def read_folder(path):
    articles = [read_tml(name) for name in sorted(glob.glob(os.path.join(path, "*.tml")))]
    return collections.OrderedDict((a[0], a) for a in articles)


def read_predictions(path):
    """id → [(start, end, type, value)]."""
    if os.path.isdir(path):
        return {name: article[3] for name, article in read_folder(path).items()}
    found = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        found[row["doc"]].append((row["start"], row["end"], row["type"], row["value"]))
    return found


def pair(predicted, gold):
    """Pairs of indices (predicted, gold) whose spans overlap, longest overlap first, the same value before another."""
    options = []
    for i, p in enumerate(predicted):
        for j, g in enumerate(gold):
            shared = min(p[1], g[1]) - max(p[0], g[0])
            if shared > 0:
                options.append((-shared, p[3] != g[3], i, j))
    used, pairs = (set(), set()), []
    for _, _, i, j in sorted(options):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((i, j))
    return pairs


def f1(hits, predicted, gold):
    precision, recall = hits / predicted if predicted else 0.0, hits / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def main(argv):
    if argv[:1] == ["--articles"] and len(argv) == 2:
        for name, published, text, _ in read_folder(argv[1]).values():
            print(json.dumps({"id": name, "published": published, "lang": "de", "text": text}, ensure_ascii=False))
        return 0
    half = argv[argv.index("--half") + 1] if "--half" in argv else None
    paths = [a for a in argv if not a.startswith("--") and a != half]
    if len(paths) != 2 or half not in (None, "learn", "check"):
        print(__doc__)
        return 2
    predictions, articles = read_predictions(paths[0]), read_folder(paths[1])
    found = right = predicted_total = gold_total = 0
    per_type = collections.defaultdict(lambda: [0, 0, 0, 0])
    for at, (name, (_, published, text, gold)) in enumerate(articles.items()):
        if half and (at % 2 == 0) != (half == "learn"):
            continue
        predicted = sorted(predictions.get(name, []))
        pairs = pair(predicted, gold)
        found += len(pairs)
        predicted_total += len(predicted)
        gold_total += len(gold)
        for p in predicted:
            per_type[p[2]][2] += 1
        for g in gold:
            per_type[g[2]][3] += 1
        for i, j in pairs:
            same = predicted[i][3] == gold[j][3]
            right += same
            per_type[gold[j][2]][0] += 1
            per_type[gold[j][2]][1] += same
            if not same and "--misses" in argv:
                report("VALUE", name, published, text, gold[j], predicted[i])
        if "--misses" in argv:
            for j in sorted(set(range(len(gold))) - {j for _, j in pairs}):
                report("MISS", name, published, text, gold[j], None)
            for i in sorted(set(range(len(predicted))) - {i for i, _ in pairs}):
                report("EXTRA", name, published, text, predicted[i], None)
    print(f"{paths[0]}{f' ({half} half)' if half else ''}: {gold_total} gold expressions, {predicted_total} predicted")
    print("  span             precision %.3f  recall %.3f  F1 %.3f" % f1(found, predicted_total, gold_total))
    print("  span and value   precision %.3f  recall %.3f  F1 %.3f" % f1(right, predicted_total, gold_total))
    if "--by-type" in argv:
        for kind, (spans, values, n_predicted, n_gold) in sorted(per_type.items()):
            print(f"    {kind:9s} gold {n_gold:4d}  predicted {n_predicted:4d}  found {spans:4d}  right {values:4d}")
    return 0


def report(what, name, published, text, one, other):
    around = text[max(0, one[0] - 45):one[0]], text[one[0]:one[1]], text[one[1]:one[1] + 30]
    line = ("%s[[%s]]%s" % around).replace("\n", " ")
    got = f" got {text[other[0]:other[1]]!r} {other[2]} {other[3]}" if other else ""
    print(f"{what} {name} {published} {one[2]} {one[3]}{got} | {line}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
