#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Usage: compare.py MODULES FOLDER WANTS PROFILE...

What tuned's own loader, merger, variables and functions make of profiles, held
against what nettune does (WANTS, built of wants.c). Nothing is applied: where
tuned would start a plugin, what it gives to it is noted. The machine is the
one that wants.c makes up. Prints TAP."""

import logging
import os
import subprocess
import sys
import tempfile
import types

sys.path.insert(0, sys.argv[1])
# Only for devices that appear, which none does here.
sys.modules.setdefault("pyudev", types.ModuleType("pyudev"))

import tuned.consts as consts  # noqa: E402
from tuned.hardware.device_matcher import DeviceMatcher  # noqa: E402
from tuned.hardware.device_matcher_udev import DeviceMatcherUdev  # noqa: E402
from tuned.profiles.exceptions import InvalidProfileException  # noqa: E402
from tuned.profiles.factory import Factory  # noqa: E402
from tuned.profiles.loader import Loader  # noqa: E402
from tuned.profiles.locator import Locator  # noqa: E402
from tuned.profiles.merger import Merger  # noqa: E402
from tuned.profiles.variables import Variables  # noqa: E402
from tuned.plugins.plugin_net import NetTuningPlugin  # noqa: E402
from tuned.units.manager import Manager  # noqa: E402
from tuned.utils.commands import commands  # noqa: E402

logging.disable(logging.CRITICAL)

UNAME = "Linux test 6.1.0-1-amd64 #1 SMP x86_64"
CPUINFO = "processor\t: 0\nmodel name\t: AMD EPYC\n"
UDEV = {"ID_BUS": "pci", "ID_NET_DRIVER": "virtio_net"}
LISTS = ["coalesce", "ring", "channels", "pause", "features"]
# What ethtool calls features of the kernel.
FEATURES = {"gro": "rx-gro", "lro": "rx-lro"}
SCALARS = ["mtu", "txqueuelen"]


def fake_cpus(folder):
    for cpu in range(4):
        topology = os.path.join(folder, "cpu%d/topology" % cpu)
        os.makedirs(topology)
        with open(topology + "/physical_package_id", "w") as file:
            file.write("0\n")
    return folder


def fake_read(self, path, err_ret="", no_error=False):
    files = {
        "/proc/cpuinfo": CPUINFO,
        "/sys/devices/system/cpu/online": "0-3\n",
        "/sys/devices/system/cpu/present": "0-7\n",
    }
    if path in files:
        return files[path]
    with open(path) as file:
        return file.read()


def fake_execute(self, args, *rest, **options):
    """No program is run: those that ask the machine have their answers."""
    answers = {"virt-what": "kvm\n", "nproc": "4\n"}
    return (0, answers[args[0]]) if args[0] in answers else (1, "")


commands.read_file = fake_read
commands.execute = fake_execute


class Config:
    """No configuration, but the machine."""

    def get(self, key, default=None):
        return {consts.CFG_UNAME_STRING: UNAME,
                consts.CFG_CPUINFO_STRING: CPUINFO}.get(key, default)


class Plugins:
    """Stands in for all plugins: what units would be started with."""

    def __init__(self):
        self.units = []

    def create(self, name):
        return Plugin(self, name)


class Plugin:
    def __init__(self, plugins, name):
        self.plugins, self.name = plugins, name

    def create_instance(self, name, devices, udev, pre, post, options):
        self.plugins.units.append((name, self.name, devices, udev, options))
        return types.SimpleNamespace(name=name, plugin=self)

    def init_devices(self):
        pass

    assign_free_devices = initialize_instance = lambda self, instance: None


def load(folder, name):
    """Units of a profile, in the order in which tuned starts them."""
    variables = Variables()
    loader = Loader(Locator([folder]), Factory(), Merger(), None, variables)
    profile = loader.load(name)
    plugins = Plugins()
    inventory = types.SimpleNamespace(start_processing_events=lambda: None)
    Manager(plugins, None, 0, inventory, Config()).create(profile.units)
    return plugins.units, variables


def modified(value):
    """An operator, and what is behind it: base.py's assignment modifiers."""
    value = str(value)
    if len(value) > 1 and value[0] in "<>":
        return value[0], value[1:].strip()
    return "=", value


