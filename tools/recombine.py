#!/usr/bin/env python3
"""Make many articles of the sentences of few, to see how a project file bears a large number.

    recombine.py COUNT ARTICLES.jsonl… > many.jsonl

Each article has 6 to 18 sentences of different articles of one language, a day within two years, one of forty outlets. In
half of the articles each state is another one, by the tables of the languages, so that many pairs of actors occur. The same
COUNT and files give the same bytes.
"""
import datetime
import json
import pathlib
import random
import re
import sys

LANGUAGES = pathlib.Path(__file__).parents[1] / "lang"


class States:
    """The names, adjectives, demonyms and capitals of a language's states, and the text with others in their place."""

    def __init__(self, lang):
        rows = (line.split("\t") for line in (LANGUAGES / lang / "states.tsv").open(encoding="utf-8"))
        rows = (row for row in rows if len(row) > 4 and not row[0].startswith(("#", "code")))
        # The first form of each kind; of adjectives the endings stay.
        self.forms = [[cell.split("|")[0] for cell in row[1:5]] for row in rows]
        self.forms = [forms for forms in self.forms if all(len(form) > 3 for form in forms)]
        self.places = {form: (at, kind) for at, forms in enumerate(self.forms) for kind, form in enumerate(forms)}
        longest = sorted(self.places, key=len, reverse=True)
        self.pattern = re.compile(r"\b(" + "|".join(map(re.escape, longest)) + ")(?=e?[nsmr]?\\b)")

    def moved(self, text, by):
        def other(match):
            at, kind = self.places[match[1]]
            return self.forms[(at + by) % len(self.forms)][kind]

        return self.pattern.sub(other, text)


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
    states = {lang: States(lang) for lang in sorted(pools)}
    chance = random.Random(7)
    first = datetime.date(2023, 1, 1)
    for number in range(int(argv[0])):
        lang = chance.choice(sorted(pools))
        text = "\n\n".join(
            " ".join(chance.choice(pools[lang]) for _ in range(chance.randint(2, 6))) for _ in range(3))
        title, by = chance.choice(pools[lang])[:60], chance.choice([0, chance.randrange(1000)])
        title, text = (states[lang].moved(part, by) for part in (title, text))
        record = {"id": f"r{number:06}", "title": f"{title} {number}", "text": text,
                  "published": str(first + datetime.timedelta(chance.randrange(730))), "lang": lang,
                  "source": f"Outlet {chance.randrange(40)}", "url": f"https://example.invalid/{number}"}
        print(json.dumps(record, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
