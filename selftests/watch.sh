#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Events: for each kind a real cause, told to those who listen where it happened
# and to nobody else, counted as the kernel counts it; and no work without them.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NS=nt-watch-$$
OTHER=nt-watch-other-$$
TRACING=/sys/kernel/tracing
RATE=5
BURST=10

# watch NAMESPACE FILE [OPTION...]: watches from the return on; sets $watcher
watch()
{
	local name=$1 file=$2

	shift 2
	: >"$file.err"
	"$NETTUNE" -j -N "$name" watch "$@" >"$file" 2>"$file.err" &
	watcher=$!
	LOADS+=("$watcher")
	wait_for grep -q "watching for events" "$file.err"
}

# of FILE FILTER: the events that pass a jq filter, summed up by another
of()
{
	# The last line may not be complete yet.
	grep '}$' "$1" | jq -s -c "map(select(.kind == \"$2\"${4:+ and ($4)})) | $3"
}

# Does a jq filter of a kind of events give this now?
of_is()
{
	[ "$(of "$1" "$2" "$3" "${5-}")" = "$4" ]
}

# tells NAME FILE KIND FILTER WANTED [SELECT]: sooner or later
tells()
{
	wait_for of_is "$2" "$3" "$4" "$5" "${6-}"
	is "$1" "$(of "$2" "$3" "$4" "${6-}")" "$5"
}

# ss_drops NAMESPACE PORT OPTION...: sk_drops of the sockets at a local port
ss_drops()
{
	local name=$1 port=$2

	shift 2
	in_namespace "$name" ss -nmOH "$@" "sport = :$port" |
		awk 'match($0, /,d[0-9]+\)/) { n += substr($0, RSTART + 2, RLENGTH - 3) }
		     END { print n + 0 }'
}

# The events of a port have counted what the socket has; drops may still come.
counted()
{
	local file=$1 kind=$2 name=$3 port=$4

	shift 4
	of_is "$file" "$kind" 'map(.count) | add' "$(ss_drops "$name" "$port" "$@")" \
		".socket.local.port == $port"
}

port_of()
{
	jq ".made[$2].sockets[0].local.port" "$1"
}

# netstat NAMESPACE NAME...: sum of counters of /proc/net/netstat
netstat()
{
	local name=$1

	shift
	in_namespace "$name" awk -v want=" $* " '
		$1 == "TcpExt:" && !names { for (i = 2; i <= NF; i++) name[i] = $i; names = 1; next }
		$1 == "TcpExt:" { for (i = 2; i <= NF; i++) if (index(want, " " name[i] " ")) n += $i }
		END { print n + 0 }' /proc/net/netstat
}

# A listener whose queue is filled, and emptied when standard input says so.
queue_and_accept()
{
	perl -MSocket -e '
		$| = 1;
		socket(my $l, AF_INET, SOCK_STREAM, 0) or die;
		bind($l, sockaddr_in(0, INADDR_LOOPBACK)) or die;
		listen($l, 4) or die;
		for (1 .. 5) {
			socket($c[$_], AF_INET, SOCK_STREAM, 0) or die;
			connect($c[$_], getsockname($l)) or die;
		}
		print((sockaddr_in(getsockname($l)))[0], "\n");
		<STDIN>;
		accept($a[$_], $l) for 1 .. 5;
		<STDIN>;'
}

# A connection that was offered a window for which there is no room any longer.
shrunk_receiver()
{
	perl -MSocket -e '
		$| = 1;
		socket(my $l, AF_INET, SOCK_STREAM, 0) or die;
		bind($l, sockaddr_in(0, INADDR_LOOPBACK)) or die;
		listen($l, 4) or die;
		socket(my $c, AF_INET, SOCK_STREAM, 0) or die;
		connect($c, getsockname($l)) or die;
		accept(my $a, $l) or die;
		setsockopt($a, SOL_SOCKET, SO_RCVBUF, 1) or die;
		setsockopt($c, 6, 1, 1) or die;
		send($c, "x" x 200, 0) or die for 1 .. 100;
		print((sockaddr_in(getsockname($a)))[0], "\n");
		<STDIN>;'
}

