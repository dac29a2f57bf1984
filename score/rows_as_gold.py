#!/usr/bin/env python3
"""rows_as_gold.py LANG: the example sentences of a language's trigger rows as gold records, to standard output.

Each example is an article of one sentence whose mentions are those that the row says it must give; the quotation is the
whole sentence. Standard library only.
"""
import glob
import json
import os
import sys

ROOT = os.path.join(os.path.dirname(__file__), "..")


def mention(text, example):
    act, _, speakers = text.partition(" said ")
    head, _, recipients = act.replace(" <> ", " > ").partition(" > ")
    recipients, _, status = recipients.rpartition(" ")
    kind, _, actors = head.partition(" ")
    codes = lambda side: [a for a in side.split(", ") if a not in ("-", "")]
    return {"quote": example, "type": kind, "mode": None, "actors": codes(actors), "recipients": codes(recipients),
            "symmetric": " <> " in act, "status": status, "historical": False, "said_by": codes(speakers), "time": None}


def main(lang):
    for path in sorted(glob.glob(f"{ROOT}/lang/{lang}/triggers-*.tsv")):
        rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8") if line[0] not in "#\n"]
        for number, row in enumerate(rows[1:]):
            example, expect = row[9], row[10]
            wanted = [] if expect == "none" else [mention(m, example) for m in expect.split("; ")]
            name = f"{os.path.basename(path)}:{number}"
            print(json.dumps({"id": name, "title": "", "published": "2024-06-15", "lang": lang, "text": example, "mentions": wanted}, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
