#!/usr/bin/env python3
"""Measure forecasts on ICEWS14 and fail where they are worse than they must be.

    forecast_floor.py DEMARCHE ICEWS14
"""
import subprocess
import sys

# Of each tier: least MRR and H@10, most calibration error, seconds and megabytes; least share of top answers with a cited event.
FLOORS = {
    "full": {"MRR": 0.485, "H@10": 0.68, "error": 0.02, "seconds": 60, "MB": 700},
    "fast": {"MRR": 0.443, "H@10": 0, "error": 0.02, "seconds": 5, "MB": 200},
}
CITED = 99.5


def main():
    program, data = sys.argv[1:]
    worse = []
    for tier, floors in FLOORS.items():
        told = subprocess.run([program, "eval", "forecast", "--data", data, "--tier", tier], check=True, capture_output=True, text=True)
        print(told.stdout)
        row = next(line for line in told.stdout.splitlines() if line.startswith(f"| demarche, {tier} tier"))
        _, _, mrr, _, _, hits, error, cited, seconds, megabytes, _ = (cell.strip() for cell in row.split("|"))
        found = {"MRR": mrr, "H@10": hits, "error": error, "seconds": seconds, "MB": megabytes}
        for what, floor in floors.items():
            value = float(found[what])
            if value < floor if what in ("MRR", "H@10") else value > floor:
                worse.append(f"{tier}: {what} {value}, must be {floor}")
        if float(cited.split()[0]) < CITED:
            worse.append(f"{tier}: {cited} of top answers with a cited event")
        counts = [line.split("|") for line in told.stdout.splitlines() if line.startswith(("| climatology", "| last value", "| exponential", "| demarche |"))]
        ours = next(row for row in counts if row[1].strip() == "demarche")
        for row in counts:
            if row is not ours and (float(ours[2]) >= float(row[2]) or float(ours[3]) >= float(row[3])):
                worse.append(f"counts no better than by {row[1].strip()}")
    print("\n".join(worse))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
