#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The sampler of the CPUs' backlogs, and the configuration: off unless asked
# for, right under pressure, unharmed by CPUs that go, gone with the module.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-sampler-$$
BACKLOG=/proc/sys/net/core/netdev_max_backlog
PYTHON=${PYTHON:-python3}

# From include/uapi/linux/nettune.h: what "ask" sends
LEASE='2 2'	# SOFTNET_GET, SAMPLE
CONFIG_GET=4
CONFIG_SET=5	# 5 = EVENT_RATE
DEFAULTS='{"sampler_period_us":1000,"sampler_threshold":500,"sampler_always":false,"event_period_ms":500,"event_rate":100,"event_burst":200,"queue_high":800,"queue_low":500,"sampler_running":false,"events_running":false}'

# ask REQUEST...: what the command would not send. A request is a line: "COMMAND
# [ATTRIBUTE=VALUE]...". Prints for each "ERRNO ATTRIBUTE TEXT"; - = none is named
ask()
{
	"$PYTHON" "$TMP/ask.py" "$@"
}

cat >"$TMP/ask.py" <<'END'
import errno, socket, struct, sys

NLM_F_ACK_TLVS = 0x200
NLMSG_ERROR, NLMSG_DONE = 2, 3

def attr(kind, data):
    return struct.pack("HH", 4 + len(data), kind) + data + bytes(-len(data) % 4)

def attrs(data):
    at = 0
    while at + 4 <= len(data):
        size, kind = struct.unpack_from("HH", data, at)
        yield kind & 0x3fff, data[at + 4:at + size]
        at += (size + 3) & ~3

def exchange(family, flags, cmd, body):
    """Send a request. Return: it, and the messages of the answer."""
    body = struct.pack("BBH", cmd, 1, 0) + body
    request = struct.pack("IHHII", 16 + len(body), family, flags | 1, 1, 0) + body
    answer = []
    sock.send(request)
    while True:
        data = sock.recv(65536)
        while data:
            size, kind, flags = struct.unpack_from("IHH", data)
            answer.append((kind, flags, data[16:size]))
            data = data[(size + 3) & ~3:]
        if answer[-1][0] in (NLMSG_ERROR, NLMSG_DONE):
            return request, answer

def verdict(request, kind, flags, data):
    error, = struct.unpack_from("i", data)
    tlvs = data[4:]
    if kind == NLMSG_ERROR:
        tlvs = tlvs[16 if flags & 0x100 else len(request):]
    found = dict(attrs(tlvs)) if flags & NLM_F_ACK_TLVS else {}
    text = found.get(1, b"-").rstrip(b"\0").decode()
    bad = "-"
    if 2 in found:
        at, = struct.unpack("I", found[2])
        bad = struct.unpack_from("HH", request, at)[1] & 0x3fff
    return "%s %s %s" % (errno.errorcode.get(-error, error), bad, text)

def ask(line):
    cmd, *words = line.split()
    body = b""
    for word in words:
        kind, _, value = word.partition("=")
        body += attr(int(kind), struct.pack("I", int(value)) if value else b"")
    request, answer = exchange(family, 0x304 if cmd == "2" else 4, int(cmd), body)
    return verdict(request, *answer[-1])

sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
sock.setsockopt(270, 11, 1)  # SOL_NETLINK, NETLINK_EXT_ACK
_, answer = exchange(16, 4, 3, attr(2, b"nettune\0"))
family, = struct.unpack("H", dict(attrs(answer[0][2][4:]))[1])
for line in sys.argv[1:]:
    print(ask(line))
END

