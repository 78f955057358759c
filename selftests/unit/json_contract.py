# SPDX-License-Identifier: GPL-2.0-or-later
"""Usage: json_contract.py SCHEMA SAMPLES FOLDER

Holds what nettune prints as JSON against its schema; started by json.sh, in
namespaces of its own.
"""
import copy
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from decimal import Decimal

import jsonschema
from jsonschema.validators import extend

NETTUNE = os.path.abspath(os.environ["NETTUNE"])
SCHEMA, SAMPLES, TMP = sys.argv[1:]
NOBODY = 65534
COMM = b'a\x1b\xff"'
DEVICE = b'd\xff"'

# The definition of what is printed, the command line, its exit status.
COMMANDS = (
    ("status", "status --interval 0", 0),
    ("status", "status --interval 0.1", 0),
    ("sockets", "sockets -tuxap", 0),
    ("sockets", "sockets -tai", 0),
    ("sockets", "sockets --top 3", 0),
    ("sockets", "sockets -u state established dport = 1", 0),
    ("groups", "sockets -tuxa --summary", 0),
    ("groups", "sockets -tuxa --summary --histogram", 0),
    ("groups", "sockets -tuxa --group-by port --max-groups 1", 0),
    ("groups", "sockets -tuxa --group-by listener", 0),
    ("groups", "sockets -tuxa --group-by state", 0),
    ("groups", "sockets -tuxa --group-by cgroup", 0),
    ("groups", "sockets -tuxa --group-by uid", 0),
    ("groups", "sockets -tuxa --group-by netns", 0),
    ("groups", "sockets -tuxa --group-by protocol", 0),
    ("listeners", "listeners", 0),
    ("listeners", "listeners -x", 0),
    ("softnet", "softnet", 0),
    ("metrics", "export prometheus --list", 0),
    ("nic", "nic", 0),
    ("nic", "nic lo", 0),
    ("doctor", "doctor --interval 0.1", 3),
    ("explain", "explain", 0),
    ("explain", "explain tcp_mem cubic no-such-name net.ipv4.tcp_congestion_control", 4),
    ("explain", "explain no-such-name", 1),
)

# Likewise of a namespace in which there is nothing, and how many rows.
EMPTY = (
    ("status", "status --interval 0", 0, 15),
    ("sockets", "sockets -tuxa", 0, 0),
    ("groups", "sockets --summary", 0, 1),
    ("groups", "sockets --group-by port", 0, 0),
    ("listeners", "listeners", 0, 0),
    ("nic", "nic", 0, 1),
    ("doctor", "doctor --interval 0.1", 0, 0),
    ("explain", "explain no-such-name", 1, 0),
)


class Tap:
    """Results, as TAP."""
    count = failed = 0

    @classmethod
    def result(cls, name, problems):
        """@problems: a list or a text, empty = it passed"""
        cls.count += 1
        cls.failed += bool(problems)
        print("%s %d - %s" % ("not ok" if problems else "ok", cls.count, name))
        if problems:
            for line in str(problems).splitlines()[:20]:
                print("#   " + line[:300])

    @classmethod
    def same(cls, name, seen, wanted):
        """It passed if both are equal."""
        cls.result(name, "" if seen == wanted else "%r for %r" % (seen, wanted))


def parse(text):
    """As strict as JSON is: no key twice, no NaN; the digits of numbers stay."""
    def unique(pairs):
        keys = [key for key, _ in pairs]
        if len(set(keys)) != len(keys):
            raise ValueError("a key is there twice: %s" % keys)
        return dict(pairs)

    def refuse(word):
        raise ValueError("no JSON: %s" % word)

    return json.loads(text, parse_float=Decimal, parse_constant=refuse,
                      object_pairs_hook=unique)


