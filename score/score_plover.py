#!/usr/bin/env python3
"""Code English sentences whose event was marked by hand, and compare types and sides.

    score_plover.py CODE_RECORDS GOLD [--half learn|check] [--misses] [--judged FILE]

CODE_RECORDS is the built example `code_records`; GOLD the folder with en-plover-records.json and en-plv-train.tsv. Every other record
(the odd ones) is the half to learn from; of the others only totals are looked at, and --misses lists none of them. --judged writes the
features of the mentions that the marked words of the records say, with whether type and sides are right (for fit_confidence.py).

records  one event a sentence, its words marked. `marked`: the mention that its marked words say, else none; `all`: precision over
         all mentions of the sentence, though the gold tells one only. A triple is type, actor's and recipient's country.
pairs    a marked source and a marked target: the first mention that joins them (else one that has either on its side and the other
         open), and whether its type is right, what is planned being its promise as in the records; `found` is the share of pairs with such a
         mention.
"""
import argparse
import csv
import json
import pathlib
import re
import subprocess

OLDER = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
YIELD = ("CONCEDE", "RETREAT")
SPELT = {"ITL": "ITA", "JAP": "JPN"}


def coded(program, texts):
    """The mentions of each text."""
    lines = [json.dumps({"id": str(i), "text": text, "lang": "en", "published": "2024-06-15"}) + "\n" for i, text in enumerate(texts)]
    found = [[] for _ in texts]
    while True:
        run = subprocess.run([program], input="".join(lines), capture_output=True, text=True)
        bad = re.search(r"line: (\d+), cause: NoText", run.stderr)
        if not run.returncode or not bad:
            break
        record = json.loads(lines[int(bad[1]) - 1])
        lines[int(bad[1]) - 1] = json.dumps({**record, "text": "No text here at all."}) + "\n"
    for line in run.stdout.splitlines():
        mention = json.loads(line)
        found[int(mention["doc"])].append(mention)
    return found


def sides(record, side):
    told = record.get(side) or []
    told = [told] if isinstance(told, dict) else told
    return [] if isinstance(told, str) else [(SPELT.get(a["code"], a["code"]), a.get("sector") or "") for a in told]


def same(ours, gold):
    """Countries on one side: bodies by their kind, named rebels also where the gold has their country."""
    def fits(code, wanted):
        return code == wanted[0] or code.startswith("IGO:") and wanted[0] == "IGO" or code.startswith("NSA:") and wanted[1][:3] in ("REB", "UAF", "MIL", "CRM")
    return all(any(fits(c, w) for w in gold) for c in ours) and all(any(fits(c, w) for c in ours) for w in gold)


def codes(mention, side):
    return {a["code"] for a in mention[side]}


# By the codebook's ruling 1 what is to come keeps its type; the gold has the promise of it, or the threat.
PROMISED = {"AGREE": ("CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"),
            "THREATEN": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "REJECT")}


def is_kind(mention, kind):
    return mention["type"] == kind or mention["status"] == "planned" and mention["type"] in PROMISED.get(kind, ())


def triple(mention, record):
    actors, recipients = codes(mention, "actors"), codes(mention, "recipients")
    source, target = sides(record, "source"), sides(record, "target")
    if mention["symmetric"]:
        return same(actors | recipients, source + target)
    return same(actors, source) and same(recipients, target)


def marked(markup):
    """The text of the marked event words, as spans of the plain text."""
    plain, spans, at = "", [], 0
    for found in re.finditer(r"\(([A-Z/]+):\s*([^()]*)\)", markup):
        plain += markup[at:found.start()]
        if "EVT" in found[1]:
            spans.append((len(plain), len(plain) + len(found[2])))
        plain += found[2]
        at = found.end()
    return plain + markup[at:], spans


