"""
Writes the cases of this folder. Decisions follow from the rules by reading the text; numbers come from plain Python on it, and check digits from the
published formulas. Run: python3 make_cases.py
"""
import json
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
PARAGRAPHS = [
    "The old bridge over the canal was repaired last spring, and the people who live near it have been walking there in the evening. They bring bread for "
    "the birds. Some of them sit on the stone wall and talk until it is dark.",
    "In summer a small market opens on the square beside the water. Farmers sell apples, honey and cheese to visitors that come by boat. The baker starts "
    "his work long before sunrise, because everybody wants fresh bread.",
    "When winter comes, the canal freezes and children skate from one village to another. Their parents watch with hot tea in their hands. Nobody is in a "
    "hurry on such a day.",
]
PROSE = "\n\n".join(PARAGRAPHS)


def write(name, kind, note, cases):
    with open(os.path.join(HERE, name + ".json"), "w", encoding="utf-8") as file:
        json.dump({"kind": kind, "note": note, "cases": cases}, file, ensure_ascii=False, indent=1)
        file.write("\n")


def letters(text):
    """The words with a letter, digit or number: those that are not punctuation."""
    return [word for word in text.split() if re.search(r"\w", word)]


# ---------------------------------------------------------------- profiles

def profile(name, drops, parameters=None, kept=None, text=None, prose=PROSE):
    documents = [{"id": "prose", "text": prose}] + [{"id": i, "text": t} for i, t, _, _ in drops]
    first = {"id": "prose", "kept": True, "text": text or prose}
    if kept:
        first["values"] = kept
    expected = [first]
    for i, _, reason, values in drops:
        one = {"id": i, "kept": False, "reason": reason}
        if values:
            one["values"] = values
        expected.append(one)
    return {"id": name, "parameters": {"profile": name, **(parameters or {})}, "documents": documents, "expected": expected}


def plain_value(document, values):
    return {"id": document, "kept": True, "values": values}


words = letters(PROSE)
mean = sum(map(len, PROSE.split())) / len(PROSE.split())
repeated = "\n\n".join([PARAGRAPHS[0]] * 3)
no_marks = "\n".join(" ".join(p.split()) + " and so on" for p in PARAGRAPHS)
no_stop_words = " ".join(["children skate across frozen water beside another village"] + [f"{a} {b}" for a in
                         "farmers visitors bakers parents sailors painters".split() for b in "watch carry paint build sell repair clean".split()])