as_nobody()
{
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

config()
{
	"$NETTUNE" -j module config "$@"
}

# The sampler's timers, one a CPU. The kernel lists timers one by one, by their
# place in the queue: one that fires meanwhile shows twice, or makes another be
# left out. So what several readings name is counted, each once.
timers()
{
	cat /proc/timer_list /proc/timer_list /proc/timer_list /proc/timer_list |
		awk '/nt_sampler_look/ && !seen[$2]++ { n++ } END { print n + 0 }'
}

timers_are()
{
	[ "$(timers)" = "$1" ]
}

online()
{
	getconf _NPROCESSORS_ONLN
}

# As wait_for, for what is due in 10 s.
wait_long()
{
	wait_for "$@" || wait_for "$@"
}

# column NAME [CPU]: of softnet
column()
{
	"$NETTUNE" -j --source module softnet | jq -r "map(select(.cpu == ${2:-0})) | .[0].$1"
}

above()
{
	jq -en "$(column "$1" "$2") > $3" >/dev/null
}

below()
{
	jq -en "$(column "$1" "$2") < $3" >/dev/null
}

test_off()
{
	is "off: no timer" "$(timers)" 0
	is "off: what it would know is null" \
		"$("$NETTUNE" -j softnet | jq -c 'map([.peak, .avg10, .avg60, .avg300]) | unique')" \
		'[[null,null,null,null]]'
	is "the configuration as it is at first" "$(config)" "$DEFAULTS"
}

test_lease()
{
	is "a lease is granted" "$(ask "$LEASE=10")" "0 - -"
	is "... a timer on each CPU" "$(timers)" "$(online)"
	passes "... it ends by itself" wait_long timers_are 0
	is "... and the configuration says so" "$(config | jq .sampler_running)" false
	is "... and all is null again" "$(column peak)" null
	run "$NETTUNE" -j softnet --sample=1
	is "softnet --sample: exit status" "$status $err" "0 "
	is "... it knows" "$(jq -c 'map(.peak != null) | unique' <<<"$out")" "[true]"
	config sampler_always=1 >/dev/null
	is "always: a timer on each CPU" "$(timers)" "$(online)"
	is "... what they know is there" \
		"$("$NETTUNE" -j --source module softnet | jq -c 'map([.peak, .avg10, .avg60, .avg300] | all(. != null)) | unique')" \
		'[true]'
	is "... and the configuration says so" "$(config | jq .sampler_running)" true
	config sampler_always=0 >/dev/null
	passes "not always: none, once nobody asks" wait_long timers_are 0
}

test_refusals()
{
	local range='integer out of range'
	local cross='QUEUE_LOW would be above QUEUE_HIGH'
	local requests=() names=() wanted=() answers name answer i

	# Each has a valid change before it: all or none. What the kernel says by
	# itself differs between its versions.
	while IFS='|' read -r name request answer; do
		names+=("$name")
		requests+=("$request")
		wanted+=("$answer")
	done <<END
SAMPLER_PERIOD_US=99|5 5=7 1=99|ERANGE 1 $range
SAMPLER_PERIOD_US=1000001|5 5=7 1=1000001|ERANGE 1 $range
SAMPLER_PERIOD_US=4294967295|5 5=7 1=4294967295|ERANGE 1 $range
SAMPLER_THRESHOLD=0|5 5=7 2=0|ERANGE 2 $range
SAMPLER_THRESHOLD=1001|5 5=7 2=1001|ERANGE 2 $range
SAMPLER_ALWAYS=2|5 5=7 3=2|ERANGE 3 $range
EVENT_PERIOD_MS=49|5 5=7 4=49|ERANGE 4 $range
EVENT_PERIOD_MS=60001|5 5=7 4=60001|ERANGE 4 $range
EVENT_RATE=0|5 6=7 5=0|ERANGE 5 $range
EVENT_RATE=10001|5 6=7 5=10001|ERANGE 5 $range
EVENT_BURST=0|5 5=7 6=0|ERANGE 6 $range
EVENT_BURST=10001|5 5=7 6=10001|ERANGE 6 $range
QUEUE_HIGH=0|5 5=7 7=0|ERANGE 7 $range
QUEUE_HIGH=1001|5 5=7 7=1001|ERANGE 7 $range
QUEUE_LOW=1001|5 5=7 8=1001|ERANGE 8 $range
QUEUE_LOW over QUEUE_HIGH|5 5=7 8=801|EINVAL 8 $cross
QUEUE_HIGH under QUEUE_LOW|5 5=7 7=499|EINVAL 7 $cross
both, crossed|5 7=100 8=101|EINVAL 8 $cross
SAMPLER_RUNNING, which can only be read|5 5=7 9=1|EINVAL 9 this can't be set
EVENTS_RUNNING likewise|5 5=7 10=1|EINVAL 10 this can't be set
an unknown attribute|5 5=7 12=1|EINVAL 12
RESET with a value|5 5=7 11=1|ERANGE 11
a value without bytes|5 5=7 2|EINVAL 2
CONFIG_GET with an attribute|4 1=1000|EINVAL 1
a lease of 0 seconds|2 2=0|ERANGE 2 $range
a lease of 3601 seconds|2 2=3601|ERANGE 2 $range
an unknown attribute of SOFTNET_GET|2 3=1|EINVAL 3
END
	mapfile -t answers < <(ask "${requests[@]}")
	for i in "${!names[@]}"; do
		has "${names[i]}: refused" "${answers[i]-nothing}" "^${wanted[i]}"
	done
	is "all of them have changed nothing" "$(config)" "$DEFAULTS"
	is "... and started nothing" "$(timers)" 0
}

test_set()
{
	local changed='{"sampler_period_us":100,"sampler_threshold":1,"sampler_always":false,"event_period_ms":60000,"event_rate":10000,"event_burst":1,"queue_high":1000,"queue_low":0,"sampler_running":false,"events_running":false}'

	is "all is set, and shown" "$(config sampler_period_us=100 sampler_threshold=1 \
		event_period_ms=60000 event_rate=10000 event_burst=1 queue_high=1000 queue_low=0)" \
		"$changed"
	is "... and stays" "$(config)" "$changed"
	is "both bounds move at once" "$(config queue_low=900 queue_high=900 |
		jq -c '[.queue_low, .queue_high]')" "[900,900]"
	run "$NETTUNE" module config queue_high=5
	is "the command passes a refusal on: exit status" "$status" 1
	has "... and the kernel's words" "$err" "QUEUE_LOW would be above QUEUE_HIGH"
	has "the table names keys, values, ranges" "$("$NETTUNE" module config)" \
		'^queue_low +900 +0-1000 +permille'
	config sampler_period_us=1000 sampler_threshold=500 event_period_ms=500 event_rate=100 \
		event_burst=200 queue_high=800 queue_low=500 >/dev/null
	is "back to what it was" "$(config)" "$DEFAULTS"
}