def scores(hits, found, gold):
    precision, recall = hits / max(found, 1), hits / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def records(options):
    gold = json.load(open(options.gold / "en-plover-records.json", encoding="utf-8"))
    chosen = [r for i, r in enumerate(gold) if options.half is None or (i % 2 == 1) == (options.half == "learn")]
    total = [0] * 6
    judged = open(options.judged, "w", encoding="utf-8") if options.judged else None
    for record, mentions in zip(chosen, coded(options.program, [r["text"] for r in chosen])):
        kind = OLDER.get(record["event"], record["event"])
        _, spans = marked(record["textInfo"]["markup"])
        own = [m for m in mentions if any(m["trigger"]["start"] < end and start < m["trigger"]["end"] for start, end in spans)]
        typed, whole = any(is_kind(m, kind) for m in mentions), any(is_kind(m, kind) and triple(m, record) for m in mentions)
        first = [is_kind(m, kind) for m in own][:1], [is_kind(m, kind) and triple(m, record) for m in own][:1]
        for m in own[:1] if judged else []:
            judged.write(json.dumps({"features": m["evidence"]["features"], "right": is_kind(m, kind) and triple(m, record)}) + "\n")
        total = [a + b for a, b in zip(total, (typed, whole, len(mentions), bool(own), sum(first[0]), sum(first[1])))]
        if options.misses and options.half == "learn" and not whole:
            print("--", kind, sides(record, "source"), ">", sides(record, "target"), "|", record["eventText"], "\n  ", record["text"])
            for m in mentions:
                print("     ", m["type"], codes(m, "actors"), "<>" if m["symmetric"] else ">", codes(m, "recipients"), m["status"], m["trigger"]["text"], m["evidence"]["row"])
    typed, whole, every, own, first, exact = total
    n = len(chosen)
    print(f"records {n}")
    for name, hits, found in (("type, all", typed, every), ("triple, all", whole, every), ("type, any mention", typed, n), ("type, marked", first, own), ("triple, any mention", whole, n), ("triple, marked", exact, own)):
        print(f"  {name:20} P %.3f R %.3f F1 %.3f" % scores(hits, found, n))


def place(row):
    """Spans of the marked source and target in the plain sentence."""
    text, spans, at = "", {}, 0
    for mark in re.finditer(r"</?([st])>", row["marked_sentence"]):
        text += row["marked_sentence"][at:mark.start()]
        spans.setdefault(mark[1], []).append(len(text))
        at = mark.end()
    text += row["marked_sentence"][at:]
    for mark, name in (("s", "source"), ("t", "target")):
        start = max(text.find(row[name]), 0)
        spans[mark] = spans[mark] if len(spans.get(mark, [])) == 2 else [start, start + len(row[name])]
    return text, spans


def joins(mention, spans, mentions):
    """2 where the mention has source and target on its two sides, 1 where one of them and the other side is open. A pronoun stands
    for what the sentence names elsewhere."""
    def overlaps(actor, span):
        return actor["start"] < span[1] and span[0] < actor["end"]

    def touches(side, span):
        named = {a["code"] for m in mentions for part in ("actors", "recipients", "said_by") for a in m[part] if overlaps(a, span)}
        return any(overlaps(a, span) or a["code"] in named for a in mention[side])
    best = 0
    turns = [("actors", "recipients")] + ([("recipients", "actors")] if mention["symmetric"] else [])
    for actors, recipients in turns:
        source, target = touches(actors, spans["s"]), touches(recipients, spans["t"])
        best = max(best, 2 if source and target else 1 if source and not mention[recipients] or target and not mention[actors] else 0)
    return best


def pairs(options):
    rows = list(csv.DictReader(open(options.gold / "en-plv-train.tsv", encoding="utf-8"), delimiter="\t"))
    rows = [r for i, r in enumerate(rows) if options.half is None or (i % 2 == 1) == (options.half == "learn")]
    placed = [place(r) for r in rows]
    right = found = both = 0
    for row, (text, spans), mentions in zip(rows, placed, coded(options.program, [p[0] for p in placed])):
        rated = sorted(((joins(m, spans, mentions), m) for m in mentions if joins(m, spans, mentions)), key=lambda x: -x[0])
        kind = rated[0][1]["type"] if rated else None
        wanted = YIELD if row["gold_root"] == "YIELD" else (row["gold_root"],)
        fits = bool(rated) and any(is_kind(rated[0][1], k) for k in wanted)
        found, right, both = found + bool(rated), right + fits, both + bool(rated and rated[0][0] == 2)
        if options.misses and options.half == "learn" and not fits:
            print("--", row["gold_root"], "got", kind, "|", row["marked_sentence"])
            for m in mentions:
                print("     ", m["type"], codes(m, "actors"), "<>" if m["symmetric"] else ">", codes(m, "recipients"), m["status"], m["trigger"]["text"], m["evidence"]["row"])
    n = len(rows)
    print(f"pairs {n}\n  found {found / n:.3f} (both sides {both / n:.3f})  accuracy {right / n:.3f}  of found {right / max(found, 1):.3f}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("gold", type=pathlib.Path)
    arguments.add_argument("--half", choices=("learn", "check"))
    arguments.add_argument("--misses", action="store_true")
    arguments.add_argument("--judged")
    options = arguments.parse_args()
    records(options)
    pairs(options)


main()