thresholds = """dup_line_frac: 0.4
dup_n_grams:
- - 5
  - 0.2
line_punct_thr: 0.1
max_avg_word_length: 11
max_non_alpha_words_ratio: 0.7
min_avg_word_length: 3
new_line_ratio: 0.2
stopwords:
- the
- and
- it
top_n_grams:
- - 2
  - 0.3
"""
cases = [
    profile("datatrove", [
        ("two words", "Too short.", "top_2_gram", {"gopher_repetition.top_2_gram": 9 / 10}),
        ("paragraph three times", repeated, "dup_para_frac", {"gopher_repetition.dup_para_frac": 2 / 3}),
        ("paragraph alone", PARAGRAPHS[2], "gopher_short_doc", None)]),
    profile("datatrove", [("a", PARAGRAPHS[2], "gopher_short_doc", {"gopher_quality.words": len(PARAGRAPHS[2].split())})], {"word_splitter": "white_space"},
            {"gopher_quality.words": len(words), "gopher_quality.mean_word_length": mean, "gopher_quality.hash_word_ratio": 0}),
    profile("fineweb", [
        ("bracket", PROSE + "\nUse a { here as a sign.", "curly_bracket", None),
        ("lorem", PROSE + "\nHere stands lorem ipsum dolor sit amet.", "lorem_ipsum", None),
        ("no marks at line ends", no_marks, "line_punct_ratio", {"fineweb_quality.line_punct_ratio": 0}),
        ("few sentences", "\n".join(p.replace(". ", ", ") for p in PARAGRAPHS), "too_few_sentences", {"c4_quality.sentences": 3})],
        text="\n".join(["\n".join(PARAGRAPHS)])),
    profile("fineweb2", [
        ("three words", "One line here", "top_2_gram", {"gopher_repetition.top_2_gram": len("One line") / len("One line here")}),
        ("no marks at line ends", no_marks, "line_punct_ratio", {"fineweb_quality.line_punct_ratio": 0}),
        ("no stop words", no_stop_words + ".", "gopher_enough_stop_words", {"gopher_quality.stop_words": 0})],
        {"thresholds": thresholds, "word_splitter": "white_space"}),
    profile("gopher_paper", [
        ("two words", "Too short.", "gopher_short_doc", {"gopher_quality.words": 2, "gopher_quality.mean_word_length": 4.5}),
        ("no stop words", no_stop_words, "gopher_enough_stop_words", {"gopher_quality.stop_words": 0}),
        ("hash signs", PROSE + " #" * 20, "gopher_too_many_hashes", {"gopher_quality.hash_word_ratio": 20 / (len(PROSE.split()) + 20)})]),
    profile("dclm", [
        ("short", PARAGRAPHS[2], "page_length_filter", None),
        ("hash signs", PROSE + " #" * 20, "symbol_ratio_filter", None),
        ("no stop words", no_stop_words + ".", "stop_word_filter", None)]),
    profile("dolma", [
        ("short", "Too short.", "gopher_v1__word_count", {"gopher_v1__word_count": 2}),
        ("no stop words", no_stop_words, "gopher_v1__required_word_count", {"gopher_v1__required_word_count": 0}),
        ("blank lines", PROSE, "gopher_v1__fraction_of_duplicate_lines", {"gopher_v1__fraction_of_duplicate_lines": 2 / 5})],
        kept={"gopher_v1__word_count": len(PROSE.split())}, prose="\n".join(PARAGRAPHS)),
    profile("juicer", [
        ("short line", "Too short", "average_line_length_filter", None),
        ("few words", "Only five words stand here", "words_num_filter", None),
        ("signs", "*** *** *** *** --- --- --- --- === === ===", "alphanumeric_filter", None)]),
    profile("madlad", [
        ("short", "One sentence. And two.", "too_short", {"madlad.sentences": 2}),
        ("cursed", " ".join(["Get the free download here today."] * 3 + ["The old bridge was repaired last spring."] * 3), "too_many_questionable_sentences",
         {"madlad.sentences": 6, "madlad.questionable_ratio": 0.5})], {"cursed": ["free download"]}),
    profile("nemo", [
        ("short", PARAGRAPHS[2], "word_count", {"nemo_word_count.score": len(PARAGRAPHS[2].split())}),
        ("numbers", PROSE + " 1234567890" * 20, "numbers_ratio", None),
        ("lines three times", "\n".join([PARAGRAPHS[0]] * 3), "repeated_lines", None)]),
    profile("redpajama", [
        ("short", PARAGRAPHS[2], "rps_doc_word_count", {"rps_doc_word_count": len(letters(PARAGRAPHS[2]))}),
        ("hash signs", PROSE + " #" * 20, "rps_doc_symbol_to_word_ratio", None)]),
    profile("refinedweb", [
        ("short", PARAGRAPHS[2], "page_length_filter", None),
        ("capitals", PROSE + "\n" + PARAGRAPHS[1].upper(), "line_document_discarded", None)]),
]
ids = {}
for case in cases:
    ids[case["id"]] = ids.get(case["id"], 0) + 1
    if ids[case["id"]] > 1:
        case["id"] += " with white space"
edited = {"id": "refinedweb edits", "note": "A counter is a small part of the page: only its line goes.", "parameters": {"profile": "refinedweb"},
          "documents": [{"id": "counter", "text": PROSE + "\n3 likes"}], "expected": [{"id": "counter", "kept": True, "text": PROSE}]}
fineweb = {"id": "fineweb edits", "note": "Lines of less than three words, about cookies or javascript, and marks of citations go; blank lines too.",
           "parameters": {"profile": "fineweb"},
           "documents": [{"id": "lines", "text": PARAGRAPHS[0] + " [1]\nRead more\nPlease enable javascript to see it.\n" + PARAGRAPHS[1]
                          + "\nThis site uses cookies for you.\n" + PARAGRAPHS[2]}],
           "expected": [{"id": "lines", "kept": True, "text": PARAGRAPHS[0] + " \n" + "\n".join(PARAGRAPHS[1:])}]}
write("profile", "profile", "Every profile keeps the prose, and drops texts that break one rule of it.", cases + [edited, fineweb])

# ---------------------------------------------------------------- single filters

count = len(PARAGRAPHS[2].split())
filters = [
    {"id": f"words, at least {limit}", "parameters": {"filter": "WordCountFilter", "options": {"min": limit, "splitter": "white_space"}},
     "documents": [{"id": "d", "text": PARAGRAPHS[2]}], "expected": [{"id": "d", "kept": limit <= count, **({} if limit <= count else {"reason": "too_short"})}]}
    for limit in (count - 1, count, count + 1)
]
hashes = "word " * 18 + "# #"
filters += [
    {"id": f"hash signs, limit {limit}", "note": "2 of 20 words are hash signs; the limit is the last allowed value.",
     "parameters": {"filter": "GopherQualityFilter", "options": {"splitter": "white_space", "min_words": 0, "min_stop_words": 0, "max_symbol_word_ratio": limit,
                    "annotates": True}},
     "documents": [{"id": "d", "text": hashes}],
     "expected": [{"id": "d", "kept": kept, **({} if kept else {"reason": "gopher_too_many_hashes"}), "values": {"gopher_quality.hash_word_ratio": 0.1}}]}
    for limit, kept in ((0.1, True), (0.0999, False))
]
write("filter", "filter", "Limits of single filters: the last value that passes and the first one that does not.", filters)

