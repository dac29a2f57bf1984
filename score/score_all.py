#!/usr/bin/env python3
"""Build the release, code, link and parse the hand-coded material beside the checkout, and print the scores as tables.

    score_all.py [--readme] [SHARED]

SHARED is the folder with gold/, score/, seeds/ and data/ (by default ../shared beside the checkout). It is no part of the
project: where it is missing there is nothing to score, and the program says so. With --readme the tables also go into
README.md, between its marks.

Rows, rules and weights were learnt on the halves marked `learn`; of those marked `check` only totals were looked at.
"""
import collections
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEVELS = ("passage", "type", "actors", "status")
# Gold file, and how many of its articles, from the first, are the half to learn from.
HALVES = (("de-news-dev", 12), ("de-wikinews-dev", 18))
LANGUAGES = {"de": "German", "en": "English"}
# Stories on which the weights of linking were only checked, and of whose coding only totals were looked at.
CHECK_STORIES = ("serbia-kosovo", "nile-dam")
# Mentions with a hand-coded time below which their share says nothing.
FEW = 10
# Treebanks with the language of their sentences; of the English EWT the part that nothing was fitted on.
TREES = (("UD_German-GSD", "de", "*"), ("UD_German-PUD", "de", "*"), ("UD_English-EWT", "en", "*dev*"), ("UD_English-PUD", "en", "*"))
MEASURES = ("finite", "predicate", "lemma", "passive", "subject", "accusative", "dative", "oblique", "clause")


MARKS = ("<!-- scores -->\n", "<!-- end of scores -->\n")
SAID = []


def say(text):
    print(text, flush=True)
    SAID.append(text)


def write_readme():
    path = ROOT / "README.md"
    before, rest = path.read_text(encoding="utf-8").split(MARKS[0])
    _, after = rest.split(MARKS[1])
    path.write_text(before + MARKS[0] + "\n".join(SAID).strip() + "\n" + MARKS[1] + after, encoding="utf-8")


