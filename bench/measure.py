"""Running one command and saying what it cost: wall clock, CPU, peak memory, as the kernel counts them."""
import dataclasses
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time


@dataclasses.dataclass
class Cost:
    wall: float = 0.0        # seconds
    cpu: float = 0.0         # user and system seconds, children included
    memory: int = 0          # bytes, of the largest process
    syncs: int = None        # fsync and fdatasync calls; nothing where they were not counted
    code: int = 0
    timed_out: bool = False
    output: str = ''


def run(arguments, folder, env=None, timeout=600):
    """Runs to the end or for `timeout` seconds. Output goes to a file, so that reading it costs the program nothing."""
    with tempfile.TemporaryFile() as out:
        started = time.monotonic()
        process = subprocess.Popen(arguments, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                   start_new_session=True)
        late = threading.Event()

        def stop():
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(timeout, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0, os.SEEK_END)
        out.seek(max(0, out.tell() - 20_000))
        text = out.read().decode(errors='replace')
    counted = re.search(r'^ *fsyncs +(\d+)', text, re.MULTILINE)
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, int(counted[1]) if counted else None,
                process.returncode, late.is_set(), text)


def syncs_by_strace(arguments, folder, env=None, timeout=600):
    """fsync and fdatasync as the kernel sees them; nothing where strace is missing or may not trace. Runs the command."""
    if not shutil.which('strace'):
        return None
    with tempfile.NamedTemporaryFile('r') as counts:
        cost = run(['strace', '-f', '-c', '-e', 'trace=fsync,fdatasync', '-o', counts.name, *arguments], folder, env, timeout)
        table = counts.read()
    if cost.timed_out or (cost.code not in (0, 2)):
        return None
    return sum(int(line.split()[3]) for line in table.splitlines() if line.split()[-1:] in (['fsync'], ['fdatasync']))


def size_of(folder, names):
    """Bytes of those files of `folder` that exist."""
    return sum(os.path.getsize(path) for path in (os.path.join(folder, name) for name in names) if os.path.exists(path))