test_rights()
{
	local answers

	cp "$NETTUNE" "$TMP/nettune" && chmod 755 "$TMP" "$TMP/nettune"
	chmod 644 "$TMP/ask.py"
	mapfile -t answers < <(as_nobody "$PYTHON" "$TMP/ask.py" $CONFIG_GET "$CONFIG_SET 5=7" "$LEASE=5")
	is "not root: the configuration can't be read" "${answers[0]-}" "EPERM - -"
	is "... nor set" "${answers[1]-}" "EPERM - -"
	is "... nor the sampler started" "${answers[2]-}" "EPERM - -"
	run as_nobody unshare -r -n "$TMP/nettune" -j module config
	is "root of a user namespace reads the configuration" "$status $out" "0 $DEFAULTS"
	run as_nobody unshare -r -n "$TMP/nettune" module config event_rate=7
	is "... and can't set it" "$status" 1
	has "... and is told so" "$err" "not permitted"
	run as_nobody unshare -r -n "$TMP/nettune" softnet --sample=1
	is "... nor start the sampler" "$status" 1
	has "... and is told what is needed" "$err" \
		"not permitted: SAMPLE needs CAP_NET_ADMIN in the initial user namespace"
	is "nothing has changed, nothing runs" "$(config) $(timers)" "$DEFAULTS 0"
}

# Datagrams to many sockets at once, sent on CPU 0, to be received on CPU 1: it
# takes them in more slowly than they come.
cat >"$TMP/flood.py" <<'END'
import os, socket

def bound():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("", 9999))
    return sock

receivers = [bound() for i in range(200)]
os.sched_setaffinity(0, {0})
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
while True:
    sender.sendto(b"x", ("127.255.255.255", 9999))
END