# A socket that holds megabytes of the protocol's memory.
hoard_udp()
{
	perl -MSocket -e '
		$| = 1;
		socket(my $u, AF_INET, SOCK_DGRAM, 0) or die;
		setsockopt($u, SOL_SOCKET, 33, 16 << 20) or die;
		bind($u, sockaddr_in(0, INADDR_LOOPBACK)) or die;
		socket(my $s, AF_INET, SOCK_DGRAM, 0) or die;
		send($s, "x" x 1400, 0, getsockname($u)) or die for 1 .. 3000;
		print "full\n";
		<STDIN>;'
}

# start FUNCTION: in $NS, with its standard input at descriptor 7; sets $said
start()
{
	rm -f "$TMP/in"
	mkfifo "$TMP/in"
	: >"$TMP/said"
	export -f "${1?}"
	in_namespace "$NS" bash -c "$1" <"$TMP/in" >"$TMP/said" &
	LOADS+=("$!")
	exec 7>"$TMP/in"
	wait_for test -s "$TMP/said"
	said=$(cat "$TMP/said")
}

as_nobody()
{
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

test_listeners()
{
	local port

	watch "$NS" "$TMP/a"
	watch "$OTHER" "$TMP/b"
	load "$NS" "$TMP/load.json" accept=5:6:3 || { result 1 "load: accept"; return; }
	port=$(port_of "$TMP/load.json" 0)
	wait_for counted "$TMP/a" listener_drop "$NS" "$port" -tl
	result $? "accept queue: drops told are those of the listener"
	is "... and there were some" "$(of "$TMP/a" listener_drop 'map(.count) | add > 0')" true
	tells "... high, once, with depth and limit" "$TMP/a" listener_high \
		'map([.socket.local.port, .socket.accept_q, .socket.accept_max])' "[[$port,6,5]]"
	load "$NS" "$TMP/syn.json" syn=100:90 || { result 1 "load: syn"; return; }
	port=$(port_of "$TMP/syn.json" 0)
	tells "SYN queue: high, once" "$TMP/a" listener_high \
		'map([.socket.syn_q, .socket.syn_max])' "[[90,100]]" ".socket.local.port == $port"
	is "the namespace is that of the event" \
		"$(jq -s -c 'map(.netns) | unique' "$TMP/a")" "[$(stat -Lc %i "/run/netns/$NS")]"
	is "another namespace hears nothing of it" "$(grep -c socket.:.netid "$TMP/b")" 0
	kill "$(jq .pid "$TMP/load.json")" "$(jq .pid "$TMP/syn.json")"
	start queue_and_accept
	tells "a queue that fills: high" "$TMP/a" listener_high length 1 \
		".socket.local.port == $said"
	echo >&7
	tells "... and is emptied: normal" "$TMP/a" listener_normal \
		'map([.socket.accept_q, .count])' "[[0,null]]" ".socket.local.port == $said"
	exec 7>&-
}

test_receivers()
{
	local port before after

	load "$NS" "$TMP/load.json" udp=20 -6 udp=300:100 || { result 1 "load: udp"; return; }
	port=$(port_of "$TMP/load.json" 0)
	tells "UDP: every drop is told" "$TMP/a" udp_drop 'map(.count) | add' 20 \
		".socket.local.port == $port"
	is "... as the socket counts them" "$(ss_drops "$NS" "$port" -ua)" 20
	port=$(port_of "$TMP/load.json" 1)
	tells "UDP over IPv6 likewise" "$TMP/a" udp_drop 'map(.count) | add' 300 \
		".socket.local.port == $port"
	is "... the drops of the last one are all there were" \
		"$(of "$TMP/a" udp_drop '[last | .socket.drops, .socket.family]' \
			".socket.local.port == $port")" '[300,"inet6"]'
	before=$(netstat "$NS" TCPRcvQDrop RcvPruned TCPBacklogDrop TCPZeroWindowDrop)
	start shrunk_receiver
	wait_for counted "$TMP/a" tcp_drop "$NS" "$said" -t state established
	result $? "TCP: drops told are those of the socket"
	after=$(netstat "$NS" TCPRcvQDrop RcvPruned TCPBacklogDrop TCPZeroWindowDrop)
	is "... and there were some" \
		"$(of "$TMP/a" tcp_drop 'map(.count) | add > 0' ".socket.local.port == $said")" true
	is "... which the namespace's counters have too" "$((after > before))" 1
	exec 7>&-
	is "another namespace has heard nothing of it" "$(grep -c socket.:.netid "$TMP/b")" 0
}

softnet_dropped()
{
	local fields n=0

	while read -ra fields; do
		n=$((n + 0x${fields[1]}))
	done </proc/net/softnet_stat
	echo "$n"
}

# Packets that another CPU is to process, faster than it can.
flood_backlog()
{
	local i before=$1

	for ((i = 0; i < 50; i++)); do
		taskset -c 0 perl -MSocket -e '
			socket(my $s, AF_INET, SOCK_DGRAM, 0) or die;
			send($s, "x", 0, sockaddr_in(9, INADDR_LOOPBACK)) for 1 .. 2000'
		[ "$(softnet_dropped)" = "$before" ] || return 0
	done
	return 1
}

test_backlog()
{
	local rps=/sys/class/net/lo/queues/rx-0/rps_cpus
	local limit before were

	if [ "$(nproc)" = 1 ] || [ ! -w $rps ]; then
		skip "backlog: drops" "needs two CPUs and RPS"
		return
	fi
	limit=$(cat /proc/sys/net/core/netdev_max_backlog)
	were=$(cat $rps)
	before=$(softnet_dropped)
	echo 2 >$rps
	echo 1 >/proc/sys/net/core/netdev_max_backlog
	flood_backlog "$before"
	result $? "backlog: a flood is dropped"
	echo "$limit" >/proc/sys/net/core/netdev_max_backlog
	echo "$were" >$rps
	for file in a b; do
		tells "... and told in every namespace" "$TMP/$file" softnet_drop \
			'map(.count) | add' $(($(softnet_dropped) - before))
	done
	is "... as belonging to none, with the CPU" \
		"$(of "$TMP/a" softnet_drop 'map([.netns, .cpu.cpu]) | unique')" '[[null,1]]'
}

test_memory()
{
	local were_tcp were_udp

	were_tcp=$(cat /proc/sys/net/ipv4/tcp_mem)
	were_udp=$(cat /proc/sys/net/ipv4/udp_mem)
	echo "10 20 1000000" >/proc/sys/net/ipv4/tcp_mem
	load "$NS" "$TMP/load.json" unread=1000000 unread=1000000 unread=1000000 \
		unread=1000000 unread=1000000 || { result 1 "load: unread"; return; }
	tells "memory: TCP comes under pressure" "$TMP/a" memory_pressure \
		'map([.netns, .memory.pressure, .memory.allocated > 20])' '[[null,20,true]]' \
		'.memory.protocol == "tcp"'
	echo "$were_tcp" >/proc/sys/net/ipv4/tcp_mem
	kill "$(jq .pid "$TMP/load.json")"
	tells "... and is normal again" "$TMP/a" memory_normal length 1 \
		'.memory.protocol == "tcp"'
	# Its first limit is the one that counts.
	echo "1000 1000000 1000000" >/proc/sys/net/ipv4/udp_mem
	start hoard_udp
	tells "memory: UDP comes under pressure" "$TMP/a" memory_pressure length 1 \
		'.memory.protocol == "udp"'
	exec 7>&-
	echo "$were_udp" >/proc/sys/net/ipv4/udp_mem
	tells "... and is normal again" "$TMP/a" memory_normal length 1 \
		'.memory.protocol == "udp"'
	is "nothing was lost on the way" "$(jq -s 'map(.lost) | add' "$TMP/a")" 0
}

test_rights()
{
	cp "$NETTUNE" "$TMP/nettune" && chmod 755 "$TMP" "$TMP/nettune"
	run as_nobody "$TMP/nettune" --source module watch --duration 1
	is "not root: exit status" "$status" 1
	has "... says what is needed" "$err" "not permitted.*CAP_NET_ADMIN"
	run as_nobody unshare -r "$TMP/nettune" --source module watch --duration 1
	is "root of a user namespace, in the host's network namespace: refused" "$status" 1
	run as_nobody unshare -r -n "$TMP/nettune" --source module watch --duration 1
	is "root of a user namespace, in its own network namespace: allowed" "$status" 0
}

test_command()
{
	local signal

	run "$NETTUNE" watch --duration 1
	is "--duration: ends" "$status:$out" "0:"
	for signal in INT TERM; do
		# A shell's background job ignores SIGINT.
		env --default-signal=INT "$NETTUNE" -j -N "$NS" watch >/dev/null 2>"$TMP/sig.err" &
		watcher=$!
		wait_for grep -q "watching" "$TMP/sig.err"
		kill -s $signal $watcher
		wait $watcher
		is "SIG$signal: ends" $? 0
	done
	run "$NETTUNE" --source diag watch --duration 1
	is "--source diag: ends" "$status:$out" "0:"
	has "... says that it only looks now and then" "$err" "note: looking every second"
	watch "$NS" "$TMP/count" --count 2
	load "$NS" "$TMP/load.json" udp=1 udp=1 udp=1 || { result 1 "load: udp"; return; }
	wait "$watcher"
	is "--count: exit status" $? 0
	is "... so many lines, each of them an object" \
		"$(jq -c '[.kind, .count]' "$TMP/count" | sort | uniq -c | tr -s ' ')" ' 2 ["udp_drop",1]'
	kill "$(jq .pid "$TMP/load.json")"
	# One who reads the first line and goes.
	mkfifo "$TMP/pipe"
	"$NETTUNE" -N "$NS" watch >"$TMP/pipe" 2>"$TMP/pipe.err" &
	watcher=$!
	exec 8<"$TMP/pipe"
	wait_for grep -q "watching" "$TMP/pipe.err"
	exec 8<&-
	wait_for_end "$watcher"
	result $? "output that nobody reads any longer: ends"
	is "... without a word" "$(wc -l <"$TMP/pipe.err")" 1
}

gone()
{
	! kill -0 "$1" 2>/dev/null
}

wait_for_end()
{
	wait_for gone "$1"
}

# Functions of the module that ran since this was last called.
module_ran()
{
	grep -cv '^#' "$TRACING/trace"
	echo >"$TRACING/trace"
}

# An idle module runs nothing: not for a time as long as several looks.
module_idle()
{
	module_ran >/dev/null
	sleep 2
	[ "$(module_ran)" = 0 ]
}

test_idle()
{
	[ -e $TRACING/trace ] || mount -t tracefs nodev $TRACING 2>/dev/null
	if ! echo ':mod:nettune' >$TRACING/set_ftrace_filter 2>/dev/null ||
	   ! echo function >$TRACING/current_tracer; then
		skip "nobody listens: the module does nothing" "no function tracer"
		return
	fi
	module_ran >/dev/null
	watch "$NS" "$TMP/idle"
	load "$NS" "$TMP/load.json" udp=50 accept=2:3:1 || { result 1 "load: udp"; return; }
	tells "somebody listens: drops are told" "$TMP/idle" udp_drop 'map(.count) | add' 50
	is "... and the module's functions are seen to run" "$(($(module_ran) > 0))" 1
	kill "$(jq .pid "$TMP/load.json")"
	kill -KILL "$watcher"
	wait "$watcher" 2>/dev/null
	wait_for module_idle
	result $? "the one who listened was killed: the module does nothing any longer"
	load "$NS" "$TMP/load.json" udp=50 accept=2:3:1 || { result 1 "load: udp"; return; }
	is "... not even when something is dropped" "$(module_ran)" 0
	kill "$(jq .pid "$TMP/load.json")"
	echo nop >$TRACING/current_tracer
	echo >$TRACING/set_ftrace_filter
}

# Never more events of a kind than the burst and what the rate allows since the
# first one of it (and one for the rounding of times).
within_rate()
{
	jq -s -e --argjson rate $RATE --argjson burst $BURST '
		group_by(.kind) | all(.[]; length <= $burst + 1 +
			$rate * (last.time - first.time))' "$1" >/dev/null
}

storm_specs()
{
	local i

	for ((i = 0; i < 30; i++)); do
		echo accept=1:2:1 udp=3
	done
}

# What the listeners of the storm have dropped.
storm_dropped()
{
	in_namespace "$NS" ss -tlnmOH | awk -v ports=" $(jq -j '.made[].sockets[] |
			select(.role == "listener") | "\(.local.port) "' "$TMP/load.json")" '
		{ port = $4; sub(/.*:/, "", port) }
		index(ports, " " port " ") && match($0, /,d[0-9]+\)/) {
			n += substr($0, RSTART + 2, RLENGTH - 3) }
		END { print n + 0 }'
}