# ---------------------------------------------------------------- personal data

def luhn(digits):
    total = 0
    for i, digit in enumerate(reversed(digits + "0")):
        value = int(digit) * (2 if i % 2 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def iban(country, account):
    number = "".join(str(int(c, 36)) for c in account + country + "00")
    return f"{country}{98 - int(number) % 97:02d}{account}"


def cpf(digits):
    for length in (9, 10):
        rest = sum(int(d) * (length + 1 - i) for i, d in enumerate(digits)) % 11
        digits += str(0 if rest < 2 else 11 - rest)
    return f"{digits[:3]}.{digits[3:6]}.{digits[6:9]}-{digits[9:]}"


def pesel(digits):
    return digits + str(-sum(int(d) * (1, 3, 7, 9)[i % 4] for i, d in enumerate(digits)) % 10)


def chinese(digits):
    return digits + "10X98765432"[sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(digits)) % 11]


def broken(value):
    """The value with another last digit."""
    at = max(i for i, c in enumerate(value) if c.isdigit())
    return value[:at] + str((int(value[at]) + 1) % 10) + value[at + 1:]


card = luhn("411111111111111")
dni = "12345678" + "TRWAGMYFPDXBNJZSQVHLCKE"[12345678 % 23]
nir = "1840675123456"
nir += f"{97 - int(nir) % 97:02d}"
kinds = [
    ("email", ["ann.lee@example.org", "müller@straße.example"], ["a@localhost", "no at sign"]),
    ("ip_address", ["8.8.8.8", "2001:4860:4860::8888"], ["192.168.1.1", "256.8.8.8", "127.0.0.1", "::1"]),
    ("phone", ["+49 30 1234567", "(212) 555-0143"], ["1234567"]),
    ("credit_card", [card, " ".join(card[i:i + 4] for i in range(0, 16, 4))], [broken(card)]),
    ("iban", [iban("DE", "370400440532013000")], [broken(iban("DE", "370400440532013000"))]),
    ("us_social_security_number", ["123-45-6789"], ["000-45-6789", "123-00-6789", "666-45-6789"]),
    ("french_social_security_number", [nir], [broken(nir)]),
    ("spanish_identity_number", [dni], [dni[:-1] + ("A" if dni[-1] != "A" else "B")]),
    ("brazilian_cpf", [cpf("111444777")], [broken(cpf("111444777"))]),
    ("polish_pesel", [pesel("4405140135")], [broken(pesel("4405140135"))]),
    ("chinese_identity_number", [chinese("11010519491231002")], [broken(chinese("11010519491231002")[:-1]) + "X"]),
]
token = {"us_social_security_number": "<NATIONAL_ID>", "french_social_security_number": "<NATIONAL_ID>", "spanish_identity_number": "<NATIONAL_ID>",
         "brazilian_cpf": "<NATIONAL_ID>", "polish_pesel": "<NATIONAL_ID>", "chinese_identity_number": "<NATIONAL_ID>"}
cases = []
for kind, valid, invalid in kinds:
    documents, expected = [], []
    for i, value in enumerate(valid + invalid):
        text = f"水 Here: {value} , and then more."
        documents.append({"id": f"d{i}", "text": text})
        at = text.index(value)
        found = i < len(valid)
        expected.append({"id": f"d{i}", "kept": True, "spans": [[at, at + len(value), kind]] if found else [],
                         "text": text.replace(value, token.get(kind, f"<{kind.upper()}>")) if found else text})
    cases.append({"id": kind, "parameters": {"kinds": [kind]}, "documents": documents, "expected": expected})
text = "Write to ann@example.org or bob@example.org, from 8.8.8.8 or 192.168.0.7."
documents = [{"id": "d", "text": text}]
one = {"id": "d", "kept": True}
cases += [
    {"id": "replacements in turn", "parameters": {"replacements": {"email": ["first@x.example", "second@x.example"]}}, "documents": documents,
     "expected": [{**one, "text": "Write to first@x.example or second@x.example, from <IP_ADDRESS> or 192.168.0.7.", "values": {"personal_data_count": 3}}]},
    {"id": "private addresses too", "parameters": {"kinds": ["ip_address"], "public_addresses_only": False}, "documents": documents,
     "expected": [{**one, "text": text.replace("8.8.8.8", "<IP_ADDRESS>").replace("192.168.0.7", "<IP_ADDRESS>")}]},
    {"id": "tag", "parameters": {"action": "tag"}, "documents": documents, "expected": [{**one, "text": text, "values": {"personal_data_count": 3}}]},
    {"id": "drop", "parameters": {"action": "drop"}, "documents": documents + [{"id": "clean", "text": "Nothing here."}],
     "expected": [{"id": "d", "kept": False, "reason": "personal_data"}, {"id": "clean", "kept": True, "text": "Nothing here."}]},
    {"id": "drop from three", "parameters": {"drop_from": 3}, "documents": documents, "expected": [{"id": "d", "kept": False, "reason": "personal_data"}]},
    {"id": "drop from four", "parameters": {"drop_from": 4}, "documents": documents, "expected": [{**one, "values": {"personal_data_count": 3}}]},
]
write("personal_data", "personal_data", "Numbers with check digits by the published formulas, and the same ones with a wrong digit. Places are code points.", cases)

