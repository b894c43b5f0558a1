#!/usr/bin/env python3
"""The documentation keeps its promises: fenced specs plan, fenced commands answer so, codes are listed, links lead somewhere.

    check.py TENON ROOT    everything in ROOT/README.md and ROOT/docs

The word after the language of a fenced block says what it is:

    ```yaml spec             a whole configuration in a new folder; it must validate, and plan where nothing else is asked of it
    ```yaml spec validate    the same, but not planned (it would need a cloud)
    ```yaml file=NAME        one more file in the folder of the spec above
    ```yaml wrong E0117      a whole configuration that is refused with that one diagnostic
    ```console               commands after `$ ` in that folder (a shell's), and lines that must occur in what they print, in that order;
                             `...` stands for any text. A command fails where an expected line begins with `Error: `, or the
                             command ends in `# fails`; otherwise it does not.

`hcl` and `json` are written like `yaml`. Blocks without such a word are only read.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

NAMES = {"yaml": "main.tenon.yaml", "hcl": "main.tf", "json": "main.tf.json"}


def blocks(text):
    """(line, language, words, body) of each fenced block."""
    found = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        fence = re.match(r"^( *)```(\w*)(.*)$", lines[at])
        at += 1
        if not fence:
            continue
        begin = at
        while at < len(lines) and not re.match(r"^ *```\s*$", lines[at]):
            at += 1
        if at == len(lines):
            raise SystemExit(f"line {begin}: a fence is never closed")
        indent = len(fence.group(1))
        found.append((begin, fence.group(2), fence.group(3).split(), "\n".join(line[indent:] for line in lines[begin:at]) + "\n"))
        at += 1
    return found


class Page:
    def __init__(self, tenon, path):
        self.tenon = tenon
        self.path = path
        self.folder = None
        self.planned = True
        self.wrong = []
        self.count = 0

    def fail(self, line, why):
        self.wrong.append(f"{self.path}:{line}: {why}")

    def run(self, command):
        kept = {name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "TMPDIR") or name.startswith(("ASAN_", "UBSAN_"))}
        kept["PATH"] = os.path.dirname(self.tenon) + ":" + os.environ.get("PATH", "")
        kept["NO_COLOR"] = "1"
        return subprocess.run(["sh", "-c", command], cwd=self.folder.name, env=kept, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60, check=False, encoding="utf-8", errors="replace")

    def plan_what_is_there(self):
        if self.folder is not None and not self.planned:
            done = self.run("tenon plan -input=false")
            if done.returncode != 0:
                self.fail(self.begun, "this spec does not plan:\n" + done.stdout)
        self.planned = True

    def begin(self, line, language, body):
        self.plan_what_is_there()
        self.folder = tempfile.TemporaryDirectory(prefix="tenon-docs-")
        self.begun = line
        self.write(NAMES[language], body)

    def write(self, name, body):
        path = pathlib.Path(self.folder.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body)

    def console(self, line, body):
        self.planned = True
        command = None
        expected = []
        for text in body.split("\n") + ["$ "]:
            if not text.startswith("$ "):
                if text.strip():
                    expected.append(" ".join(text.split()))
                continue
            if command is not None:
                self.check_command(line, command, expected)
            command, expected = text[2:], []

    def check_command(self, line, command, expected):
        done = self.run(command)
        fails = any(text.startswith("Error: ") for text in expected) or command.endswith("# fails")
        if fails != (done.returncode == 1):
            self.fail(line, f"`{command}` ended with exit code {done.returncode}:\n{done.stdout}")
            return
        printed = [" ".join(text.split()) for text in done.stdout.split("\n")]
        at = 0
        for text in expected:
            pattern = ".*".join(re.escape(part) for part in text.split("..."))
            while at < len(printed) and not re.fullmatch(pattern, printed[at]):
                at += 1
            if at == len(printed):
                self.fail(line, f"`{command}` does not print {text!r} (there), but:\n{done.stdout}")
                return
            at += 1

    def check(self, text):
        for line, language, words, body in blocks(text):
            if not words and language != "console":
                continue
            if words and words[0] not in ("spec", "wrong") and not words[0].startswith("file="):
                continue
            self.count += 1
            if language == "console":
                if self.folder is None:
                    self.fail(line, "there is no spec above these commands")
                else:
                    self.console(line, body)
            elif words[0] == "spec":
                self.begin(line, language, body)
                self.planned = "validate" in words
                # Further files may belong to it: validated once they are there.
                if self.planned:
                    done = self.run("tenon validate")
                    if done.returncode != 0:
                        self.fail(line, "this spec is not valid:\n" + done.stdout)
            elif words[0] == "wrong":
                self.begin(line, language, body)
                self.planned = True
                done = self.run("tenon plan -input=false")
                heads = re.findall(r"^Error: .*$", done.stdout, re.M)
                if done.returncode != 1 or len(heads) != 1 or not heads[0].endswith(f"({words[1]})"):
                    self.fail(line, f"this is not refused with {words[1]} alone:\n{done.stdout}")
            elif self.folder is None:
                self.fail(line, "there is no spec that this file belongs to")
            else:
                self.write(words[0][len("file="):], body)
        self.plan_what_is_there()
        return self.wrong


def links(root, path, text):
    """Links to files that are not there."""
    text = re.sub(r"^ *```.*?^ *```\s*$", "", text, flags=re.S | re.M)
    wrong = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        if not (path.parent / target.split("#")[0]).exists():
            wrong.append(f"{path.relative_to(root)}: there is no {target}")
    return wrong


def codes(root):
    """Every diagnostic that the program can print is listed in docs/diagnostics.md, and no other is."""
    used = {}
    for room in ("schema", "providers", "state", "engine"):
        for path in sorted((root / room).rglob("*")):
            if path.suffix in (".cc", ".h"):
                for code in re.findall(r'"([EW]\d{4})"', path.read_text("utf-8")):
                    used.setdefault(code, path.relative_to(root))
    page = (root / "docs" / "diagnostics.md").read_text("utf-8")
    rows = re.findall(r"^\| ([EW]\d{4}) \|", page, re.M)
    wrong = [f"docs/diagnostics.md: {code} stands there twice" for code in sorted(set(rows)) if rows.count(code) > 1]
    wrong += [f"docs/diagnostics.md: {code} is missing ({used[code]})" for code in sorted(set(used) - set(rows))]
    wrong += [f"docs/diagnostics.md: nothing prints {code}" for code in sorted(set(rows) - set(used))]
    return wrong


def main():
    tenon = os.path.abspath(sys.argv[1])
    root = pathlib.Path(sys.argv[2]).resolve()
    wrong = []
    for path in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
        text = path.read_text("utf-8")
        wrong += links(root, path, text)
        page = Page(tenon, path.relative_to(root))
        wrong += page.check(text)
        if page.count:
            print(f"{page.path}: {page.count} blocks")
    wrong += codes(root)
    for each in wrong:
        print("FAIL  " + each)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
