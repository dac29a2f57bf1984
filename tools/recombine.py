#!/usr/bin/env python3
"""Make many articles of the sentences of few, to see how a project file bears a large number.

    recombine.py COUNT ARTICLES.jsonl… > many.jsonl

Each article has 6 to 18 sentences of different articles of one language, a day within two years, one of forty outlets. The
same COUNT and files give the same bytes.
"""
import datetime
import json
import random
import re
import sys


def main(argv):
    if len(argv) < 2 or not argv[0].isdigit():
        print(__doc__, file=sys.stderr)
        return 2
    pools = {}
    for path in argv[1:]:
        for line in open(path, encoding="utf-8"):
            article = json.loads(line)
            sentences = re.split(r"(?<=[a-zäöüß][.!?])\s+(?=[A-ZÄÖÜ„\"])", article["text"].replace("\n", " "))
            pools.setdefault(article.get("lang") or "de", []).extend(s for s in sentences if 40 <= len(s) <= 400)
    chance = random.Random(7)
    first = datetime.date(2023, 1, 1)
    for number in range(int(argv[0])):
        lang = chance.choice(sorted(pools))
        text = "\n\n".join(
            " ".join(chance.choice(pools[lang]) for _ in range(chance.randint(2, 6))) for _ in range(3))
        record = {"id": f"r{number:06}", "title": f"{chance.choice(pools[lang])[:60]} {number}", "text": text,
                  "published": str(first + datetime.timedelta(chance.randrange(730))), "lang": lang,
                  "source": f"Outlet {chance.randrange(40)}", "url": f"https://example.invalid/{number}"}
        print(json.dumps(record, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
