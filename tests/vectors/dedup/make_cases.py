"""Writes the cases of this folder. All expectations come from plain Python on the texts: no hashes, no bands, no index. Run: python3 make_cases.py"""
import json
import math
import os
import random
import re
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))


def write(kind, note, cases):
    with open(os.path.join(HERE, kind + ".json"), "w", encoding="utf-8") as file:
        json.dump({"kind": kind, "note": note, "cases": cases}, file, ensure_ascii=False, indent=1)
        file.write("\n")


def docs(*texts, **fields):
    return [dict(id=f"d{i}", text=text, **{name: values[i] for name, values in fields.items() if values[i] is not None}) for i, text in enumerate(texts)]


# ---------------------------------------------------------------- exact and other clusters

def group(documents, key, earlier=(), only_earlier=False, priority=None):
    """Clusters of equal keys; a key of None is compared with nothing."""
    known = {}
    for document in earlier:
        if key(document) is not None:
            known.setdefault(key(document), document["id"])
    clusters = {}
    for document in documents:
        if key(document) is not None:
            clusters.setdefault(key(document), []).append(document)
    kept, lists, survivors = [d["id"] for d in documents], [], {}
    for value, members in clusters.items():
        if value in known:
            survivor, gone = "earlier " + known[value], members
        elif only_earlier or len(members) == 1:
            continue
        else:
            order = sorted(members, key=lambda d: -d.get(priority, -math.inf)) if priority else members
            survivor, gone = order[0]["id"], [d for d in members if d["id"] != order[0]["id"]]
        kept = [i for i in kept if i not in [d["id"] for d in gone]]
        survivors.update({d["id"]: survivor for d in members})
        lists.append([d["id"] for d in members])
    return {"kept": kept, "clusters": lists, "survivors": survivors}


def white(text):
    return " ".join(text.split())


def plain(text):
    """The normal form of ASCII letters, punctuation and numbers."""
    return white(re.sub(r"\d+([.,]\d+)*", "0", re.sub(r"[^\w\s.,]", "", text.lower())).replace(".", "").replace(",", ""))


texts = ["The lamp  is lit.", "The lamp is lit.", "the LAMP is lit.", "The lamp, is lit!", "The lamp is lit.", "Another text", "", ""]
cases = []
for form, normal in (("unchanged", lambda t: t), ("white_space", white), ("case_and_white_space", lambda t: white(t.lower())), ("simplified", plain)):
    d = docs(*texts)
    cases.append({"id": f"text, {form}", "parameters": {"form": form}, "documents": d, "expected": group(d, lambda x: normal(x["text"]))})
d = [docs("one", "two", "one"), [{"id": "e0", "text": "two"}, {"id": "e1", "text": "one"}, {"id": "e2", "text": "three"}]]
cases.append({"id": "two files", "parameters": {}, "documents": d, "expected": group(d[0] + d[1], lambda x: x["text"])})
d = docs("a", "a", "a", "b", quality=[0.2, 0.9, None, 0.5])
cases.append({"id": "priority", "note": "The highest quality stays; a document without it comes last.", "parameters": {"priority": "quality"}, "documents": d,
              "expected": group(d, lambda x: x["text"], priority="quality")})
d = docs("x", "y", "z", "w", source=["s1", "s2", "s1", None])
cases.append({"id": "annotation", "parameters": {"key": "annotation", "annotation": "source"}, "documents": d, "expected": group(d, lambda x: x.get("source"))})
d = docs("x", "y", "z", "w", url=["https://Example.com/a", "https://example.com/a#part", "https://example.com/b", None])
cases.append({"id": "address", "note": "Case of the host and the fragment do not count.", "parameters": {"key": "url"}, "documents": d,
              "expected": group(d, lambda x: x["url"].lower().split("#")[0] if "url" in x else None)})
earlier = [{"id": "old", "text": "seen"}, {"id": "older", "text": "also seen"}]
d = docs("seen", "new", "new", "seen")
for mode in ("corpus_and_indexes", "only_indexes"):
    cases.append({"id": f"index, {mode}", "parameters": {"index_mode": mode}, "earlier": earlier, "documents": d,
                  "expected": {k: v for k, v in group(d, lambda x: x["text"], earlier, mode == "only_indexes").items() if mode != "only_indexes" or k == "kept"}})
write("exact", "Equal keys, grouped by a dictionary.", cases)

# ---------------------------------------------------------------- MinHash and SimHash

