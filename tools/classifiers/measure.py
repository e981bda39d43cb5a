"""Measure `tribune train` and `tribune classify` on rows left out: by folds, or one group (a repository) at a time.

usage: measure.py TRIBUNE DATA.jsonl [--folds 5] [--run N] [--group repo] [--leave-group-out]

Prints one JSON line per fold, as `train` says of the rows it learned from and as the rows left out say, then the whole;
with --group also the mean over the groups of macro F1. Folds are dealt by label and group, in the file's order.
"""

import argparse
import collections
import json
import os
import subprocess
import tempfile


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tribune")
    parser.add_argument("data")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--run", type=int, help="only so many of the folds")
    parser.add_argument("--group")
    parser.add_argument("--leave-group-out", action="store_true")
    asked = parser.parse_args()
    with open(asked.data, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    folds = dealt(rows, asked)
    said = []
    for fold in sorted(set(folds))[: asked.run]:
        learned = [row for row, place in zip(rows, folds) if place != fold]
        left_out = [row for row, place in zip(rows, folds) if place == fold]
        with tempfile.TemporaryDirectory() as folder:
            data, model = os.path.join(folder, "data.jsonl"), os.path.join(folder, "model")
            with open(data, "w", encoding="utf-8") as file:
                file.writelines(json.dumps(row) + "\n" for row in learned)
            trained = run([asked.tribune, "train", "--data", data, "--out", model], "")
            lines = "".join(json.dumps({k: row[k] for k in ("id", "text", "title") if k in row}) + "\n" for row in left_out)
            answers = run([asked.tribune, "classify", "--model", model], lines)
        pairs = list(zip(left_out, answers))
        print(json.dumps({"fold": fold, "train": trained[0], **quality(pairs)}), flush=True)
        said += pairs
    whole = quality(said)
    if asked.group:
        groups = collections.defaultdict(list)
        for row, answer in said:
            groups[row[asked.group]].append((row, answer))
        whole["mean_over_groups"] = round(sum(quality(pairs)["macro_f1"] for pairs in groups.values()) / len(groups), 4)
    print(json.dumps(whole))


def dealt(rows, asked):
    if asked.leave_group_out:
        return [row[asked.group] for row in rows]
    seen, folds = collections.Counter(), []
    for row in rows:
        key = (row["label"], row.get(asked.group))
        folds.append(seen[key] % asked.folds)
        seen[key] += 1
    return folds


def run(command, given):
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def quality(pairs):
    gold = collections.Counter(row["label"] for row, _ in pairs)
    said = collections.Counter(answer["label"] for _, answer in pairs)
    hits = collections.Counter(row["label"] for row, answer in pairs if row["label"] == answer["label"])
    f1 = sum(2 * hits[label] / (gold[label] + said[label]) for label in gold) / len(gold)
    sure = [row["label"] == answer["label"] for row, answer in pairs if not answer.get("unsure")]
    return {
        "rows": len(pairs),
        "accuracy": round(sum(hits.values()) / len(pairs), 4),
        "macro_f1": round(f1, 4),
        "sure_share": round(len(sure) / len(pairs), 4),
        "accuracy_of_sure": round(sum(sure) / max(1, len(sure)), 4),
    }


main()