def build():
    """Builds what is scored; returns the folder of the programs."""
    subprocess.run(["cargo", "build", "--release", "--quiet", "--workspace", "--bins", "--examples"], cwd=ROOT, check=True)
    metadata = subprocess.run(["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=ROOT, check=True, capture_output=True)
    return pathlib.Path(json.loads(metadata.stdout)["target_directory"]) / "release"


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def sets(shared, scratch):
    """Name, half, input files and gold files of each set."""
    gold = shared / "gold"
    seeds = sorted((shared / "seeds").glob("*.txt"))
    coders = sorted(gold.glob("de-seeds.*.jsonl"))
    if seeds and coders:
        yield "seeds, mean of two coders", "learn", seeds, coders
    for name, learnt in HALVES:
        path = gold / f"{name}.jsonl"
        if not path.exists():
            continue
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for half, part in (("learn", lines[:learnt]), ("check", lines[learnt:])):
            cut = scratch / f"{name}-{half}.jsonl"
            cut.write_text("".join(part), encoding="utf-8")
            yield name, half, [cut], [cut]
    yield from stories(gold / "stories", scratch)


def stories(folder, scratch):
    """The sets of the written stories, by language and half: each event's mentions as those of their articles. When an event
    really took place is more than its passages tell, so that times are left out."""
    if not folder.is_dir():
        return
    told = collections.defaultdict(list)
    for event in map(json.loads, (folder / "events.jsonl").open(encoding="utf-8")):
        sides = {field: event[field] for field in ("type", "actors", "recipients", "symmetric")}
        for mention in event["mentions"]:
            told[mention["doc"]].append({**sides, **mention, "time": None})
    halves = collections.defaultdict(list)
    for article in map(json.loads, (folder / "articles.jsonl").open(encoding="utf-8")):
        # Titles are not coded.
        mentions = [m for m in told[article["id"]] if m["quote"] in article["text"]]
        half = "check" if article["story"] in CHECK_STORIES else "learn"
        halves[article["lang"], half].append(json.dumps({**article, "mentions": mentions}, ensure_ascii=False))
    for (lang, half), articles in sorted(halves.items(), key=lambda item: (item[0][0], item[0][1] != "learn")):
        if lang in LANGUAGES:
            cut = scratch / f"stories-{lang}-{half}.jsonl"
            cut.write_text("\n".join(articles), encoding="utf-8")
            yield f"stories, {LANGUAGES[lang]}", half, [cut], [cut]


def row(scorer, name, half, coded, golds):
    """One line of the table: means over the gold files."""
    predicted = scorer.read(str(coded))
    columns = []
    for gold in golds:
        wanted = scorer.read(str(gold))
        hits, found, total, _, counts = scorer.score(predicted, wanted, False, False)
        levels = [scorer.f1(hits[level], found, total) for level in range(4)]
        times = counts["time equal"] / counts["with gold time"] if counts["with gold time"] >= FEW else None
        spoken = counts["said_by right"] / counts["matched"] if counts["matched"] else None
        columns.append([total, *(f for _, _, f in levels[:3]), levels[2][0], levels[3][2], spoken, times])
    cells = [None if None in values else sum(values) / len(values) for values in zip(*columns)]
    written = ["–" if cell is None else f"{cell:.2f}" for cell in cells[1:]]
    say(f"| {name} | {half} | {cells[0]:.0f} | " + " | ".join(written) + " |")


def mentions(programs, shared, scratch):
    scorer = module(shared / "score" / "score_mentions.py")
    say("| articles | half | mentions | passage F1 | type F1 | actors F1 | actors precision | status F1 | speaker | time |")
    say("|---" * 10 + "|")
    for name, half, inputs, golds in sets(shared, scratch):
        coded = scratch / "coded.jsonl"
        command = [programs / "demarche", "code", "--quiet", "--format", "jsonl", "--output", coded, *inputs]
        subprocess.run(command, check=True)
        row(scorer, name, half, coded, golds)
        if len(golds) > 1:
            row(scorer, f"{name.split(',')[0]}, one coder against the other", "–", golds[0], golds[1:])


def linked(programs, shared, flags):
    """What score_link.py prints: for each group and measure its precision, recall and F1."""
    command = [sys.executable, ROOT / "score" / "score_link.py", shared / "gold", programs / "examples" / "link_gold", *flags]
    group, found = "", {}
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        if not line.startswith(" "):
            group = line.split(":")[0]
        elif " F1 " in line:
            words = line.split()
            found[group, words[0]] = [words[words.index(name) + 1] for name in ("precision", "recall", "F1")]
    return found


def linking(programs, shared):
    true, told = linked(programs, shared, []), linked(programs, shared, ["--told"])
    say("| hand-coded mentions of | half | events F1 | across languages F1 | events F1, times as told | across languages F1, times as told |")
    say("|---" * 6 + "|")
    for group in dict.fromkeys(group for group, _ in true if group != "threads"):
        half = "–" if group == "all" else "check" if group in CHECK_STORIES else "learn"
        cells = [run.get((group, measure), ["", "", "–"])[2] for run in (true, told) for measure in ("events", "languages")]
        say(f"| {group} | {half} | " + " | ".join(cells) + " |")
    own = linked(programs, shared, ["--own"])
    say("\n| events of the engine's own passages (German articles) | precision | recall | F1 |\n|---|---|---|---|")
    for measure, name in (("events", "of all hand-coded mentions"), ("(answered)", "of those that the engine finds")):
        say(f"| B³ {name} | " + " | ".join(own["all", measure]) + " |")
    say("\n| found in all of them | precision | recall | precision, times as told | recall, times as told |\n|---|---|---|---|---|")
    for measure in ("disputes", "predictions", "agreements"):
        say(f"| {measure} | " + " | ".join(cell for run in (true, told) for cell in run["threads", measure][:2]) + " |")


def dates(programs, shared, scratch):
    gold, rival = (shared / "data" / "dates" / name for name in ("KRAUTS_Dolomiten-100", "KRAUTS_Dolomiten-100_Heideltime"))
    scorer = [sys.executable, ROOT / "score" / "score_dates.py"]
    articles = subprocess.run([*scorer, "--articles", gold], check=True, capture_output=True).stdout
    found = scratch / "times.jsonl"
    with found.open("wb") as out:
        subprocess.run([programs / "examples" / "code_times"], input=articles, stdout=out, check=True)
    say("| times | half | span F1 | span and value F1 |\n|---|---|---|---|")
    for name, predicted in (("demarche", found), ("HeidelTime, as shipped with the set", rival)):
        for half in ("learn", "check"):
            scored = subprocess.run([*scorer, predicted, gold, "--half", half], check=True, capture_output=True, text=True)
            cells = [line.split("F1")[1].strip() for line in scored.stdout.splitlines() if " F1 " in line]
            say(f"| {name} | {half} | " + " | ".join(cells) + " |")


def speakers(programs, shared):
    """Who says what by which word, in speeches (score_speakers.py)."""
    gold, command = shared / "data" / "attribution" / "spkatt2023-train", [sys.executable, ROOT / "score" / "score_speakers.py"]
    say("| speeches | half | cues F1 | with source F1 | needed cues F1 | with source: precision | recall | F1 |")
    say("|---" * 8 + "|")
    for half in ("learn", "check"):
        scored = subprocess.run([*command, gold, programs / "examples" / "code_records", "--half", half], check=True, capture_output=True, text=True)
        found = [[line.split(f"{name} ")[1].split()[0] for name in ("precision", "recall", "F1")] for line in scored.stdout.splitlines() if " F1 " in line]
        cells = [found[0][2], found[1][2], found[2][2], *found[3]]
        say(f"| SpkAtt-2023 | {half} | " + " | ".join(cells) + " |")


def parses(programs, shared, scratch):
    say("| trees | " + " | ".join(MEASURES) + " |")
    say("|---" * (len(MEASURES) + 1) + "|")
    for bank, code, part in TREES:
        for trees in sorted((shared / "data" / "treebanks" / bank).glob(f"{part}.conllu")):
            parsed = scratch / "parsed.jsonl"
            with trees.open("rb") as source, parsed.open("wb") as out:
                subprocess.run([programs / "examples" / "parse_conllu", code], stdin=source, stdout=out, check=True)
            scored = subprocess.run([sys.executable, ROOT / "score" / "score_parse.py", parsed, trees], check=True,
                                    capture_output=True, text=True)
            found = {line.split()[0]: line.split("F1")[1].split()[0] for line in scored.stdout.splitlines() if " F1 " in line}
            say(f"| {trees.stem} | " + " | ".join(found.get(measure, "–") for measure in MEASURES) + " |")


def sentences(programs, shared):
    """English sentences with one marked event, and with a marked source and target (score_plover.py)."""
    say("| half | records: type F1 | triple F1 | pairs: found | accuracy | accuracy of found |")
    say("|---" * 6 + "|")
    for half in ("learn", "check"):
        command = [sys.executable, ROOT / "score" / "score_plover.py", programs / "examples" / "code_records", shared / "gold", "--half", half]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        marked = [line.split("F1")[1].strip() for line in lines if "marked" in line and " F1 " in line]
        words = lines[-1].split()
        say(f"| {half} | " + " | ".join([*marked, words[words.index("found") + 1], words[words.index("accuracy") + 1], words[-1]]) + " |")


def main(argv):
    flags = [a for a in argv if a.startswith("-")]
    paths = [a for a in argv if not a.startswith("-")]
    if flags not in ([], ["--readme"]) or len(paths) > 1:
        print(__doc__)
        return 2
    shared = pathlib.Path(paths[0] if paths else ROOT.parent / "shared").resolve()
    if not (shared / "gold").is_dir() or not (shared / "score").is_dir():
        print(f"there is no hand-coded material in {shared}: nothing was scored (it is no part of the project)")
        return 0
    programs = build()
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        say("**Mentions**\n")
        mentions(programs, shared, scratch)
        if (shared / "gold" / "en-plover-records.json").exists():
            say("\n**English sentences**\n")
            sentences(programs, shared)
        say("\n**Linking**\n")
        linking(programs, shared)
        if (shared / "data" / "dates").is_dir():
            say("\n**Expressions of time**\n")
            dates(programs, shared, scratch)
        if (shared / "data" / "attribution" / "spkatt2023-train").is_dir():
            say("\n**Speakers**\n")
            speakers(programs, shared)
        else:
            print(f"there are no speeches in {shared / 'data' / 'attribution'}: speakers were not scored")
        if (shared / "data" / "treebanks").is_dir():
            say("\n**Clauses**, F1 in percent\n")
            parses(programs, shared, scratch)
    if flags:
        write_readme()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