words = "river stone bridge lantern orchard harbor meadow copper valley window garden candle winter summer market school letter travel silver engine".split()
draw = random.Random(5)


def prose(count):
    return " ".join(draw.choice(words) + str(draw.randrange(1000)) + "x" for _ in range(count))


def shingles(text, size):
    parts = text.split()
    return {" ".join(parts[i:i + size]) for i in range(len(parts) - size + 1)}


def jaccard(a, b):
    return len(a & b) / len(a | b)


def letters(text):
    return re.sub(r"\d", lambda m: "abcdefghij"[int(m.group())], text)


base, other = letters(prose(40)), letters(prose(40))
near = base.split()
near[-1] = "changed"
near = " ".join(near)
half = " ".join(base.split()[:20] + other.split()[20:])
cases = []
d = docs(base, other, base.upper() + "!", "a b", "a b", other + ".")
for preset in ("datatrove", "fast"):
    cases.append({"id": f"same normal form, {preset}", "note": "Shingles are those of the normal form: similarity 1 or 0. Two words have no shingle of five.",
                  "parameters": {"preset": preset, "bands": 3}, "documents": d, "expected": group(d, lambda x: plain(x["text"]) if len(x["text"].split()) >= 5 else None)})
pair = {"kept": ["d0", "d2", "d3"], "clusters": [["d0", "d1"]], "survivors": {"d0": "d0", "d1": "d0"}, "matched": {"d0": "d1", "d1": "d0"},
        "similarity": {"d0": jaccard(shingles(base, 5), shingles(near, 5)), "d1": jaccard(shingles(base, 5), shingles(near, 5))}}
d = docs(base, near, half, other)
assert jaccard(shingles(base, 5), shingles(half, 5)) < 0.3 and jaccard(shingles(other, 5), shingles(half, 5)) < 0.4
cases.append({"id": "verified similarity", "note": "Eight bands of one row make the pair with a similarity of 0.94 a candidate, up to 1 in 10^9. The "
              "verification keeps pairs of 0.8 or more.", "parameters": {"bands": 8, "rows": 1, "min_similarity": 0.8}, "documents": d, "expected": pair})
d = docs(base, half)
cases.append({"id": "below the verified similarity", "parameters": {"bands": 8, "rows": 1, "min_similarity": 0.8}, "documents": d,
              "expected": {"kept": ["d0", "d1"], "clusters": []}})
d = docs("abc abc abc", "abc abc abc", "abc abc abd")
cases.append({"id": "characters", "note": "All shingles of three characters are equal, or the texts differ in one.", "parameters":
              {"preset": "nemo", "shingle_size": 3, "bands": 8, "rows": 1, "min_similarity": 1.0}, "documents": d,
              "expected": {"kept": ["d0", "d2"], "clusters": [["d0", "d1"]], "similarity": {"d0": 1, "d1": 1}}})
d = docs(other, base)
cases.append({"id": "index", "parameters": {"bands": 3}, "earlier": [{"id": "old", "text": base}], "documents": d,
              "expected": {"kept": ["d0"], "survivors": {"d1": "earlier old"}, "matched": {"d1": "earlier old"}}})
write("minhash", "Similarities of sets of shingles, by Python's sets.", cases)

cases = []
d = docs(base, other, base, base.upper(), "")
for preset in ("text_dedup", "data_juicer"):
    same = group(d, lambda x: (x["text"].lower()) if x["text"] else None)
    cases.append({"id": f"equal words, {preset}", "note": "Texts with the same words in lower case have equal fingerprints; the others differ in about half of "
                  "the bits.", "parameters": {"preset": preset}, "documents": d, "expected": {**same, "similarity": {"d0": 1, "d2": 1, "d3": 1}}})
d = docs(base, base + " " + letters(prose(4)), other)
cases.append({"id": "distance 0", "note": "With a distance of 0 only equal fingerprints match.", "parameters": {"max_distance": 0, "blocks": 1},
              "documents": docs(base, other, base), "expected": {"kept": ["d0", "d1"], "clusters": [["d0", "d2"]]}})
write("simhash", "Texts with equal shingles.", cases)

# ---------------------------------------------------------------- substrings

def ranges(marks):
    found, start = [], None
    for i, mark in enumerate(marks + [False]):
        if mark and start is None:
            start = i
        elif not mark and start is not None:
            found.append([start, i])
            start = None
    return found