class Contract:
    """The schema, and what its own keywords mean."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.schema = json.load(file)
        base = jsonschema.Draft202012Validator
        base.check_schema(self.schema)
        self.seen = {}
        self.known = None
        self.kind = extend(base, {
            "x-decimals": self.decimals, "x-source": self.source,
            "enum": self.enum,
        })

    @staticmethod
    def decimals(_validator, digits, value, _schema):
        """So many digits stand behind the point."""
        if isinstance(value, Decimal):
            if value.as_tuple().exponent == -digits:
                return
        elif value is None:
            return
        yield jsonschema.ValidationError("%s has not %d decimals" % (value, digits))

    def source(self, _validator, source, value, _schema):
        """Only this source knows: self.known = has it been asked? None = either"""
        if self.known is not None and self.known == (value is None):
            yield jsonschema.ValidationError("only the %s knows, and it is %s" %
                                             (source, value))

    def enum(self, _validator, values, value, _schema):
        """One of these; those that were there are remembered."""
        if isinstance(value, (dict, list)) or value not in values:
            yield jsonschema.ValidationError("%r is none of %r" % (value, values))
        else:
            self.seen.setdefault(id(values), set()).add(value)

    def problems(self, definition, value, known=None):
        """What of @value is not as @definition says, as a text"""
        part = {"$ref": "#/$defs/" + definition, "$defs": self.schema["$defs"]}
        self.known = known
        errors = self.kind(part).iter_errors(value)
        return "\n".join("%s: %s" % ("/".join(map(str, error.absolute_path)),
                                     error.message) for error in errors)

    def walk(self, node=None, path=""):
        """All schemas within the schema, and where they stand"""
        node = self.schema if node is None else node
        yield path, node
        for key, below in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(below, (dict, list)):
                yield from self.walk(below, "%s/%s" % (path, key))

    def unexplained(self):
        """Properties without a description, their own or that of what they are"""
        for path, node in self.walk():
            if not isinstance(node, dict) or "additionalProperties" not in node:
                continue
            for name, prop in node.get("properties", {}).items():
                target = prop.get("$ref", "").rsplit("/", 1)[-1]
                if "description" not in prop and \
                   "description" not in self.schema["$defs"].get(target, {}):
                    yield "%s: %s" % (path, name)

    def unseen(self):
        """Values that an enumeration has and nothing that was printed"""
        for path, node in self.walk():
            if isinstance(node, dict) and isinstance(node.get("enum"), list):
                missing = set(node["enum"]) - self.seen.get(id(node["enum"]), set())
                if missing:
                    yield "%s: %s" % (path, missing)


def run(args, command=(NETTUNE,), **more):
    """Runs nettune; @args: a text. Its output has to be UTF-8."""
    done = subprocess.run([*command, *args.split()], stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60, check=False, **more)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(contract, definition, args, status=0, known=False, **more):
    """One command as JSON. Return: that, or None"""
    name = "nettune " + args.replace(TMP + "/", "")
    code, out, err = run(args, **more)
    try:
        value = parse(out)
        problems = contract.problems(definition, value, known)
    except ValueError as error:
        value, problems = None, "%s in %r" % (error, out[:200])
    if code != status:
        problems += "\nexit status %d, not %d" % (code, status)
    Tap.result(name, problems and "%s\nstderr: %s" % (problems, err))
    return value


def tcp(family, address, backlog):
    """A listener."""
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind((address, 0))
    listener.listen(backlog)
    return listener


def make_sockets():
    """Sockets in many states. Return: those, to be kept; a full UDP socket"""
    full = tcp(socket.AF_INET, "127.0.0.1", 0)
    other = tcp(socket.AF_INET6, "::1", 100)
    kept = [full, other]
    for _ in range(3):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(full.getsockname())
        kept.append(client)
    for index in range(3):
        client = socket.create_connection(other.getsockname()[:2])
        client.send(b"unread")
        server = other.accept()[0]
        if index == 0:
            client.close()
        elif index == 1:
            server.recv(100)
            server.close()
            client.close()
        kept += [client, server]
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    udp.bind(("127.0.0.1", 0))
    for kind, path in ((socket.SOCK_STREAM, b"\0abs\x1b\xff\""),
                       (socket.SOCK_SEQPACKET, os.fsencode(TMP) + b"/\xff\"s"),
                       (socket.SOCK_DGRAM, b"")):
        unix = socket.socket(socket.AF_UNIX, kind)
        if path:
            unix.bind(path)
            unix.listen(3)
        kept.append(unix)
    kept += [udp, *socket.socketpair()]
    return kept, udp


def test_schema(contract):
    """The schema itself."""
    Tap.result("schema: every field is described", "\n".join(contract.unexplained()))


def test_samples(contract):
    """All that the module could tell, and all that nobody could."""
    lines = subprocess.run([SAMPLES], capture_output=True, check=True).stdout.decode()
    problems = []
    first = {}
    for line in lines.splitlines():
        sample = parse(line)
        definition, value = sample["definition"], sample["json"]
        found = contract.problems(definition, value, sample["known"])
        if found:
            problems.append("%s in %s" % (found, line))
        if sample["known"]:
            first.setdefault(definition, value)
    Tap.result("all that the module could tell, and nobody", "\n".join(problems))
    Tap.same("... of all kinds", set(first), {
        "socket", "group", "cpu", "device", "finding", "stage_row", "watch",
        "module_status", "module_config", "want", "lint_finding", "plan_step", "applied",
        "past", "verify_row"})
    return first


def test_refused(contract, samples):
    """What is not as agreed is noticed."""
    for definition, key, value in (
            ("socket", "more", 1), ("socket", "drops", "1"), ("socket", "drops", 1.5),
            ("socket", "drops", -1), ("socket", "state", "ESTAB"),
            ("socket", "state", None), ("socket", "rmem_pct", Decimal("1.25")),
            ("socket", "rmem_pct", 1), ("socket", "inode", 0), ("socket", "accept_q", 1),
            ("socket", "local", None), ("socket", "comm", None), ("cpu", "avg10", None),
            ("cpu", "processed", None), ("finding", "evidence", {}),
            ("finding", "object", ""), ("stage_row", "unit", "apples"),
            ("want", "line", None), ("want", "op", "=>"), ("want", "kind", "rings"),
            ("lint_finding", "rule", "other"), ("lint_finding", "why", ""),
            ("plan_step", "action", "skip"), ("plan_step", "action", None),
            ("plan_step", "effect", "later"), ("plan_step", "current", "5"),
            ("plan_step", "current", None), ("plan_step", "wanted", 1.5),
            ("plan_step", "device", ""), ("plan_step", "line", 0), ("applied", "id", 0),
            ("applied", "confirm_s", 0), ("applied", "steps", None),
            ("applied", "restart", [{"local": None}]), ("past", "state", "cut short"),
            ("past", "time", "2026-01-01 00:00:00"), ("past", "profiles", ["a", 1]),
            ("verify_row", "state", "drifted"), ("verify_row", "found", None),
            ("verify_row", "set_by", "sysctl.d"), ("verify_row", "setters", None),
            ("device", "up", 1), ("watch", "socket", None), ("group", "netid", 6)):
        changed = copy.deepcopy(samples[definition])
        changed[key] = value
        Tap.result("noticed: %s with %s = %r" % (definition, key, value),
                   "" if contract.problems(definition, changed, True) else "it was not")
        changed = copy.deepcopy(samples[definition])
        if changed.pop(key, None) is not None:
            Tap.result("noticed: %s without %s" % (definition, key),
                       "" if contract.problems(definition, changed, True) else "it was not")


def test_commands(contract):
    """On this machine, by sock_diag."""
    for definition, args, status in COMMANDS:
        check(contract, definition, "--source diag -j " + args, status)
    for definition, args, status in COMMANDS[::4]:
        check(contract, definition, "--source diag --pretty " + args, status)
    status = 0 if os.path.exists("/sys/module/nettune") else 3
    check(contract, "module_status", "-j module status", status)
    check(contract, "module_status", "--pretty module status", status)
    value = check(contract, "sockets", "--source diag -j sockets -tuxap")
    seen = {row["state"] for row in value}
    Tap.same("... many states were there", seen >= {
        "established", "listening", "syn-sent", "time-wait", "close-wait", "fin-wait-2",
        "unconnected"}, True)
    comm = COMM.decode(errors="replace")
    Tap.same("... and the process", {row["comm"] for row in value if row["comm"]}, {comm})
    tcp_only = {"retrans", "rtt_us", "cwnd", "mss", "unsent", "unacked"}
    Tap.same("... nothing of TCP that was not asked for", tcp_only & {*sum(map(list, value), [])},
             set())
    value = check(contract, "sockets", "--source diag -j sockets -ti state established")
    Tap.same("... which is there with -i", [row for row in value if not tcp_only <= {*row}], [])


def test_captures(contract):
    """What was captured looks the same."""
    for name, more in (("plain", ""), ("anonymous", " --anonymize")):
        path = "%s/%s" % (TMP, name)
        Tap.same("capture" + more, run("--source diag capture -o %s%s" % (path, more))[0], 0)
        for definition, args, status in COMMANDS:
            args = "--from %s %s" % (path, args.replace(" --interval 0.1", ""))
            value = check(contract, definition, "-j " + args, status)
            Tap.same("... the same with --pretty", parse(run("--pretty " + args)[1]), value)


def test_empty(contract):
    """Nothing is there, and that is still JSON."""
    alone = ("unshare", "--net", NETTUNE)
    path = TMP + "/empty"
    Tap.same("capture of an empty namespace",
             run("--source diag capture -o " + path, alone)[0], 0)
    for definition, args, status, rows in EMPTY:
        for option in "-j", "--pretty":
            value = check(contract, definition, "--source diag %s %s" % (option, args),
                          status, command=alone)
            Tap.same("... %d rows" % rows, len(value or ""), rows)
        args = args.replace(" --interval 0.1", "")
        value = check(contract, definition, "-j --from %s %s" % (path, args), status)
        Tap.same("... %d rows" % rows, len(value or ""), rows)


def profile(name, *lines):
    """A profile where the command looks for some."""
    with open("%s/profiles/%s.conf" % (TMP, name), "w", encoding="utf-8") as file:
        print("[main]", "summary=%s" % name, "[sysctl]", *lines, sep="\n", file=file)


# Of the namespace: some are set, one is not here, one is so already, and one is
# the machine's, so that nothing outside is touched.
PROFILE = (
    "# Why \"it\" is so.", "net.core.somaxconn => 5000",
    "net.ipv4.ip_local_port_range = 15000 65000", "net.ipv4.tcp_tw_recycle = 1",
    "net.ipv4.tcp_retries1 = 3", "net.ipv4.ip_local_reserved_ports = 20000",
)
MACHINE = ("# Why.", "net.core.netdev_max_backlog => 4096", "net.ipv4.tcp_retries2 = 9")
BROKEN = ("net.ipv4.tcp_tw_recycle = 1", "net.core.somaxconn = 1", "net.core.somaxconn = 2",
          "net.ipv4.tcp_mem = 99999999999 99999999999 99999999999", "net.ipv4.tcp_sack = 0")


def actions(plan):
    """What is done with each setting"""
    return {step["key"].rsplit(".", 1)[-1]: step["action"] for step in plan or ()}


def tuned(contract, definition, args, status=0):
    """One command as JSON, and the same with --pretty. Return: that"""
    if args.split()[0] not in ("apply", "confirm", "revert"):
        check(contract, definition, "--pretty " + args, status)
    return check(contract, definition, "-j " + args, status)


def test_plans(contract):
    """What profiles say, and what would be done."""
    names = [row["name"] for row in tuned(contract, "profiles", "profiles")]
    Tap.same("... all of them", names, ["broken", "empty", "machine", "own"])
    wants = tuned(contract, "wants", "profiles show own machine")
    plan = tuned(contract, "plan", "diff own")
    Tap.same("... the same settings", [row["key"] for row in plan], [
        row["key"] for row in wants if row["file"].endswith("own.conf")])
    Tap.same("... what is done with each", actions(plan), {
        "somaxconn": "set", "ip_local_port_range": "set", "tcp_tw_recycle": "absent",
        "tcp_retries1": "keep", "ip_local_reserved_ports": "set"})
    Tap.same("... in numbers, words and reasons",
             [(row["current"], row["wanted"], row["reason"]) for row in plan][::4],
             [(4096, 5000, 'Why "it" is so.'), ("", 20000, None)])
    Tap.same("... apply --dry-run says the same",
             tuned(contract, "plan", "apply --dry-run own"), plan)
    plan = tuned(contract, "plan", "diff machine")
    Tap.same("... the machine's is refused here", actions(plan), {
        "netdev_max_backlog": "refused", "tcp_retries2": "set"})
    tuned(contract, "plan", "apply --dry-run machine", 4)
    rules = {row["rule"] for row in tuned(contract, "lint", "lint broken", 3)}
    Tap.same("... all that is wrong", rules, {
        "gone", "lowers", "duplicate", "no-reason", "pages", "harmful"})
    for definition, args in (("wants", "profiles show"), ("plan", "diff"), ("lint", "lint"),
                             ("plan", "apply --dry-run"), ("verify", "verify")):
        Tap.same("... nothing is wanted, nothing is said",
                 tuned(contract, definition, args + " empty"), [])


def test_applies(contract):
    """What was done, where it stands, what became of it."""
    for definition, args, status, value in (
            ("history", "history", 0, []), ("verify", "verify", 0, []),
            ("reverted", "revert", 0, {"id": None, "restored": 0, "left": 0, "gone": 0,
                                       "failed": 0}),
            ("applied", "apply empty", 0, {"id": None, "confirm_s": None, "steps": [],
                                         "restart": []})):
        Tap.same("... nothing was applied yet", tuned(contract, definition, args, status), value)
    Tap.same("confirm: nothing is to be, and nothing printed", run("-j confirm")[:2], (1, ""))
    done = tuned(contract, "applied", "apply --confirm=300 own")
    Tap.same("... number 1", (done["id"], done["confirm_s"], len(done["steps"])), (1, 300, 5))
    past = tuned(contract, "history", "history")
    Tap.same("... waits", [row["state"] for row in past], ["to_be_confirmed"])
    Tap.same("... one is to be confirmed", tuned(contract, "confirmed", "confirm"), {"id": 1})
    rows = tuned(contract, "verify", "verify")
    Tap.same("... all is as wanted", {row["state"] for row in rows}, {"ok"})
    with open("/proc/sys/net/core/somaxconn", "w", encoding="ascii") as file:
        file.write("77")
    row = tuned(contract, "verify", "verify", 3)[0]
    Tap.same("... somebody changed one", (row["state"], row["wanted"], row["found"], row["before"]),
             ("drift", 5000, 77, 4096))
    rows = {row["key"]: row["state"] for row in tuned(contract, "verify", "verify own", 3)}
    Tap.same("... one is not here", rows["net.ipv4.tcp_tw_recycle"], "absent")
    undone = tuned(contract, "reverted", "revert", 4)
    Tap.same("... that is left", undone, {"id": 1, "restored": 2, "left": 1, "gone": 0, "failed": 0})
    with open(TMP + "/state/000002.jsonl", "w", encoding="ascii") as file:
        file.write("no journal")
    past = tuned(contract, "history", "history", 4)
    Tap.same("... one undone but for that, one damaged", [row["state"] for row in past],
             ["partly_reverted", "damaged"])


def test_tuning(contract):
    """In the namespace, with profiles and journals in a folder of the test's."""
    for name in "profiles", "state", "root":
        os.mkdir("%s/%s" % (TMP, name), 0o755)
    os.environ.update(NETTUNE_PROFILES=TMP + "/profiles", NETTUNE_STATE=TMP + "/state",
                      NETTUNE_ROOT=TMP + "/root")
    profile("own", *PROFILE)
    profile("machine", *MACHINE)
    profile("broken", *BROKEN)
    profile("empty")
    Tap.same("the settings of the machine are out of reach",
             os.path.exists("/proc/sys/net/core/netdev_max_backlog"), False)
    test_plans(contract)
    test_applies(contract)


