#!/usr/bin/env python3
"""Retold beside other open programs that find articles alike: CPU seconds, MB per CPU second, pairs linked, true pairs among them.

The others link whole documents whose sets of word 5-grams are alike (MinHash); none says which passages two documents share. So this compares what
can be compared: which pairs of articles each one links. Pairs of clusters count as linked.

    python3 -m venv VENV && VENV/bin/pip install rensa datasketch gaoya text-dedup
    cargo build --release
    VENV/bin/python eval/peers/peers.py ARTICLES.jsonl TRUTH.jsonl --retold target/release/retold

ARTICLES.jsonl has uniform records (`id`, `text`). TRUTH.jsonl is either the `truth.jsonl` of `eval generate`, or lists pairs as `a`, `b` and
`shared_words`. Each program runs in a process of its own, on one thread where it lets itself be told; its CPU time holds reading the articles and
all of its threads, and for Python without the import of its modules, but for text-dedup, which is a command.
"""

import argparse
import importlib.metadata
import itertools
import json
import os
import pickle
import re
import resource
import subprocess
import sys
import tempfile
import time

PERMUTATIONS = 128
NGRAM = 5
WORD = re.compile(r"\w+")
THREADS = {name: "1" for name in ("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "TOKENIZERS_PARALLELISM")}


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def grams(text):
    words = WORD.findall(text.lower())
    return [" ".join(words[i : i + NGRAM]) for i in range(max(1, len(words) - NGRAM + 1))]


def run_rensa(texts, threshold):
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=bands(threshold))
    hashes = RMinHash.from_token_sets([grams(text) for text in texts], num_perm=PERMUTATIONS, seed=42)
    for i, of_text in enumerate(hashes):
        index.insert(i, of_text)
    for i, of_text in enumerate(hashes):
        yield from ((i, j) for j in index.query(of_text) if j > i and hashes[j].jaccard(of_text) >= threshold)


def run_datasketch(texts, threshold):
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    hashes = []
    for i, text in enumerate(texts):
        of_text = MinHash(num_perm=PERMUTATIONS)
        of_text.update_batch([gram.encode() for gram in set(grams(text))])
        hashes.append(of_text)
        index.insert(i, of_text)
    for i, of_text in enumerate(hashes):
        yield from ((i, j) for j in index.query(of_text) if j > i and hashes[j].jaccard(of_text) >= threshold)


def run_gaoya(texts, threshold):
    from gaoya.minhash import MinHashStringIndex

    of_band = PERMUTATIONS // bands(threshold)
    index = MinHashStringIndex(32, threshold, bands(threshold), of_band, None, "word", True, (NGRAM, NGRAM))
    for i, text in enumerate(texts):
        index.insert_document(i, text)
    for i, text in enumerate(texts):
        yield from ((i, j) for j in index.query(text) if j > i)


def bands(threshold):
    """Bands of equal size for which the probability of a link rises nearest to the threshold: (1/b)^(1/r)."""
    choices = [b for b in range(1, PERMUTATIONS + 1) if PERMUTATIONS % b == 0]
    return min(choices, key=lambda b: abs((1 / b) ** (b / PERMUTATIONS) - threshold))


IN_PYTHON = {"rensa": run_rensa, "datasketch": run_datasketch, "gaoya": run_gaoya}


def in_python(tool, articles, threshold, out):
    """Runs in the process of the tool: pairs and CPU seconds to a file."""
    __import__(tool)
    start = time.process_time()
    records = [(row["id"], row["text"]) for row in rows(articles)]
    ids = [article for article, _ in records]
    found = sorted({(ids[i], ids[j]) for i, j in IN_PYTHON[tool]([text for _, text in records], threshold)})
    cpu = time.process_time() - start
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"cpu": cpu, "pairs": found}, file)


def children(command, **more):
    """CPU seconds of a command and all it starts."""
    def spent():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = spent()
    done = subprocess.run(command, env={**os.environ, **THREADS}, capture_output=True, text=True, **more)
    if done.returncode not in (0, 2):
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-800:]}")
    return spent() - before