def to_points(text, spans):
    """Byte ranges as ranges of the code points that they hold completely."""
    starts, at = [], 0
    for character in text:
        starts.append(at)
        at += len(character.encode())
    starts.append(at)
    points = []
    for start, end in spans:
        inside = [i for i in range(len(text)) if starts[i] >= start and starts[i + 1] <= end]
        if inside:
            points.append([inside[0], inside[-1] + 1])
    return points


def substrings(documents, length, copies="later", least=2):
    windows = {}
    for number, document in enumerate(documents):
        data = document["text"].encode()
        for i in range(len(data) - length + 1):
            windows.setdefault(data[i:i + length], []).append((number, i))
    spans = {}
    for number, document in enumerate(documents):
        data = document["text"].encode()
        marks = [False] * len(data)
        for i in range(len(data) - length + 1):
            places = windows[data[i:i + length]]
            if len(places) >= least and (copies == "all" or places[0] != (number, i)):
                marks[i:i + length] = [True] * length
        points = to_points(document["text"], ranges(marks))
        if points:
            spans[document["id"]] = points
    return spans


def left(documents, spans):
    texts = {}
    for document in documents:
        if document["id"] in spans:
            rest, at = "", 0
            for start, end in spans[document["id"]]:
                rest, at = rest + document["text"][at:start], end
            rest = (rest + document["text"][at:]).strip()
            texts[document["id"]] = rest if rest else None
    return texts


cases = []
licence = "All rights reserved by the author of this page."
d = docs(licence + " First.", "Second. " + licence + " More.", "Nothing in common at all", licence)
for length in (20, 40):
    spans = substrings(d, length)
    cases.append({"id": f"notice, {length} bytes", "parameters": {"min_length": length}, "documents": d,
                  "expected": {"spans": spans, "sources": {i: ["d0"] * len(s) for i, s in spans.items()}, "texts": left(d, spans)}})
spans = substrings(d, 20, "all")
cases.append({"id": "all copies", "parameters": {"min_length": 20, "copies": "all"}, "documents": d, "expected": {"spans": spans, "texts": left(d, spans)}})
d = docs("ab" * 12, "-" * 30, "unique words here", "-" * 9)
cases.append({"id": "short periods", "parameters": {"min_length": 8}, "documents": d, "expected": {"spans": substrings(d, 8)}})
d = docs("Über den Fluß 🦀 ging die Brücke 水の上", "x Über den Fluß 🦀 ging die Brücke 水の中", "éé🦀🦀éé", "zéé🦀🦀éz")
cases.append({"id": "code points stay whole", "parameters": {"min_length": 9}, "documents": d, "expected": {"spans": substrings(d, 9)}})
d = docs("one two three", "one two three four", "one two three four five")
cases.append({"id": "at least three copies", "parameters": {"min_length": 8, "min_copies": 3}, "documents": d,
              "expected": {"spans": substrings(d, 8, least=3)}})
d = docs("short", "short")
cases.append({"id": "shorter than the window", "parameters": {"min_length": 6}, "documents": d, "expected": {"spans": {}}})
draw = random.Random(11)
d = docs(*("".join(draw.choice("ab") for _ in range(draw.randrange(5, 60))) for _ in range(12)))
cases.append({"id": "random texts of two letters", "parameters": {"min_length": 9}, "documents": d, "expected": {"spans": substrings(d, 9)}})
write("substring", "Windows that occur earlier, by a dictionary of all windows.", cases)

# ---------------------------------------------------------------- sentences and lines

def sentence_parts(text):
    """Sentences end after . ! ? before white space, which belongs to the next one."""
    ends = [m.start() for m in re.finditer(r"(?<=[.!?])(?=\s)", text)] + [len(text)]
    parts, at = [], 0
    for end in ends:
        if end > at:
            parts.append((at, end))
        at = end
    return parts


def line_parts(text):
    parts, at = [], 0
    for line in text.splitlines(True):
        parts.append((at, at + len(line)))
        at += len(line)
    return parts


def sentences(documents, window, parts, earlier=(), only_earlier=False):
    known = {}
    for document in earlier:
        for key, _ in windows_of(document["text"], window, parts):
            known.setdefault(key, None)
    spans = {}
    for document in documents:
        marked = set()
        for key, numbers in windows_of(document["text"], window, parts):
            if key in known:
                marked.update(numbers)
            elif not only_earlier:
                known[key] = None
        if marked:
            spans[document["id"]] = [list(parts(document["text"])[number]) for number in sorted(marked)]
    return spans


