#!/usr/bin/env python3
"""Collects text in the languages of the model from sources under permissive licences: corpus.py PACKAGES TRAIN OUT

PACKAGES holds one Debian package and three wheels (README.md names them and every licence); TRAIN is the folder of the sets marked
`train` that hold everyday English. OUT gets one <code>.txt per language, a message a line, without markup, placeholders and whatever
was left in English. Of the translations installed on this machine only PostgreSQL's are read."""

import glob
import json
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile

LANGUAGES = """en ar az be bg bn ca cs da de el es et eu fa fi fr gu he hi hr hu hy is it ja ka ko lt lv mr ms nl no pa pl pt ro
ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh""".split()
GETTEXT = {"no": ["nb", "nn", "nb_NO", "nn_NO"], "pt": ["pt", "pt_BR", "pt_PT"], "zh": ["zh_CN", "zh_Hans"], "tl": ["tl", "fil"], "en": [],
           "sl": ["sl", "sl_SI"], "hr": ["hr", "hr_HR"], "bg": ["bg", "bg_BG"], "is": ["is", "is_IS"], "hi": ["hi", "hi_IN"]}
POSTGRESQL = "psql pg_* postgres initdb libpq*".split()
CLDR = {"no": ["no", "nb"], "tl": ["fil"]}
EVERYDAY = """banking77 clinc150 vader_tweets vader_amazonReviewSnippets vader_movieReviewSnippets vader_nytEditorialSnippets
senti4sd sms_spam""".split()
CLDR_TAGS = set("annotation language territory displayName currency unitPattern day month dayPeriod relative".split())


def gettext_pairs(data):
    """(original, translation) of a compiled message catalogue."""
    if len(data) < 28:
        return
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, originals, translations = struct.unpack(order + "III", data[8:20])

    def text(table, index):
        length, start = struct.unpack(order + "II", data[table + 8 * index:table + 8 * index + 8])
        return data[start:start + length]

    for index in range(count):
        try:
            yield text(originals, index).decode(), text(translations, index).decode()
        except UnicodeDecodeError:
            continue


def catalogues(packages, locale):
    """The compiled catalogues of one locale: PostgreSQL's on this machine, then those of the wheels."""
    for name in POSTGRESQL:
        for path in sorted(glob.glob(f"/usr/share/locale/{locale}/LC_MESSAGES/{name}-[0-9][0-9].mo")):
            with open(path, "rb") as file:
                yield file.read()
    for path in sorted(glob.glob(os.path.join(packages, "*.whl"))):
        archive = zipfile.ZipFile(path)
        for name in sorted(archive.namelist()):
            if f"/{locale}/LC_MESSAGES/" in name and name.endswith(".mo"):
                yield archive.read(name)


def gettext(packages, locale):
    for data in catalogues(packages, locale):
        for original, translation in gettext_pairs(data):
            known = original.split("\0")
            if original:
                yield from (form for form in translation.split("\0") if form not in known)


def gettext_originals(packages):
    for locale in ("de", "fr", "ja"):
        for data in catalogues(packages, locale):
            for original, _ in gettext_pairs(data):
                if original.isascii():
                    yield from original.split("\x04")[-1].split("\0")


def unpack(packages, name):
    found = glob.glob(os.path.join(packages, name + "_*.deb"))
    if not found:
        return None
    out = os.path.join(packages, name)
    if not os.path.isdir(out):
        subprocess.run(["dpkg-deb", "-x", found[0], out], check=True)
    return out


def cldr(packages, code):
    common = os.path.join(unpack(packages, "unicode-cldr-core"), "usr/share/unicode/cldr/common")
    for path in sorted(glob.glob(f"{common}/main/{code}.xml") + glob.glob(f"{common}/annotations*/{code}.xml")):
        for element in ET.parse(path).getroot().iter():
            if element.tag in CLDR_TAGS and element.text and len(element.text) > 1:
                yield from (re.sub(r"\{\d\}|\d|↑", "", part) for part in element.text.split("|"))


def everyday(train):
    for name in EVERYDAY:
        for line in open(os.path.join(train, name + ".jsonl"), encoding="utf-8"):
            yield json.loads(line)["text"]


def clean(text):
    text = re.sub(r"<[^>]*>|\{[^}]*\}|%[\w.$-]*|&[\w.;]*|\$\{?\w+\}?|https?:\S+|\S+@\S+|\\[ntr]|--?[\w-]+=?"
                  r"|[\w./]*/[\w./]*|\b\w*[_=]\w*\b", " ", text)
    return re.sub(r"\s+", " ", re.sub(r"_|&|\xad", "", text)).strip()


def main():
    packages, train, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    english = set()
    for language in LANGUAGES:
        sources = [cldr(packages, code) for code in CLDR.get(language, [language])]
        sources += [gettext(packages, locale) for locale in GETTEXT.get(language, [language])]
        if language == "en":
            sources += [gettext_originals(packages), everyday(train)]
        seen = {}
        for source in sources:
            for text in map(clean, source):
                if len(text) > 1 and re.search(r"[^\W\d]", text) and (language == "en" or text not in english):
                    seen[text] = True
        if language == "en":
            english = set(seen)
        with open(os.path.join(out, language + ".txt"), "w", encoding="utf-8") as file:
            file.writelines(text + "\n" for text in seen)
        print(language, len(seen), flush=True)


main()