test_pressure()
{
	local before calm flood high

	if [ "$(online)" -lt 2 ]; then
		skip "pressure" "one CPU only"
		return
	fi
	namespace $NS
	# In a mount namespace of its own: the others need the /sys with the cgroups.
	in_namespace $NS unshare --mount sh -c 'mount -t sysfs sysfs /sys &&
		echo 2 >/sys/class/net/lo/queues/rx-0/rps_cpus' || { result 1 "RPS"; return; }
	before=$(cat $BACKLOG)
	echo 64 >$BACKLOG
	config sampler_always=1 reset >/dev/null
	calm=$(column avg10 1)
	# Not by a function, whose process would not be the one to kill.
	nsenter --net=/run/netns/$NS -- "$PYTHON" "$TMP/flood.py" &
	flood=$!
	LOADS+=("$flood")
	passes "flood: the average rises" wait_for above avg10 1 20
	passes "... the longer ones too" above avg300 1 0
	passes "... more slowly" jq -en "$(column avg10 1) > $(column avg300 1)"
	# One more than the limit has room.
	is "... the peak is the limit" "$(jq -n "$(column peak 1) | . == 64 or . == 65")" true
	passes "... packets were dropped" above dropped 1 0
	note "calm: avg10 $calm; flood: $("$NETTUNE" softnet | tail -n 2 | tr -s ' \n' ' ')"
	kill $flood
	wait $flood 2>/dev/null
	high=$(column avg10 1)
	passes "over: the average falls" wait_for below avg10 1 "$high"
	is "... the peak stays" "$(jq -n "$(column peak 1) >= 64")" true
	config reset >/dev/null
	is "reset: forgotten" "$(jq -n "$(column avg300 1) == 0")" true
	echo "$before" >$BACKLOG
	config sampler_always=0 >/dev/null
}

# Timer interrupts of all CPUs in a second
ticks()
{
	local before

	before=$(awk '/LOC:/ { for (i = 2; i <= NF && $i ~ /^[0-9]+$/; i++) n += $i } END { print n }' \
		/proc/interrupts)
	sleep 1
	awk -v before="$before" '/LOC:/ { for (i = 2; i <= NF && $i ~ /^[0-9]+$/; i++) n += $i }
		END { print n - before }' /proc/interrupts
}

test_period()
{
	local slow

	config sampler_period_us=1000000 sampler_always=1 >/dev/null
	slow=$(ticks)
	config sampler_period_us=100 >/dev/null
	# In the same second as the timer was to expire at first.
	passes "a shorter period takes effect at once" test "$(ticks)" -gt $((slow * 3))
	config sampler_period_us=1000000 >/dev/null
	passes "... and a longer one" test "$(ticks)" -lt $((slow * 3))
	config sampler_period_us=1000 sampler_always=0 >/dev/null
}

test_hotplug()
{
	local cpu=/sys/devices/system/cpu/cpu1/online

	if [ ! -w $cpu ]; then
		skip "CPUs that come and go" "none can"
		return
	fi
	config sampler_always=1 >/dev/null
	echo 0 >$cpu
	is "a CPU goes: its timer too" "$(online) $(timers)" "1 1"
	is "... and its record" "$("$NETTUNE" -j --source module softnet | jq -c 'map(.cpu)')" "[0]"
	echo 1 >$cpu
	is "it comes again: so does its timer" "$(timers)" "$(online)"
	is "... with nothing of before" "$(jq -n "$(column avg300 1) == 0")" true
	echo 0 >$cpu
	config sampler_always=0 >/dev/null
	is "switched off without it" "$(timers)" 0
	config sampler_always=1 >/dev/null
	is "switched on without it" "$(timers)" 1
	config sampler_always=0 >/dev/null
	echo 1 >$cpu
	is "it comes after all is off: none" "$(timers)" 0
}

# The module goes while it samples, because it was configured to or asked to.
unload_sampling()
{
	local i

	for ((i = 0; i < 6; i++)); do
		module_load && config sampler_period_us=100 sampler_always=$((i % 2)) >/dev/null &&
			ask "$LEASE=3600" >/dev/null &&
			! timers_are 0 && module_unload && timers_are 0 || return
	done
}

need_module
module_unload
need_module
command -v "$PYTHON" >/dev/null || skip_all "no $PYTHON"
test_off
test_lease
test_refusals
test_set
test_rights
test_pressure
test_period
test_hotplug
passes "unloaded while it samples, 6 times" unload_sampling
module_load
is "loaded again: off" "$(timers) $(config)" "0 $DEFAULTS"
finish
