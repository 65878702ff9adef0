#!/usr/bin/env python3
"""Checks the gold rows beside this file against the articles they were made from.

    python3 check.py DATA

DATA holds one folder per set with an `articles.jsonl` (`id`, `text`). For every *.jsonl here:

- each row is an object, ids are unique over all files, and `left` and `right` name rows that exist and are in the row's split;
- `text_sha256` is the SHA-256 of the article's whole text, `span_sha256` the first 16 hex digits of that of text[start:end];
- every pair `X_start`, `X_end` (and `start`, `end`) is a span inside the text that neither begins nor ends within a word
  (between a digit and a letter is allowed, as in "5km"), nor on white space;
- rows with a stretch (`type` = `stretch`, of the same file, or of `stretches.jsonl`, whose `covers` names the file) lie within it; no event is
  in two splits of one file, no article in two splits of `stretches.jsonl` and the files that it covers.

It prints the counts per file and split, and ends with 1 if something is wrong. Standard library only.
"""
import collections
import hashlib
import json
import pathlib
import sys


def sha(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def inside_word(text, at):
    if not 0 < at < len(text):
        return False
    a, b = text[at - 1], text[at]
    if a.isdigit() != b.isdigit():
        return False
    return a.isalnum() and b.isalnum()


def spans(row):
    for key in row:
        if key == "start" or key.endswith("_start"):
            end = key[: -len("start")] + "end"
            if end in row:
                yield key, row[key], row[end]


def belongs(row, only):
    """Whether a row is of the part that a stretch was read for: all rows, or labels that judge or keep distance, or hedges of some classes."""
    if only is None:
        return True
    if only == "loaded":
        return row.get("kind") == "loaded" or row.get("voice") == "distanced"
    return row.get("class") in only.split("-")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    data, here = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).resolve().parent
    files = {}
    wrong = []
    for path in sorted(here.glob("*.jsonl")):
        files[path.name] = []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                assert isinstance(row, dict)
            except (ValueError, AssertionError):
                wrong.append(f"{path.name}:{number}: not an object")
                continue
            files[path.name].append((f"{path.name}:{number}", row))
    everything = [(name, where, row) for name, rows in files.items() for where, row in rows]

    texts = {}
    for name in sorted({row["set"] for _, _, row in everything if "set" in row}):
        source = data / name / "articles.jsonl"
        if not source.exists():
            wrong.append(f"{source}: missing")
            continue
        with source.open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                texts[name, article["id"]] = article["text"]

    by_id = {}
    for _, where, row in everything:
        if "id" in row:
            if row["id"] in by_id:
                wrong.append(f"{where}: id {row['id']} twice")
            by_id[row["id"]] = row

    stretches = collections.defaultdict(list)
    for name, _, row in everything:
        key = row.get("set"), row.get("article")
        if row.get("type") == "stretch":
            stretches[(name, *key)].append((row["start"], row["end"], None))
        for covered in row.get("covers", ()):
            file, _, only = covered.partition("-")
            stretches[(f"{file}.jsonl", *key)].append((row["start"], row["end"], only or None))
    covered_files = {name for name, _, _ in stretches} & set(files)

    events = collections.defaultdict(set)
    hashes = {}
    for name, where, row in everything:
        if "event" in row:
            events[name, row.get("set"), row["event"]].add(row.get("split"))
        for side in ("left", "right"):
            if isinstance(row.get(side), str):
                other = by_id.get(row[side])
                if other is None:
                    wrong.append(f"{where}: {side} {row[side]} does not exist")
                elif other.get("split") != row.get("split"):
                    wrong.append(f"{where}: {side} {row[side]} is in another split")
        if "article" not in row:
            continue
        key = row.get("set"), row["article"]
        text = texts.get(key)
        if text is None:
            wrong.append(f"{where}: no article {key}")
            continue
        if key not in hashes:
            hashes[key] = sha(text)
        if "text_sha256" in row and row["text_sha256"] != hashes[key]:
            wrong.append(f"{where}: the article's text is another one")
            continue
        for field, start, end in spans(row):
            if start is None and end is None and field != "start":
                continue
            if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
                wrong.append(f"{where}: {field} is no span of the text")
                continue
            if row.get("type") != "stretch" and name != "stretches.jsonl":
                if inside_word(text, start) or inside_word(text, end):
                    wrong.append(f"{where}: {field} cuts a word")
                if text[start].isspace() or text[end - 1].isspace():
                    wrong.append(f"{where}: {field} has white space at an end")
            digest = row.get(field[: -len("start")] + "span_sha256")
            if digest is not None and digest != sha(text[start:end])[:16]:
                wrong.append(f"{where}: {field} holds another text")
        if name in covered_files and row.get("type") != "stretch" and "start" in row:
            own = stretches.get((name, *key), ())
            if not any(a <= row["start"] and row["end"] <= b and belongs(row, only) for a, b, only in own):
                wrong.append(f"{where}: outside the annotated stretch")
    by_article = collections.defaultdict(set)
    for name, _, row in everything:
        if name == "stretches.jsonl" or name in covered_files and "type" not in row:
            by_article[row.get("set"), row.get("article")].add(row.get("split"))
    wrong += [f"article {article}: in several splits" for article, splits in by_article.items() if len(splits) > 1]
    for (name, group, event), splits in events.items():
        if len(splits) > 1:
            wrong.append(f"{name}: event {group} {event} is in several splits")

    for name, rows in files.items():
        counts = collections.Counter((row.get("split", "-"), row.get("type") or row.get("class") or "row") for _, row in rows)
        print(f"{name}: {len(rows)} rows")
        for (split, kind), number in sorted(counts.items(), key=str):
            print(f"  {split:8} {kind:20} {number}")
    for line in wrong:
        print("WRONG", line)
    print(f"{len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
