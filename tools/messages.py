"""Keep the Chinese catalogues whole: `python tools/messages.py check | update [--prune] | compile`.

Each layer has one catalogue, `i18n/zh_CN/<layer>.po`, so that two people seldom edit the same one. `update` adds what
the code says and the catalogue lacks; a translator fills it in; `compile` merges all into the one `.mo` that ipdesk
reads, with the same bytes each time; `check` is run by the tests.
"""

import argparse
import ast
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "ipdesk"
CATALOGUES = ROOT / "i18n" / "zh_CN"
COMPILED = CATALOGUES / "LC_MESSAGES" / "ipdesk.mo"

# The header carries no dates and no names: equal catalogues make equal bytes.
HEADER = {
    "Project-Id-Version": "ipdesk",
    "Language": "zh_CN",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}

Key = tuple[str | None, str]  # context, msgid


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate and where the code says it."""

    key: Key
    plural: str | None
    where: str


def extract(path: Path, name: str) -> Iterator[Message | str]:
    """The messages of one source file; a `str` is a complaint about a call that nobody could translate."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), name)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        wanted = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}.get(node.func.id)
        if wanted is None or len(node.args) < wanted:
            continue
        texts = []
        for argument in node.args[:wanted]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                texts.append(argument.value)
            elif isinstance(argument, ast.JoinedStr | ast.BinOp):
                yield f"{name}:{node.lineno}: {node.func.id}() needs one plain text with named placeholders"
        if len(texts) < wanted:
            continue  # a variable: what it holds was marked by N_ where it was written
        if not texts[0]:
            yield f"{name}:{node.lineno}: {node.func.id}() of an empty text"
        elif node.func.id == "pgettext":
            yield Message((texts[0], texts[1]), None, name)
        else:
            yield Message((None, texts[0]), texts[1] if node.func.id == "ngettext" else None, name)


def extract_layers(code: Path = CODE) -> tuple[dict[str, dict[Key, list[Message]]], list[str]]:
    """What each layer says, in order of file and place, and the complaints."""
    layers: dict[str, dict[Key, list[Message]]] = {}
    complaints: list[str] = []
    for path in sorted(code.glob("*/**/*.py")):
        name = path.relative_to(code.parent).as_posix()
        layer = layers.setdefault(path.relative_to(code).parts[0], {})
        for found in extract(path, name):
            if isinstance(found, str):
                complaints.append(found)
            else:
                layer.setdefault(found.key, []).append(found)
    for layer in layers.values():
        for uses in layer.values():
            if len({use.plural for use in uses if use.plural is not None}) > 1:
                complaints.append(f"{uses[0].where}: two plurals of one text: {uses[0].key[1]!r}")
    return {name: layer for name, layer in layers.items() if layer}, complaints


def key_of(entry: polib.POEntry) -> Key:
    """What identifies an entry in a catalogue."""
    return entry.msgctxt, entry.msgid


