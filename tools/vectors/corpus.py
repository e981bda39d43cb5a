"""Collect the texts that the word vectors are fitted on: one JSON object {"source","text"} per line.

Only texts whose licence lets a shipped model learn from them: the sets marked `train` in the data folder's README
(their labels are never read), and the English documentation of the Rust toolchain (MIT/Apache-2.0) and of the
pinned Python packages (BSD, Apache-2.0, PSF) that this tool needs anyway.

usage: corpus.py DATA_DIR RUST_DOC_DIR OUT.jsonl
"""

import ast
import glob
import gzip
import html
import json
import os
import random
import re
import sys

SETS = {
    "banking77": "banking77.jsonl",
    "clinc150": "clinc150.jsonl",
    "senti4sd": "senti4sd.jsonl",
    "vader": "vader_*.jsonl",
    "davidson": "davidson.jsonl",
    "sms": "sms_spam.jsonl",
    "youtube": "youtube_spam_0*.jsonl",
}
# A domain with very many rows must not drown the others.
ROWS_MAX = {"irc": 60_000, "rust": 25_000, "python": 35_000, "davidson": 12_000}
PACKAGES = ["numpy", "scipy", "sklearn", "torch", "transformers", "sympy", "networkx", "huggingface_hub"]


def main():
    data, rust, out = sys.argv[1:4]
    rng = random.Random(7)
    groups = {name: texts_of_set(data, pattern) for name, pattern in SETS.items()}
    groups["irc"] = texts_of_irc(data)
    groups["rust"] = texts_of_rust(rust)
    groups["python"] = texts_of_python()
    seen, total = set(), 0
    with open(out, "w", encoding="utf-8") as file:
        for name, texts in groups.items():
            unique = [t for t in dict.fromkeys(clean(t) for t in texts) if 2 <= len(t) and t not in seen]
            seen.update(unique)
            if len(unique) > ROWS_MAX.get(name, len(unique)):
                unique = rng.sample(unique, ROWS_MAX[name])
            # A part of a sentence is what a short message looks like.
            parts = [p for t in unique for p in crops(t, rng, 1 if name in ROWS_MAX else 2)]
            for kind, rows in ((name, unique), (name + "-part", list(dict.fromkeys(parts)))):
                for text in rows:
                    file.write(json.dumps({"source": kind, "text": text}, ensure_ascii=False) + "\n")
                total += len(rows)
                print(f"{kind}: {len(rows)}", file=sys.stderr)
    print(f"total: {total}", file=sys.stderr)


def clean(text):
    text = html.unescape(text)
    text = re.sub(r"https?://\S+|@\w+", " ", text)
    return re.sub(r"\s+", " ", text).strip()[:400]


def crops(text, rng, count):
    words = text.split()
    if len(words) < 6:
        return []
    found = []
    for _ in range(count):
        length = rng.randint(2, min(8, len(words) - 1))
        start = rng.randint(0, len(words) - length)
        found.append(" ".join(words[start : start + length]))
    return found


def texts_of_set(data, pattern):
    texts = []
    for path in sorted(glob.glob(os.path.join(data, pattern))):
        with open(path, encoding="utf-8") as file:
            texts += [json.loads(line)["text"] for line in file if line.strip()]
    return texts


def texts_of_irc(data):
    texts = []
    for path in sorted(glob.glob(os.path.join(data, "irc", "*.jsonl.gz"))):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                text = re.sub(r"^\S{1,16}[:,] ", "", row["text"])
                if row.get("kind") == "msg" and len(text.split()) >= 3:
                    texts.append(text)
    return texts


def texts_of_rust(root):
    texts = []
    for book in ["book", "cargo", "reference", "rustc", "nomicon", "clippy", "rust-by-example", "edition-guide", "error_codes"]:
        for path in sorted(glob.glob(os.path.join(root, book, "**", "*.html"), recursive=True)):
            if os.path.basename(path) in ("print.html", "toc.html"):
                continue
            with open(path, encoding="utf-8", errors="replace") as file:
                for block in re.findall(r"<(?:p|li|h1|h2|h3)[^>]*>(.*?)</(?:p|li|h1|h2|h3)>", file.read(), re.S):
                    texts += sentences(re.sub(r"<[^>]+>", "", block))
    return texts


def texts_of_python():
    roots = [os.path.dirname(os.__file__)]
    for name in PACKAGES:
        roots += [os.path.dirname(p) for p in glob.glob(os.path.join(sys.prefix, "lib", "python3*", "site-packages", name, "__init__.py"))]
    texts = []
    for root in roots:
        for path in sorted(glob.glob(os.path.join(root, "**", "*.py"), recursive=True)):
            if "/test" in path or ("site-packages" in path and root == roots[0]):
                continue
            try:
                tree = ast.parse(open(path, encoding="utf-8").read())
            except (SyntaxError, UnicodeDecodeError, ValueError):
                continue
            for node in ast.walk(tree):
                if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)):
                    doc = ast.get_docstring(node)
                    texts += sentences(doc.split("\n\n>>>")[0]) if doc else []
    return texts


def sentences(block):
    found = []
    for part in re.split(r"(?<=[.!?])\s+|\n\s*\n", block):
        words = part.split()
        letters = sum(c.isalpha() or c.isspace() for c in part)
        if 3 <= len(words) <= 40 and letters > 0.85 * len(part) and ">>>" not in part:
            found.append(" ".join(words))
    return found


main()