def text_dedup(articles, threshold, scratch):
    ids = [row["id"] for row in rows(articles)]
    plain = os.path.join(scratch, "plain.jsonl")
    with open(plain, "w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": row["text"]}) + "\n" for row in rows(articles))
    out = os.path.join(scratch, "deduplicated")
    command = [sys.executable, "-m", "text_dedup.minhash", "--path", "json", "--data_files", plain, "--split", "train", "--column", "text"]
    command += ["--output", out, "--cache_dir", os.path.join(scratch, "cache"), "--num_proc", "1", "--debug"]
    command += ["--ngram", str(NGRAM), "--num_perm", str(PERMUTATIONS), "--threshold", str(threshold)]
    cpu = children(command, cwd=scratch)
    with open(os.path.join(out, "uf.pkl"), "rb") as file:
        union = pickle.load(file)  # written by the command above
    clusters = {}
    for i in list(union.parent):
        clusters.setdefault(union.find(i), []).append(ids[int(i)])
    pairs = itertools.chain.from_iterable(itertools.combinations(sorted(c), 2) for c in clusters.values())
    return cpu, sorted(set(pairs))


def retold(program, articles, scratch):
    collection, tables = os.path.join(scratch, "news.retold"), os.path.join(scratch, "tables")
    cpu = children([program, "add", collection, articles])
    children([program, "export", collection, "--format", "jsonl", "-o", tables])
    pairs = [tuple(sorted((row["left"], row["right"]))) for row in rows(os.path.join(tables, "pairs.jsonl"))]
    return cpu, sorted(set(pairs))


def truth_pairs(path, least, ids):
    """True pairs of these articles that share at least so many words."""
    words = {}
    for row in rows(path):
        if row.get("type") == "pair":
            words[tuple(sorted((row["left"], row["right"])))] = row["words"]
        elif "a" in row:
            words[tuple(sorted((row["a"], row["b"])))] = row["shared_words"]
    return {pair for pair, shared in words.items() if shared >= least and ids.issuperset(pair)}


def measure(tool, options, scratch):
    if tool == "retold":
        return retold(options.retold, options.articles, scratch)
    if tool == "text-dedup":
        return text_dedup(options.articles, options.threshold, scratch)
    out = os.path.join(scratch, "found.json")
    children([sys.executable, __file__, options.articles, "-", "--only", tool, "--found", out, "--threshold", str(options.threshold)])
    with open(out, encoding="utf-8") as file:
        found = json.load(file)
    return found["cpu"], [tuple(sorted(pair)) for pair in found["pairs"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("truth")
    parser.add_argument("--retold", help="the program; without it the others alone are run")
    parser.add_argument("--threshold", type=float, default=0.5, help="Jaccard likeness from which the others link (default 0.5)")
    parser.add_argument("--only", action="append", help="run this one: retold, rensa, datasketch, gaoya, text-dedup")
    parser.add_argument("--found", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.found:
        return in_python(options.only[0], options.articles, options.threshold, options.found)
    megabytes = sum(len(row["text"].encode()) for row in rows(options.articles)) / 1e6
    ids = {row["id"] for row in rows(options.articles)}
    truths = {least: truth_pairs(options.truth, least, ids) for least in (8, 50, 200)}
    print(f"{megabytes:.1f} MB of text; true pairs that share 8, 50, 200 words and more: {', '.join(str(len(t)) for t in truths.values())}")
    print("| program | version | CPU s | MB per CPU s | pairs linked | true pairs of 8 words | of 50 | of 200 |\n|---|---|---|---|---|---|---|---|")
    for tool in options.only or ["retold", "rensa", "datasketch", "gaoya", "text-dedup"]:
        if tool == "retold" and not options.retold:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            cpu, pairs = measure(tool, options, scratch)
        found = set(pairs)
        shares = [f"{len(found & true)} ({len(found & true) / max(1, len(true)):.3f})" for true in truths.values()]
        version = "" if tool == "retold" else importlib.metadata.version(tool)
        print(f"| {tool} | {version} | {cpu:.1f} | {megabytes / max(cpu, 0.01):.2f} | {len(found)} | {' | '.join(shares)} |", flush=True)


if __name__ == "__main__":
    main()