def placeholders(text: str) -> set[str]:
    """The named placeholders of a text with their formats; a text that can't be filled gives `?`, unlike any other."""
    try:
        fields = [(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name is not None]
        return {f"{name}:{spec}" if spec else name for name, spec in fields}
    except ValueError:
        return {"?"}


def translations(entry: polib.POEntry) -> list[str]:
    """The translated text, for a plural all its forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def read_catalogues(folder: Path = CATALOGUES) -> dict[str, polib.POFile]:
    """Every layer's catalogue by the layer's name."""
    return {path.stem: polib.pofile(str(path), encoding="utf-8", wrapwidth=0) for path in sorted(folder.glob("*.po"))}


def check(code: Path = CODE, folder: Path = CATALOGUES, compiled: Path = COMPILED) -> list[str]:
    """All that keeps the catalogues from being whole, one sentence each; empty when they are."""
    layers, complaints = extract_layers(code)
    catalogues = read_catalogues(folder)
    said: dict[Key, tuple[str, list[str]]] = {}
    for layer in sorted(layers.keys() | catalogues.keys()):
        wanted = layers.get(layer, {})
        entries = {key_of(entry): entry for entry in catalogues.get(layer, ()) if not entry.obsolete}
        for key, uses in wanted.items():
            if key not in entries:
                complaints.append(f"{layer}.po: not there: {key[1]!r} ({uses[0].where})")
        for key, entry in entries.items():
            if key not in wanted:
                complaints.append(f"{layer}.po: no longer in the code: {key[1]!r}")
            complaints += check_entry(layer, entry)
            first = said.setdefault(key, (layer, translations(entry)))
            if first[1] != translations(entry):
                complaints.append(f"{layer}.po and {first[0]}.po translate differently: {key[1]!r} (use pgettext)")
    if not complaints and (not compiled.exists() or compiled.read_bytes() != to_bytes(catalogues)):
        complaints.append(f"{compiled.name} is older than the catalogues: python tools/messages.py compile")
    return complaints


def check_entry(layer: str, entry: polib.POEntry) -> list[str]:
    """What is wrong with one translation."""
    if entry.fuzzy:
        return [f"{layer}.po: unsure (fuzzy): {entry.msgid!r}"]
    texts = translations(entry)
    if not texts or not all(text.strip() for text in texts):
        return [f"{layer}.po: not translated: {entry.msgid!r}"]
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
    return [
        f"{layer}.po: placeholders differ, {sorted(wanted)} against {sorted(placeholders(text))}: {entry.msgid!r}"
        for text in texts
        if placeholders(text) != wanted
    ]


def update(code: Path = CODE, folder: Path = CATALOGUES, *, prune: bool = False) -> list[str]:
    """Bring each catalogue into the code's order and add what is missing; returns what a translator has to do.

    What the code no longer says stays at the end, unless `prune`. A text that another layer has translated is taken
    from there.
    """
    layers, complaints = extract_layers(code)
    old = read_catalogues(folder)
    known = {key_of(entry): entry for catalogue in old.values() for entry in catalogue if entry.translated()}
    for layer in sorted(layers.keys() | old.keys()):
        wanted = layers.get(layer, {})
        mine = {key_of(entry): entry for entry in old.get(layer, ()) if not entry.obsolete}
        new = polib.POFile(encoding="utf-8", wrapwidth=0)
        new.metadata = HEADER
        for key, uses in wanted.items():
            plural = next((use.plural for use in uses if use.plural is not None), "")
            kept = mine.get(key) or known.get(key)
            entry = polib.POEntry(msgctxt=key[0], msgid=key[1], msgid_plural=plural)
            entry.occurrences = [(where, "") for where in sorted({use.where for use in uses})]
            if kept is not None:
                entry.tcomment, entry.flags = kept.tcomment, list(kept.flags)
                old_text = translations(kept)[0] if translations(kept) else ""
                entry.msgstr, entry.msgstr_plural = ("", {0: old_text}) if plural else (old_text, {})
            elif plural:
                entry.msgstr_plural = {0: ""}
            if not entry.translated():
                complaints.append(f"{layer}.po: to translate: {key[1]!r}")
            new.append(entry)
        for key, entry in mine.items():
            if key not in wanted and not prune:
                new.append(entry)
                complaints.append(f"{layer}.po: no longer in the code (update --prune drops it): {key[1]!r}")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{layer}.po"
        if len(new):
            path.write_text(f"{new}\n".rstrip("\n") + "\n", encoding="utf-8", newline="\n")
        else:
            path.unlink(missing_ok=True)
    return complaints


def to_bytes(catalogues: dict[str, polib.POFile]) -> bytes:
    """All catalogues as one `.mo`; the entries are sorted, so the order of layers and lines does not matter."""
    merged = polib.POFile(encoding="utf-8")
    merged.metadata = HEADER
    entries = {key_of(entry): entry for catalogue in catalogues.values() for entry in catalogue if not entry.obsolete}
    merged.extend(entries[key] for key in sorted(entries, key=lambda key: (key[0] or "", key[1])))
    return bytes(merged.to_binary())


def compile_catalogues(folder: Path = CATALOGUES, compiled: Path = COMPILED) -> None:
    """Write the `.mo` that ipdesk reads."""
    compiled.parent.mkdir(parents=True, exist_ok=True)
    compiled.write_bytes(to_bytes(read_catalogues(folder)))


def main() -> int:
    """Run one command; 0 when nothing is left to do."""
    parser = argparse.ArgumentParser(description="The Chinese catalogues of ipdesk.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="is every text translated, is the .mo fresh?")
    commands.add_parser("update", help="add what the code says and the catalogues lack").add_argument(
        "--prune", action="store_true", help="drop what the code no longer says"
    )
    commands.add_parser("compile", help="merge all catalogues into the .mo")
    arguments = parser.parse_args()
    if arguments.command == "compile":
        compile_catalogues()
        return 0
    complaints = update(prune=arguments.prune) if arguments.command == "update" else check()
    for complaint in complaints:
        print(complaint)
    print(f"{len(complaints)} to do" if complaints else "catalogues whole")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