# Has all of it been told?
storm_told()
{
	of_is "$TMP/storm" listener_drop 'map(.count) | add' "$(storm_dropped)"
}

test_storm()
{
	local specs

	read -ra specs < <(storm_specs | tr '\n' ' ')
	passes "the rate can be set" \
		"$NETTUNE" module config event_rate=$RATE event_burst=$BURST
	watch "$NS" "$TMP/storm"
	load "$NS" "$TMP/load.json" "${specs[@]}" || { result 1 "load: storm"; return; }
	wait_for storm_told
	result $? "storm: what was lost by listeners is told all the same, later"
	within_rate "$TMP/storm"
	result $? "... at no more than the rate"
	is "... those not sent are counted" "$(jq -s 'map(.lost) | add > 0' "$TMP/storm")" true
	kill "$watcher"
	kill "$(jq .pid "$TMP/load.json")"
}

# Namespaces that come and go while somebody listens in them.
test_namespaces()
{
	local i

	for ((i = 0; i < 8; i++)); do
		ip netns add "$NS-$i"
		ip -n "$NS-$i" link set lo up
		"$NETTUNE" -N "$NS-$i" watch --duration 5 >/dev/null 2>&1 &
		in_namespace "$NS-$i" "$NT_LOAD" --hold 2 udp=5 accept=1:2:1 >/dev/null </dev/zero &
		sleep 0.2
		ip netns del "$NS-$i"
	done
	watch "$NS" "$TMP/after" --count 1
	load "$NS" "$TMP/load.json" udp=5 || { result 1 "load: udp"; return; }
	wait_for_end "$watcher"
	result $? "namespaces came and went: events are told as before"
	kill "$(jq .pid "$TMP/load.json")"
}