def windows_of(text, window, parts):
    places = parts(text)
    for i in range(len(places) - window + 1):
        yield tuple(plain(text[s:e]) for s, e in places[i:i + window]), range(i, i + window)


story = "The river rose at night. Nobody slept. The bridge held. Morning came slowly."
cases = []
d = docs(story, "At first it rained. THE RIVER rose, at night. Nobody slept! The bridge held. Then the sun shone.", "Nobody slept. The bridge held.")
for window in (1, 2, 3):
    spans = sentences(d, window, sentence_parts)
    cases.append({"id": f"windows of {window}", "parameters": {"window_sentences": window, "sentence_splitter": "white_space"}, "documents": d,
                  "expected": {"spans": spans, "texts": left(d, spans)}})
d = docs("menu\nhome\nStory one here\n", "menu\nhome\nStory two here\n", "home\nmenu")
for window in (1, 2):
    spans = sentences(d, window, line_parts)
    cases.append({"id": f"lines, windows of {window}", "parameters": {"window_sentences": window, "unit": "lines"}, "documents": d,
                  "expected": {"spans": spans, "texts": left(d, spans)}})
earlier = [{"id": "old", "text": "The bridge held. Morning came slowly."}]
d = docs("It rained. The bridge held. Morning came slowly.", "A new day. It was fine.", "A new day. It was fine.")
for only in (False, True):
    spans = sentences(d, 2, sentence_parts, earlier, only)
    cases.append({"id": f"index, only against it: {only}", "parameters": {"window_sentences": 2, "sentence_splitter": "white_space", "only_against_index": only},
                  "earlier": earlier, "documents": d, "expected": {"spans": spans}})
write("sentence", "Windows of sentences or lines in the normal form, by a dictionary.", cases)


def lines(documents, scope="corpus", kept=1, least=2):
    places = {}
    for document in documents:
        if scope == "site" and "url" not in document:
            continue
        host = document["url"].split("/")[2] if scope == "site" else ""
        at = 0
        for line in document["text"].split("\n"):
            end = min(len(document["text"]), at + len(line) + 1)
            form = re.sub(r"\d", "0", line.strip().lower())
            if form:
                places.setdefault((host, form), []).append((document["id"], at, end))
            at = end
    marked = {}
    for copies in places.values():
        if len(copies) >= least:
            for name, start, end in copies[kept:]:
                marked.setdefault(name, []).append((start, end))
    spans = {}
    for document in documents:
        if document["id"] in marked:
            marks = [False] * len(document["text"])
            for start, end in marked[document["id"]]:
                marks[start:end] = [True] * (end - start)
            spans[document["id"]] = ranges(marks)
    return spans


cases = []
d = docs("Home\nPage 12\nA story.", "home \nPage 7\nAnother story.", "HOME\nA third story.\n", "Nothing shared")
for parameters in ({"scope": "corpus"}, {"scope": "corpus", "kept_copies": 2}, {"scope": "corpus", "kept_copies": 0, "min_copies": 3}):
    spans = lines(d, kept=parameters.get("kept_copies", 1), least=parameters.get("min_copies", 2))
    cases.append({"id": " ".join(f"{k} {v}" for k, v in parameters.items()), "parameters": parameters, "documents": d,
                  "expected": {"spans": spans, "texts": left(d, spans)}})
d = docs("Footer of the site\nOne", "Footer of the site\nTwo", "Footer of the site\nThree", "Footer of the site\nFour",
         url=["https://a.example/1", "https://b.example/1", "https://a.example/2", None])
spans = lines(d, "site")
cases.append({"id": "by site", "parameters": {"scope": "site"}, "documents": d, "expected": {"spans": spans, "sources": {"d2": ["d0"]}, "texts": left(d, spans)}})
write("line", "Lines of the same host in lower case, digits as 0, by a dictionary.", cases)

# ---------------------------------------------------------------- Bloom filters