# ---------------------------------------------------------------- decontamination

def normal(text):
    return re.sub(r"\d+", "0", re.sub(r"[^\w\s]", "", text.lower())).split()


def grams(words, size):
    return [" ".join(words[i:i + size]) for i in range(len(words) - size + 1)]


def index(items, size, queries, overlaps):
    known = {}
    for item in items:
        label, query = normal(item["text"]), normal(item.get("query", ""))
        found = grams(label, size) + (grams(query, size) if queries else [])
        if overlaps:
            found += [" ".join(query[len(query) - size + i:] + label[:i]) for i in range(1, size) if len(query) >= size - i and len(label) >= i]
        for gram in found:
            known.setdefault(gram, []).append(item["id"])
    return known


items = [{"id": "q1", "task": "quiz", "query": "Which river flows through the city of Vienna?", "text": "The Danube flows through Vienna from west to east."},
         {"id": "q2", "task": "sums", "query": "What is the sum of 17 and 25 in words?", "text": "It is forty two."}]
pool = [{"id": "answer", "text": "As we know, THE DANUBE flows through Vienna, from west to east and then on."},
        {"id": "query", "text": "He asked: which river flows through the city of Vienna? No answer came."},
        {"id": "overlap", "text": "the city of Vienna? The Danube flows"},
        {"id": "numbers", "text": "what is the sum of 99 and 3 in words"},
        {"id": "clean", "text": "A garden with apple trees and a small pond behind the house."},
        {"id": "empty", "text": ""}]
cases = []
for size in (5, 6):
    for queries in (False, True):
        for overlaps in (False, True):
            known = index(items, size, queries, overlaps)
            expected = []
            for document in pool:
                hits = [gram for gram in grams(normal(document["text"]), size) if gram in known]
                one = {"id": document["id"], "kept": not hits, "values": {"contamination.matches": len(hits), "contamination.ngram": hits[0] if hits else None}}
                if hits:
                    one["reason"] = "contaminated"
                    one["values"]["contamination.item"] = known[hits[0]][0]
                    one["values"]["contamination.task"] = next(item["task"] for item in items if item["id"] == known[hits[0]][0])
                expected.append(one)
            cases.append({"id": f"{size}-grams, queries {queries}, overlaps {overlaps}",
                          "parameters": {"words": size, "include_queries": queries, "include_overlaps": overlaps}, "benchmarks": items, "documents": pool,
                          "expected": expected})
line = "The old bridge over the canal was repaired last spring by ten men."
items = [{"id": "p1", "task": "lines", "text": line}, {"id": "p2", "task": "lines", "text": "Too short a line to count."}]
pool = [{"id": "line", "text": "Before.\n" + line + "\nAfter."}, {"id": "inside", "text": "Before. " + line}, {"id": "case", "text": line.upper()},
        {"id": "short", "text": "Too short a line to count."}]
cases.append({"id": "lines of 13 words", "note": "Dolma's rule: a whole line of 13 words or more, as it is.", "parameters": {"rule": "dolma"}, "benchmarks": items,
              "documents": pool, "expected": [{"id": d["id"], "kept": d["id"] != "line", **({"reason": "contaminated"} if d["id"] == "line" else {})} for d in pool]})
item = " ".join(f"word{c}" for c in "abcdefghijklmnopqrst")
items = [{"id": "s", "task": "shares", "text": item}]
pool = [{"id": f"first {n} words", "text": " ".join(item.split()[:n])} for n in (16, 17, 20)]
total = len(grams(item.split(), 8))
cases.append({"id": "share of an item", "note": "13 different 8-grams; 70 % of them are 9.1.", "parameters": {"rule": "overlap_share", "min_share": 0.7},
              "benchmarks": items, "documents": pool, "expected": [
                  {"id": d["id"], "kept": (share := len(grams(d["text"].split(), 8)) / total) < 0.7, **({} if share < 0.7 else {"reason": "contaminated"}),
                   "values": {"contamination.share": share}} for d in pool]})
write("decontamination", "decontamination", "N-grams in the normal form, by Python's dictionaries.", cases)