test_unload()
{
	watch "$NS" "$TMP/u1"
	local first=$watcher
	watch "$OTHER" "$TMP/u2"
	load "$NS" "$TMP/load.json" accept=1:2:3 accept=1:2:3 || { result 1 "load"; return; }
	# Itself, not a shell around it, is what has to be killed.
	nsenter --net="/run/netns/$NS" -- perl -MSocket -e '
		socket(my $u, AF_INET, SOCK_DGRAM, 0) or die;
		setsockopt($u, SOL_SOCKET, SO_RCVBUF, 1) or die;
		bind($u, sockaddr_in(0, INADDR_LOOPBACK)) or die;
		socket(my $s, AF_INET, SOCK_DGRAM, 0) or die;
		send($s, "x", 0, getsockname($u)) while 1;' &
	LOADS+=("$!")
	tells "a storm goes on" "$TMP/u1" udp_drop 'length > 2' true
	passes "the module is unloaded meanwhile" module_unload
	wait_for_end "$first"
	wait "$first"
	is "... those who listen are told: exit status" $? 1
	has "... and why" "$(cat "$TMP/u1.err")" "module was unloaded"
	passes "... and loaded again" module_load
	kill "${LOADS[-1]}"
	wait "${LOADS[-1]}"
}

need_module
command -v perl >/dev/null || skip_all "needs perl"
for name in "$NS" "$OTHER"; do
	namespace "$name"
done
test_listeners
test_receivers
test_backlog
test_memory
kill "${LOADS[@]}" 2>/dev/null
test_rights
test_command
test_idle
test_storm
test_namespaces
test_unload
finish