def bloom(documents, size, least, threshold, unit, earlier=()):
    seen = set()
    kept, texts = [], {}
    for known, document in [(True, x) for x in earlier] + [(False, x) for x in documents]:
        total = found = 0
        rest = []
        for line in ([document["text"]] if unit == "document" else document["text"].split("\n")):
            parts = line.split()
            grams = [tuple(parts[i:i + size]) for i in range(len(parts) - size + 1)] if len(parts) >= size else [tuple(parts)] if len(parts) >= least else []
            hits = sum(gram in seen for gram in grams)
            seen.update(grams)
            total, found = total + len(grams), found + hits
            if unit == "document" or not grams or not hits / len(grams) > threshold:
                rest.append(line)
        if known:
            continue
        if unit == "paragraph" or total == 0 or not found / total > threshold:
            kept.append(document["id"])
        if len(rest) < len(document["text"].split("\n")) and unit != "document":
            texts[document["id"]] = "\n".join(rest).strip() or None
    return kept, texts


cases = []
d = docs("the quick brown fox jumps over the lazy dog\na second line of other words", "something new at the start of it\nthe quick brown fox jumps over the lazy dog",
         "the quick brown fox jumps over the lazy dog", "two words", "two words")
for unit in ("both", "paragraph", "document"):
    kept, texts = bloom(d, 3, 2, 0.8, unit)
    cases.append({"id": f"unit {unit}", "parameters": {"expected_ngrams": 10000, "false_positive_rate": 1e-9, "unit": unit, "ngram_words": 3, "min_words": 2,
                  "word_splitter": "white_space"}, "documents": d, "expected": {"kept": kept, "texts": texts}})
for threshold in (0.2, 0.5):
    kept, texts = bloom(d, 2, 1, threshold, "both")
    cases.append({"id": f"threshold {threshold}", "parameters": {"expected_ngrams": 10000, "false_positive_rate": 1e-9, "threshold": threshold, "ngram_words": 2,
                  "min_words": 1, "word_splitter": "white_space", "parts": 4}, "documents": d, "expected": {"kept": kept, "texts": texts}})
earlier = [{"id": "old", "text": "a b c d e"}]
d = docs("a b c d e", "a b c x y", "f g h i j")
kept, texts = bloom(d, 2, 1, 0.8, "document", earlier)
cases.append({"id": "a known filter", "parameters": {"expected_ngrams": 10000, "false_positive_rate": 1e-9, "unit": "document", "ngram_words": 2, "min_words": 1,
              "word_splitter": "white_space"}, "earlier": earlier, "documents": d, "expected": {"kept": kept}})
write("bloom", "N-grams in a Python set. The filters are so large that a false positive has a probability below 1 in 10^6.", cases)

# ---------------------------------------------------------------- embeddings

def unit_vector(vector):
    length = math.sqrt(sum(x * x for x in vector))
    return [x / length for x in vector]


def semantic(documents, epsilon, order):
    vectors = {d["id"]: unit_vector(d["embedding"]) for d in documents}
    centroid = unit_vector([sum(x) for x in zip(*vectors.values())])
    cosine = lambda a, b: sum(x * y for x, y in zip(a, b))
    ids = [d["id"] for d in documents]
    if order != "first":
        ids = sorted(ids, key=lambda i: cosine(vectors[i], centroid) * (1 if order == "hard" else -1))
    gone, nearest, similarity = set(), {}, {}
    for i, name in enumerate(ids):
        if i:
            best = max(ids[:i], key=lambda j: cosine(vectors[name], vectors[j]))
            nearest[name], similarity[name] = best, cosine(vectors[name], vectors[best])
            if similarity[name] >= 1 - epsilon:
                gone.add(name)
    survivors = {}
    for name in sorted(gone):
        survivors[name] = nearest[name]
        while survivors[name] in gone:
            survivors[name] = nearest[survivors[name]]
        survivors[survivors[name]] = survivors[name]
    clusters = [[d["id"] for d in documents if survivors.get(d["id"]) == survivor] for survivor in sorted(set(survivors.values()))]
    return {"kept": [d["id"] for d in documents if d["id"] not in gone], "survivors": survivors, "clusters": clusters, "nearest": nearest,
            "nearest_similarity": similarity}


cases = []
d = docs("a", "b", "c", "d", "e", embedding=[[1, 0.02, 0], [2, 0, 0], [0, 1, 0.3], [0, 3, 1.2], [0.2, 0.1, 5]])
for order in ("hard", "easy", "first"):
    for epsilon in (0.001, 0.01):
        cases.append({"id": f"{order}, epsilon {epsilon}", "note": "One cluster: its centroid is the normalized sum of the normalized vectors.", "parameters":
                      {"dimension": 3, "clusters": 1, "epsilon": epsilon, "kept": order}, "documents": d, "expected": semantic(d, epsilon, order)})
write("semantic", "Cosines of all pairs in double precision.", cases)