def watch(udp, option):
    """Loses something at @udp while it is watched. Return: what was printed"""
    with subprocess.Popen([NETTUNE, "--source", "diag", option, "watch", "--duration", "2"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while b"watching" not in process.stderr.readline():
            pass
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for _ in range(20):
                sender.sendto(bytes(1000), udp.getsockname())
        return process.communicate(timeout=30)[0].decode()


def test_watch(contract, udp):
    """An event is a line, or with --pretty several."""
    wanted = "udp_drop", udp.getsockname()[1]
    for option, end in ("-j", ""), ("--pretty", "\n}"):
        texts = watch(udp, option).split(end + "\n")
        events = [parse(text + end) for text in texts if text]
        Tap.result("nettune %s watch" % option,
                   "".join(contract.problems("watch", event, False) for event in events))
        Tap.same("... tells of the loss", wanted in [
            (event["kind"], (event["socket"] or {}).get("local", {}).get("port"))
            for event in events], True)
    Tap.same("nettune -j watch, and nothing happens",
             run("--source diag -j watch --duration 1", ("unshare", "--net", NETTUNE))[:2],
             (0, ""))


def test_top():
    """It is a screen, and says so."""
    for args in "-j top --once", "--pretty top --once", "top -j":
        code, out, err = run(args)
        Tap.same(args + ": refused", (code, out, err.count("\n"), "no JSON" in err),
                 (2, "", 1, True))


def owners(**more):
    """The pids that listeners tells of, as far as they are known"""
    code, out, err = run("--source diag -j listeners", **more)
    return code, {row["pid"] for row in parse(out)}, err


def test_hidden(contract):
    """Who may not look into others' processes is told so."""
    binary = TMP + "/nettune"
    shutil.copy(NETTUNE, binary)
    os.chmod(TMP, 0o755)
    nobody = {"command": (binary,), "user": NOBODY, "group": NOBODY, "extra_groups": []}
    Tap.same("root sees whose listeners they are", owners(), (0, {os.getpid()}, ""))
    Tap.same("... also status: no note", run("--source diag status --interval 0")[::2], (0, ""))
    with subprocess.Popen(["sleep", "100"]) as another:
        note = "nettune: note: 2 processes out of reach: some sockets lack theirs\n"
        for args in ("status --interval 0", "status --interval 0.1", "-j status --interval 0",
                     "sockets -tap", "listeners"):
            code, _, err = run("--source diag " + args, **nobody)
            Tap.same("nobody: %s: says that they are hidden" % args, (code, err), (0, note))
        Tap.same("... whose it is, is null", owners(**nobody), (0, {None}, note))
        check(contract, "status", "--source diag -j status --interval 0", **nobody)
        another.kill()


def main():
    """All of it."""
    start = time.monotonic()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for kind in "dummy", "ifb", "veth":
        subprocess.run(["ip", "link", "add", DEVICE, "type", kind], check=False,
                       stderr=subprocess.DEVNULL)
    with open("/proc/self/comm", "wb") as file:
        file.write(COMM)
    kept, udp = make_sockets()
    contract = Contract(SCHEMA)
    test_schema(contract)
    test_refused(contract, test_samples(contract))
    test_commands(contract)
    test_captures(contract)
    test_empty(contract)
    test_watch(contract, udp)
    test_top()
    test_hidden(contract)
    test_tuning(contract)
    Tap.result("every name that the schema has was printed", "\n".join(contract.unseen()))
    print("# %d sockets, %.1f s" % (len(kept), time.monotonic() - start))
    print("1..%d" % Tap.count)
    return bool(Tap.failed)


sys.exit(main())
