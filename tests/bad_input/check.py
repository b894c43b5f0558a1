#!/usr/bin/env python3
"""Bad input: one clear diagnostic each, exit code 1, and the state is left as it was.

    check.py TENON configuration.cases [WORD]    the cases of a file (whose titles hold WORD)
    check.py TENON state [WORD]                  a state store that cannot be used as it should be

A case is a title (`== …`) and sections: `-- FILE --` is written; `-- environment NAME=VALUE --` is set; `-- run ARGUMENTS --` is the
command, otherwise both `plan` and `apply -auto-approve` are tried; `-- CODE at FILE:LINE:COLUMN --`, or `-- CODE --` where there is no
place to name, is the diagnostic, with words below it that must occur in its text. `<<N * TEXT>>` stands for TEXT N times, with \\xNN for a byte.

Every case begins with a state that holds something, and that state must be the same afterwards, to the byte.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

KEPT = 'resource "terraform_data" "kept" { input = "kept" }\noutput "kept" { value = terraform_data.kept.output }\n'
SECONDS = 20


def environment(extra=None):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR") or name.startswith(("ASAN_", "UBSAN_"))}
    kept.update(extra or {})
    return kept


def run(tenon, folder, arguments, extra=None, prefix=()):
    begun = time.monotonic()
    done = subprocess.run([*prefix, tenon, *arguments], cwd=folder, env=environment(extra), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False)
    done.seconds = time.monotonic() - begun
    done.out = done.stdout.decode("utf-8", "replace")
    done.err = done.stderr.decode("utf-8", "replace")
    return done


def one_diagnostic(done, code, place, words):
    """What is wrong with the answer, as a list of sentences."""
    wrong = []
    if done.returncode != 1:
        wrong.append(f"exit code {done.returncode} instead of 1")
    heads = re.findall(r"^Error: (.*)$", done.err, re.M)
    if len(heads) != 1:
        wrong.append(f"{len(heads)} diagnostics instead of one")
    elif code and not heads[0].endswith(f"({code})"):
        wrong.append(f"not {code}")
    if "Warning:" in done.err:
        wrong.append("a warning beside the error")
    at = re.search(r"^  at (.+?:\d+:\d+)(?:, for .*)?$", done.err, re.M)
    found = at.group(1) if at else ""
    if place is not None and found != place:
        wrong.append(f"the place is {found or 'not named'} instead of {place or 'none'}")
    flat = " ".join(done.err.split())
    wrong += [f"{word!r} is not said" for word in words if word not in flat]
    # A summary alone does not say what to do.
    detail = flat.split(")", 1)[-1]
    if len(detail) < 40:
        wrong.append("no detail")
    if "complete!" in done.out:
        wrong.append("it went on all the same")
    if done.seconds > SECONDS:
        wrong.append(f"it took {done.seconds:.0f} s")
    return wrong


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def contents(folder):
    # SQLite's index of its log, an empty log and the lock file hold nothing of the state.
    return {entry.name: digest(entry) for entry in folder.rglob("*")
            if entry.is_file() and not entry.name.endswith(("-shm", "-lock")) and not (entry.name.endswith("-wal") and entry.stat().st_size == 0)}


def differences(before, after):
    return ([f"{name} was changed" for name in before if name in after and after[name] != before[name]] +
            [f"{name} is gone" for name in before if name not in after] + [f"{name} was left behind" for name in after if name not in before])


def with_state(tenon, folder):
    """A folder whose state holds one object and one output, with everything in tenon.db itself."""
    folder.mkdir()
    (folder / "main.tf").write_text(KEPT)
    for arguments in (["apply", "-auto-approve"], ["plan"]):
        done = run(tenon, folder, arguments)
        assert done.returncode == 0, done.err
    return folder


def tell(title, wrong, done):
    print(f"{'FAIL' if wrong else 'ok'}    {title}")
    if wrong:
        print("      " + "; ".join(wrong))
        for stream, text in (("stdout", done.out), ("stderr", done.err)):
            for line in text.splitlines()[:14]:
                print(f"      {stream}: {line[:300]}")
    sys.stdout.flush()
    return not wrong


# --- the cases of a file


def expanded(text):
    def repeat(match):
        return int(match.group(1)) * re.sub(r"\\x([0-9a-f]{2})", lambda m: chr(int(m.group(1), 16)), match.group(2))

    # Latin-1 carries every byte through str unchanged.
    text = text.encode("utf-8").decode("latin-1")
    return re.sub(r"<<(\d+) \* (.*?)>>", repeat, text, flags=re.S).encode("latin-1")


def cases_of(path):
    cases = []
    section = None
    for line in pathlib.Path(path).read_text("utf-8").splitlines():
        title = re.match(r"== (.*)$", line)
        mark = re.match(r"-- (.*) --$", line)
        if title:
            cases.append({"title": title.group(1), "files": {}, "environment": {}, "run": [], "words": [], "code": None, "place": ""})
            section = None
        elif not cases:
            continue
        elif mark:
            what = mark.group(1)
            case = cases[-1]
            expected = re.match(r"([EW]\d{4})(?: at (.+))?$", what)
            if expected:
                case["code"], case["place"] = expected.group(1), expected.group(2) or ""
                section = case["words"]
            elif what.startswith("environment "):
                name, _, value = what[len("environment "):].partition("=")
                case["environment"][name] = value
                section = None
            elif what.startswith("run "):
                case["run"].append(what[len("run "):].split())
                section = None
            else:
                section = case["files"].setdefault(what, [])
        elif section is not None and (line.strip() or section is not cases[-1]["words"]):
            section.append(line)
    return cases


def check_cases(tenon, path, word, scratch):
    template = with_state(tenon, scratch / "template")
    good = True
    for number, case in enumerate(cases_of(path)):
        if word not in case["title"]:
            continue
        assert case["code"], f"{case['title']}: no diagnostic is expected"
        for arguments in case["run"] or [["plan"], ["apply", "-auto-approve"]]:
            folder = scratch / f"{number}-{arguments[0]}"
            shutil.copytree(template, folder)
            (folder / "main.tf").unlink()
            for name, lines in case["files"].items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(expanded("\n".join(lines) + "\n"))
            before = contents(folder)
            done = run(tenon, folder, arguments, case["environment"])
            wrong = one_diagnostic(done, case["code"], case["place"], case["words"])
            if done.out:
                wrong.append("something else is printed beside it")
            after = contents(folder)
            wrong += differences(before, after)
            good = tell(f"{case['title']}: {' '.join(arguments)}", wrong, done) and good
            shutil.rmtree(folder)
            if wrong:
                break
    return good


# --- a state store that cannot be used as it should be

MORE = KEPT + 'resource "terraform_data" "more" {\n  count = 20\n  input = "%s"\n}\n' % ("x" * 20000)


class Store:
    """Each method is one way to be in trouble: it gets a folder with a state and says whether tenon did the right thing with it."""

    def __init__(self, tenon, scratch):
        self.tenon = tenon
        self.scratch = scratch

    def refused(self, folder, arguments, code, words, place="", **more):
        before = contents(folder)
        done = run(self.tenon, folder, arguments, **more)
        return done, one_diagnostic(done, code, place, words) + differences(before, contents(folder))

    def all_refused(self, folder, code, words):
        for arguments in (["plan"], ["apply", "-auto-approve"], ["destroy", "-auto-approve"], ["drift"], ["output"], ["state", "list"],
                          ["state", "rm", "terraform_data.kept"]):
            done, wrong = self.refused(folder, arguments, code, words)
            if wrong:
                return done, [" ".join(arguments) + ": " + "; ".join(wrong)]
        return done, wrong

    def still_holds(self, folder):
        """Read by a tenon with nothing in its way."""
        listed = run(self.tenon, folder, ["state", "list"])
        output = run(self.tenon, folder, ["output", "-json"])
        wrong = [] if listed.out == "terraform_data.kept\n" else [f"the state now holds {listed.out.split()} {listed.err}"]
        return wrong + ([] if '"kept"' in output.out else [f"the output is now {output.out} {output.err}"])

    def the_store_is_no_database(self, folder):
        (folder / "tenon.db").write_bytes(b"hello " * 5000)
        return self.all_refused(folder, "E0607", ["not a state store", "Nothing was changed", "Restore it from a backup"])

    def a_page_of_the_store_is_damaged(self, folder):
        path = folder / "tenon.db"
        bytes_ = bytearray(path.read_bytes())
        for page in range(1, len(bytes_) // 8192):
            bytes_[page * 8192:page * 8192 + 64] = b"\xff" * 64
        path.write_bytes(bytes_)
        return self.all_refused(folder, "E0607", ["is damaged", "Nothing was changed", ".recover"])

    def the_store_is_cut_off(self, folder):
        path = folder / "tenon.db"
        path.write_bytes(path.read_bytes()[:20000])
        return self.all_refused(folder, "E0607", ["is damaged", "Nothing was changed", ".recover"])

    def the_store_is_another_database(self, folder):
        import sqlite3
        (folder / "tenon.db").unlink()
        other = sqlite3.connect(folder / "tenon.db")
        other.execute("CREATE TABLE songs(title TEXT)")
        other.commit()
        other.close()
        return self.all_refused(folder, "E0607", ["not a state store of tenon", "Nothing was changed", "Name another file"])

    def the_store_is_newer_than_the_program(self, folder):
        import sqlite3
        store = sqlite3.connect(folder / "tenon.db")
        store.execute("PRAGMA user_version=99")
        store.commit()
        store.close()
        for path in folder.glob("tenon.db-*"):
            path.unlink()
        return self.all_refused(folder, "E0607", ["format 99", "newer tenon", "Nothing was changed", "Install the newer tenon"])

    def a_folder_stands_where_the_store_should(self, folder):
        for path in folder.glob("tenon.db*"):
            path.unlink()
        (folder / "tenon.db").mkdir()
        return self.all_refused(folder, "E0607", ["it is a folder"])

    def nobodys(self, folder):
        """How to run as somebody who may not write what this user owns."""
        if os.geteuid() != 0:
            return {}
        os.chmod(self.scratch, 0o755)
        return {"prefix": ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")}

    def the_store_may_not_be_written(self, folder):
        (folder / "main.tf").write_text(MORE)
        for path in folder.glob("tenon.db-*"):
            path.unlink()
        os.chmod(folder / "tenon.db", 0o444)
        os.chmod(folder, 0o555)
        as_nobody = self.nobodys(folder)
        try:
            done, wrong = self.refused(folder, ["apply", "-auto-approve"], None,
                                       ["may not be written", "Nothing was changed", "Change its permissions"], **as_nobody)
            # Looking is allowed.
            looked = run(self.tenon, folder, ["plan"], **as_nobody)
            if looked.returncode != 0 or "20 to add" not in looked.out:
                wrong.append(f"plan: exit code {looked.returncode} {looked.err}")
        finally:
            os.chmod(folder, 0o755)
            os.chmod(folder / "tenon.db", 0o600)
        return done, wrong + self.still_holds(folder)

    def the_folder_may_not_be_written(self, folder):
        for path in folder.glob("tenon.db*"):
            path.unlink()
        os.chmod(folder, 0o555)
        try:
            return self.refused(folder, ["apply", "-auto-approve"], None,
                                ["Cannot create the state store", "may be written by this user"], **self.nobodys(folder))
        finally:
            os.chmod(folder, 0o755)

    def the_store_may_not_be_read(self, folder):
        os.chmod(folder / "tenon.db", 0)
        try:
            return self.refused(folder, ["plan"], "E0607", ["tenon.db", "may not be opened by this user"], **self.nobodys(folder))
        finally:
            os.chmod(folder / "tenon.db", 0o600)

    def the_configuration_may_not_be_read(self, folder):
        os.chmod(folder / "main.tf", 0)
        try:
            return self.refused(folder, ["plan"], "E0152", ["main.tf", "Permission denied"], **self.nobodys(folder))
        finally:
            os.chmod(folder / "main.tf", 0o644)

    def another_program_writes_the_store(self, folder):
        (folder / "main.tf").write_text(MORE)
        # A process of its own: to look at a file's bytes, as we do, gives up one's own locks on it.
        hold = "import sqlite3, sys; s = sqlite3.connect('tenon.db', isolation_level=None); s.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
        with subprocess.Popen([sys.executable, "-I", "-S", "-c", hold], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout.readline() == b"held\n"
            done, wrong = self.refused(folder, ["apply", "-auto-approve"], None, ["is being written by another program", "try again"])
            other.stdin.close()
        return done, wrong + self.still_holds(folder)

    def the_disk_is_full(self, folder):
        """A limit on the size of files; the system's answer is another number for the same thing."""
        (folder / "main.tf").write_text(MORE)
        size = (folder / "tenon.db").stat().st_size // 1024
        done = run(self.tenon, folder, ["apply", "-auto-approve"], prefix=("sh", "-c", f'ulimit -f {size * 2 + 16}; exec "$@"', "sh"))
        wrong = one_diagnostic(done, None, "", ["the disk is full", "Free some space"]) + self.still_holds(folder)
        after = run(self.tenon, folder, ["apply", "-auto-approve"])
        return done, wrong + ([] if after.returncode == 0 else [f"and with space again: {after.err}"])

    def the_disk_is_really_full(self, folder):
        disk = self.scratch / "disk"
        disk.mkdir()
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], stderr=subprocess.DEVNULL, check=False).returncode:
            return None, None
        try:
            small = disk / "small"
            shutil.copytree(folder, small)
            (small / "main.tf").write_text(MORE)
            done = run(self.tenon, small, ["apply", "-auto-approve"])
            wrong = one_diagnostic(done, None, "", ["the disk is full", "Free some space"])
            (small / "main.tf").write_text(KEPT)
            return done, wrong + self.still_holds(small)
        finally:
            subprocess.run(["umount", disk], check=False)

    def a_plan_cannot_be_saved(self, folder):
        return self.refused(folder, ["plan", "-out=nowhere/plan"], "E0610", ["nowhere/plan"])

    def a_saved_plan_is_not_there(self, folder):
        return self.refused(folder, ["apply", "none.plan"], "E0608", ["none.plan"])

    def a_saved_plan_is_no_plan(self, folder):
        (folder / "some.plan").write_bytes(b"PK\x03\x04" + b"x" * 1000)
        return self.refused(folder, ["apply", "some.plan"], "E0608", ["some.plan", "Make"])

    def a_saved_plan_is_cut_off(self, folder):
        (folder / "main.tf").write_text(MORE)
        assert run(self.tenon, folder, ["plan", "-out=some.plan"]).returncode == 0
        path = folder / "some.plan"
        whole = path.read_bytes()
        for size in (0, 10, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:size])
            done, wrong = self.refused(folder, ["apply", "some.plan"], "E0608", ["some.plan"])
            if wrong:
                return done, [f"cut off after {size} of {len(whole)} bytes: " + "; ".join(wrong)]
        return done, wrong

    def a_saved_plan_has_a_changed_byte(self, folder):
        (folder / "main.tf").write_text(MORE)
        assert run(self.tenon, folder, ["plan", "-out=some.plan"]).returncode == 0
        path = folder / "some.plan"
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 40)):
            changed = bytearray(whole)
            changed[place] ^= 0x15
            path.write_bytes(changed)
            done = run(self.tenon, folder, ["apply", "some.plan"])
            # A byte that means nothing may be anything; no byte may crash it or be taken for another plan.
            if done.returncode not in (0, 1) or (done.returncode == 0 and "20 added" not in done.out):
                return done, [f"byte {place} of {len(whole)}: exit code {done.returncode}"]
            if done.returncode == 0:
                run(self.tenon, folder, ["destroy", "-auto-approve", "-target=terraform_data.more"])
        return done, []

    def an_estate_of_terraforms(self, folder):
        for path in folder.glob("tenon.db*"):
            path.unlink()
        (folder / "terraform.tfstate").write_text('{"version": 4, "serial": 1, "resources": []}')
        for arguments in (["plan"], ["apply", "-auto-approve"], ["destroy", "-auto-approve"], ["drift"]):
            done, wrong = self.refused(folder, arguments, "E0607", ["terraform.tfstate", "never plans an existing estate", "tenon init", "Terraform in this folder"])
            if wrong:
                return done, wrong
        return done, wrong

    def a_backend_of_terraforms(self, folder):
        for path in folder.glob("tenon.db*"):
            path.unlink()
        (folder / "main.tf").write_text('terraform {\n  backend "gcs" {}\n}\n')
        return self.refused(folder, ["plan"], "E0646", ['"gcs"', "main.tf:2:3", "never plans an existing estate"])

    def a_lease_that_is_no_time(self, folder):
        return self.refused(folder, ["plan"], "E0607", ["TENON_LEASE_SECONDS", '"soon"', "3 to 86400"], extra={"TENON_LEASE_SECONDS": "soon"})

    def a_pipe_is_named_like_a_file(self, folder):
        os.mkfifo(folder / "net.tf")
        try:
            return self.refused(folder, ["plan"], "E0152", ["net.tf is neither a file nor a link to one"])
        finally:
            (folder / "net.tf").unlink()

    def a_link_leads_nowhere(self, folder):
        os.symlink("nothing", folder / "net.tf")
        try:
            return self.refused(folder, ["plan"], "E0152", ["net.tf is neither a file nor a link to one"])
        finally:
            (folder / "net.tf").unlink()

    def another_folder_is_not_there(self, folder):
        done, wrong = self.refused(folder, ["-chdir=nowhere", "plan"], "E0600", ["nowhere"])
        return done, wrong


def check_store(tenon, word, scratch):
    # Where somebody else can start it, too.
    os.chmod(scratch, 0o755)
    copy = scratch / "tenon"
    shutil.copy2(tenon, copy)
    template = with_state(tenon, scratch / "template")
    store = Store(str(copy), scratch)
    good = True
    for name in [name for name in vars(Store) if not name.startswith("_") and name not in ("refused", "all_refused", "still_holds", "nobodys")]:
        title = name.replace("_", " ").capitalize()
        if word not in title:
            continue
        folder = scratch / name
        shutil.copytree(template, folder)
        done, wrong = getattr(store, name)(folder)
        if done is None:
            print(f"skip  {title}: not possible on this machine")
            continue
        good = tell(title, wrong, done) and good
    return good


def main():
    tenon = os.path.abspath(sys.argv[1])
    what = sys.argv[2]
    word = sys.argv[3] if len(sys.argv) > 3 else ""
    with tempfile.TemporaryDirectory(prefix="tenon-bad-") as scratch:
        check = check_store if what == "state" else lambda *rest: check_cases(rest[0], what, *rest[1:])
        good = check(tenon, word, pathlib.Path(scratch))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