def sysctls(units, variables):
    """What the plugin sysctl would write, without looking at what is there."""
    found = {}
    cmd = commands()
    for _, kind, _, _, options in units:
        if kind != "sysctl":
            continue
        for name, value in options.items():
            op, value = modified(variables.expand(cmd.unquote(value)))
            found[name.replace("/", ".")] = (op, cmd.remove_ws(value))
    return found


def devices(units, variables):
    """What the plugin net would set of eth0, whose channels are combined."""
    found = {}
    free = ["eth0"]
    net = NetTuningPlugin.__new__(NetTuningPlugin)
    net._cmd = commands()
    for _, kind, names, udev, options in units:
        if kind != "net":
            continue
        if udev is None:
            mine = DeviceMatcher().match_list(names, free)
        else:
            mine = free if DeviceMatcherUdev().match(udev, UDEV) else []
        free = [device for device in free if device not in mine]
        if not mine:
            continue
        for key in ["nf_conntrack_hashsize"] + SCALARS:
            value = variables.expand(options.get(key))
            if value is not None:
                op, value = modified(value)
                where = key if key not in SCALARS else "link"
                found[where, key] = value if op == "=" else op + value
        for key in LISTS:
            value = variables.expand(options.get(key))
            if value is None:
                continue
            pairs = net._parse_config_parameters(value, key) or {}
            if not net._check_parameters(key, pairs):
                continue
            if key == "channels" and "combined" not in pairs and pairs:
                pairs = net._replace_channels_parameters(
                    key, net._cmd.dict2list(pairs), None)
            for name, number in pairs.items():
                found[key, FEATURES.get(name, name)] = number
    return found


def ours(wants, folder, name):
    run = subprocess.run([wants, folder, name], capture_output=True, text=True)
    found = {"sysctl": {}, "device": {}, "ignored": [], "error": None,
             "unknown": []}
    for line in run.stdout.splitlines():
        what, *words = line.split("\t")
        if what == "sysctl":
            found[what][words[0].replace("/", ".")] = (words[1], words[2])
        elif what == "device":
            found[what][words[0], words[1]] = words[2]
        elif what == "error":
            found[what] = words[0]
        else:
            found[what].append(words[0])
    if run.returncode not in (0, 1) or (run.returncode == 1) != bool(found["error"]):
        found["error"] = "status %d: %s" % (run.returncode, run.stderr)
    return found


def differences(folder, wants, name):
    mine = ours(wants, folder, name)
    try:
        units, variables = load(folder, name)
    except InvalidProfileException as error:
        return [] if mine["error"] else ["tuned refuses it: %s" % error]
    if mine["error"]:
        return ["only nettune refuses it: %s" % mine["error"]]
    wrong = []
    for what, wanted in (("sysctl", sysctls(units, variables)),
                         ("device", devices(units, variables))):
        for key in sorted(set(wanted) | set(mine[what])):
            got = mine[what].get(key)
            if wanted.get(key) != got:
                wrong.append("%s: tuned %s, nettune %s" %
                             (key, wanted.get(key), got))
    others = ["[%s]" % name for name, kind, *_ in units
              if kind not in ("sysctl", "net")]
    if set(others) != {name for name in mine["ignored"] if " " not in name}:
        wrong.append("for others: tuned %s, nettune %s" %
                     (others, mine["ignored"]))
    return wrong + ["not known: %s" % key for key in mine["unknown"]]


def main():
    _, _, folder, wants, *names = sys.argv
    failed = 0
    print("TAP version 13\n1..%d" % len(names))
    with tempfile.TemporaryDirectory() as cpus:
        consts.SYSFS_CPUS_PATH = fake_cpus(cpus)
        for number, name in enumerate(names, 1):
            wrong = differences(folder, wants, name)
            failed += bool(wrong)
            print("%sok %d - %s" % ("not " if wrong else "", number, name))
            for line in wrong:
                print("#   " + line)
    return 1 if failed else 0


sys.exit(main())
