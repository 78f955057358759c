#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The command line from outside, without the module: options, messages, exit
# codes, broken output, truncated answers. Nothing is set outside of network
# namespaces of its own. NETTUNE is the binary to test.

here=$(cd "$(dirname "$0")" && pwd)
NETTUNE=${NETTUNE:-$here/../../tools/nettune}
SHIM=$here/obj/trunc_preload.so
OOM=$here/obj/oom_preload.so
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT
export NETTUNE_STATE=$TMP/state NETTUNE_ROOT=$TMP/root NETTUNE_PROFILES=$TMP/profiles
mkdir "$TMP/root" "$TMP/profiles"
cat >"$TMP/profiles/one.conf" <<'END'
[main]
summary=One setting
[sysctl]
# Why it is so.
net.ipv4.tcp_retries2 = 9
END
echo '[main]' >"$TMP/profiles/none.conf"
# A setting that another namespace than the first has not.
printf '[sysctl]\n# Why.\nnet.core.netdev_max_backlog => 4096\n' >"$TMP/profiles/host.conf"
tests=0 failures=0

# result STATUS NAME [DETAIL]
result()
{
	tests=$((tests + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tests - $2"
	else
		echo "not ok $tests - $2"
		[ -z "$3" ] || echo "#   ${3//$'\n'/$'\n'#   }"
		failures=$((failures + 1))
	fi
}

skip()
{
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

# run COMMAND...: sets status, out, err
run()
{
	timeout 30 "$@" >"$TMP/out" 2>"$TMP/err"
	status=$?
	out=$(tr -d '\0' <"$TMP/out")
	err=$(tr -d '\0' <"$TMP/err")
}

# expect NAME STATUS STDERR_REGEX [STDOUT_REGEX]: "" = nothing at all; stderr
# is one line at most
expect()
{
	local bad=""

	[ "$status" = "$2" ] || bad+="exit $status for $2; "
	[ "$(grep -c ^ "$TMP/err")" -le 1 ] || bad+="more than a line on stderr; "
	if [ -n "$3" ]; then
		[[ $err =~ $3 ]] || bad+="stderr is not like /$3/; "
	else
		[ -z "$err" ] || bad+="stderr; "
	fi
	if [ $# -gt 3 ]; then
		[[ -n $4 && $out =~ $4 || -z $4 && -z $out ]] ||
			bad+="stdout is not like /$4/; "
	fi
	[ -z "$bad" ]
	result $? "$1" "$bad
stderr: $err
stdout: ${out:0:200}"
}

valid_json()
{
	python3 -m json.tool <"$1" >/dev/null 2>"$TMP/json"
}

expect_json()
{
	valid_json "$TMP/out"
	result $? "$1: valid JSON" "$(cat "$TMP/json"; head -c 300 "$TMP/out")"
}

test_usage()
{
	local name args message

	while IFS='|' read -r name args message; do
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" $args
		expect "$name" 2 "^nettune: $message" ""
	done <<'END'
unknown letter|-z|unknown option '-z' \(see 'nettune --help'\)
unknown letter of a command|sockets -z|unknown option '-z' \(see 'nettune sockets --help'\)
unknown letter among others|sockets -tzu|unknown option '-z'
unknown word|--bogus|unknown option '--bogus'
unknown word of a command|sockets --bogus|unknown option '--bogus'
unknown command|bogus|unknown command 'bogus'
option of one command for another|softnet -t|unknown option '-t'
filter that is none|sockets bogus|filter: 'bogus': a condition is expected
argument too many for softnet|softnet 0|unknown argument '0'
option of another command for nic|nic -t|unknown option '-t'
devices of every namespace|nic --all-netns|nic: --all-netns is not for this command
argument too many for doctor|doctor 0|unknown argument '0'
no time for doctor|doctor --interval 0|'--interval 0' is out of range
no number for doctor|doctor --interval x|'--interval x' makes no sense
doctor everywhere|doctor --all-netns|doctor: --all-netns is not for this command
status everywhere|status --all-netns|status: --all-netns is not for this command
backlogs everywhere|softnet --all-netns|softnet: --all-netns is not for this command \(choose one with -N\)
meanings everywhere|explain --all-netns ECONNRESET|explain: --all-netns is not for this command
the module everywhere|module status --all-netns|module: --all-netns is not for this command
events everywhere|watch --all-netns|watch: --all-netns is not for this command
value that makes no sense|--source bogus sockets|'--source bogus' makes no sense
value that makes no sense, after the command|sockets --color=bogus|'--color=bogus' makes no sense
value missing|sockets -N|no value after option '-N'
value missing after a word|sockets --source|no value after option '--source'
value where none belongs|sockets --json=1|a value was given to option '--json=1'
ports that are none|sockets --sport http|'--sport http' makes no sense \(see 'nettune sockets --help'\)
port out of range|sockets --dport 65536|'--dport 65536' is out of range
ports backwards|sockets --sport 2-1|'--sport 2-1' makes no sense
ports too many|sockets --sport 1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8|'--sport .*' is more than can be asked for
address that is none|sockets --src 10.0.0|'--src 10.0.0' makes no sense
prefix too long|sockets --dst 10.0.0.0/33|'--dst 10.0.0.0/33' is out of range
state that is none|sockets --state bogus|'--state bogus' makes no sense
user that is none|sockets --uid no-such-user|'--uid no-such-user' makes no sense
minimum of nothing|sockets --min rmem|'--min rmem' makes no sense
minimum in percent of what has no limit|sockets --min drops=5%|'--min drops=5%' makes no sense
minimum too high|sockets --min=recvq=5G|'--min=recvq=5G' is out of range
none at the top|sockets --top 0|'--top 0' is out of range
too many at the top|sockets --top 10001|'--top 10001' is out of range
order by an unknown key|sockets --top 5 --by size|'--by size' makes no sense
order of all|sockets --by rmem|--by needs --top \(see 'nettune sockets --help'\)
top of a summary|sockets --top 5 --summary|--top shows sockets, --summary adds them up: not both
group by an unknown key|sockets --group-by comm|'--group-by comm' makes no sense
too many groups|sockets --max-groups 16385|'--max-groups 16385' is out of range
a namespace and all of them|-N x --all-netns sockets|-N is one namespace, --all-netns every one: not both
a device in all namespaces|sockets --all-netns --ifname lo|--ifname is a device of one namespace
module without argument|module|'module' needs an argument
module with an unknown one|module bogus|unknown argument 'bogus'
unknown key of the configuration|module config bogus=1|unknown key 'bogus=1'
value out of range|module config sampler_period_us=99|'sampler_period_us=99': sampler_period_us needs a number from 100 to 1000000
value that can only be read|module config events_running=1|'events_running=1': events_running can't be set
key given twice|module config queue_low=1 queue_low=2|'queue_low=2': queue_low is given twice
sampling for no time|softnet --sample=0|'--sample=0' is out of range
sampling for no number|softnet --sample=x|'--sample=x' makes no sense
profile missing for diff|diff|diff: which profile\? \(see 'nettune profiles'\)
profile missing for apply|apply --dry-run|apply: which profile\?
profile missing for profiles show|profiles show|profiles: which profile\?
profile missing for lint|lint|lint: which profile\?
profile missing for export|export sysctl.d|export: which profile\?
letter that diff has not|diff -z one|unknown option '-z' \(see 'nettune diff --help'\)
word that apply has not|apply --bogus one|unknown option '--bogus' \(see 'nettune apply --help'\)
word that confirm has not|confirm --force|unknown option '--force' \(see 'nettune confirm --help'\)
word that revert has not|revert --dry-run|unknown option '--dry-run' \(see 'nettune revert --help'\)
letter that history has not|history -a|unknown option '-a' \(see 'nettune history --help'\)
word that verify has not|verify --confirm|unknown option '--confirm' \(see 'nettune verify --help'\)
letter that lint has not|lint -v one|unknown option '-v' \(see 'nettune lint --help'\)
word that profiles has not|profiles --dev x|unknown option '--dev' \(see 'nettune profiles --help'\)
devices missing for diff|diff --dev|no value after option '--dev' \(see 'nettune diff --help'\)
file missing for export|export tuned one -o|no value after option '-o' \(see 'nettune export --help'\)
no time to confirm|apply --confirm=0 one|'--confirm=0' is out of range \(see 'nettune apply --help'\)
more than a day to confirm|apply --confirm=86401 one|'--confirm=86401' is out of range
a time to confirm that is none|apply --confirm=1m one|'--confirm=1m' makes no sense
argument too many for confirm|confirm 1|unknown argument '1' \(see 'nettune confirm --help'\)
argument too many for revert|revert 1 2|unknown argument '2' \(see 'nettune revert --help'\)
argument too many for history|history 1|unknown argument '1' \(see 'nettune history --help'\)
number that no apply has|revert 0|revert: '0' is no number of an apply \(see 'nettune history'\)
number that is none|revert x|revert: 'x' is no number of an apply
unknown word for profiles|profiles list|profiles: unknown argument 'list' \(expected show NAME...\)
format missing|export|which format\? \(see 'nettune export --help'\)
format that is none|export bogus one|unknown format 'bogus' \(see 'nettune export --help'\)
every namespace for diff|diff --all-netns one|diff: --all-netns is not for this command \(choose one with -N\)
every namespace for revert|revert --all-netns|revert: --all-netns
sampling without the module|softnet --sample --source diag|--sample needs the nettune module
help of an unknown command|help bogus|unknown command 'bogus'
END
	run "$NETTUNE"
	[[ $status = 2 && -z $out && $err = "Usage: nettune"* ]]
	result $? "no command: usage on stderr, exit 2" "$status $out"
	run "$NETTUNE" $'bo\e[31mgus'
	expect "a message escapes control characters" 2 "unknown command 'bo\\\\x1b\[31mgus'" ""
}

# One rule for every command: it looks at a capture, or its help has no --from,
# and it says so.
test_from()
{
	local command known=0

	"$NETTUNE" --source diag capture -o "$TMP/capture.json" --interval 0.1 2>"$TMP/err"
	result $? "a capture for --from" "$(cat "$TMP/err")"
	for command in $("$NETTUNE" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
		[ "$command" = help ] && continue
		known=$((known + 1))
		if "$NETTUNE" "$command" --help | grep -q '^ *--from FILE'; then
			run "$NETTUNE" --from "$TMP/capture.json" -N x "$command"
			expect "$command: a capture is one namespace" 2 \
				"^nettune: --from is one namespace and one source: not with -N" ""
			run "$NETTUNE" --from "$TMP/none.json" "$command" lo
			[[ $err != *"--from"* ]]
			result $? "$command: takes a capture" "$err"
			continue
		fi
		run "$NETTUNE" --from "$TMP/capture.json" "$command"
		expect "$command: takes no capture" 2 \
			"^nettune: --from: a capture does not answer '$command'" ""
	done
	[ $known -ge 20 ]
	result $? "every command was asked" "$known"
	for command in "module status" "module config" "softnet --sample=1" "export tuned x"; do
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" --from "$TMP/capture.json" $command
		expect "$command: takes no capture" 2 "^nettune: --from: a capture does not answer '" ""
	done
	run "$NETTUNE" --from "$TMP/capture.json" --source diag status
	expect "a capture is one source" 2 "^nettune: --from is one namespace and one source" ""
}

# Times are seconds, which need not be whole, wherever one is given.
test_times()
{
	local command

	for command in status doctor top "capture -o $TMP/none" "watch --count 1"; do
		local option=--interval

		[[ $command = watch* ]] && option=--duration
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" $command $option 0.5x
		expect "$command: no time" 2 "'$option 0.5x' makes no sense" ""
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" $command $option -0.5
		expect "$command: a time below 0" 2 "'$option -0.5' is out of range" ""
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" $command $option 1e12
		expect "$command: a time without end" 2 "'$option 1e12' is out of range" ""
	done
	for command in "watch --duration" "-j status --interval" "capture -o - --interval"; do
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" --source diag $command 0.1
		[ "$status" = 0 ]
		result $? "$command: a tenth of a second" "$status $err"
	done
}

no_wide_line()
{
	local wide

	wide=$(awk 'length > 80' "$TMP/out")
	[ -z "$wide" ]
	result $? "$1: fits 80 columns" "$wide"
}

# is_command NAME...: in the list of commands
is_command()
{
	local name missing=""

	for name in "$@"; do
		"$NETTUNE" help | grep -q "^  $name " || missing+=" $name"
	done
	[ -z "$missing" ]
	result $? "help: lists the commands that tune" "not there:$missing"
}

test_help()
{
	local args

	for args in --help -h help "softnet -h" "help sockets" "sockets -t -j --help"; do
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" $args
		expect "help: $args" 0 "" "^Usage: nettune "
		no_wide_line "help: $args"
	done
	# The list of commands has them all.
	for args in $("$NETTUNE" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
		[ "$args" != help ] || continue
		run "$NETTUNE" "$args" --help
		expect "help: $args --help" 0 "" "^Usage: nettune $args "
		no_wide_line "help: $args --help"
	done
	is_command diff apply confirm revert history verify profiles lint export
	for args in --version -V "sockets -V"; do
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" $args
		expect "version: $args" 0 "" "^nettune [0-9]+\.[0-9]+"
	done
}

test_sources()
{
	local command

	if [ -d /sys/module/nettune ]; then
		skip "without the module" "the module is loaded here"
		return
	fi
	for command in sockets softnet; do
		run "$NETTUNE" --source module $command
		expect "$command: module wanted, not there" 1 \
			"^nettune: $command: no nettune module.*modprobe nettune" ""
		run "$NETTUNE" $command --source auto -j
		expect "$command: falls back, says so once" 0 \
			"^nettune: note: module not loaded" "^\["
		expect_json "$command"
		run "$NETTUNE" $command --source diag
		expect "$command: sock_diag was asked for" 0 ""
	done
	run "$NETTUNE" module status
	expect "module status: not loaded" 3 "" "^Module: not loaded"
	run "$NETTUNE" module load
	expect "module load: none for this kernel" 1 \
		"^nettune: module: load: (no module for kernel|.*without modules|.*as root)" ""
	run "$NETTUNE" module unload
	expect "module unload: not loaded" 1 "^nettune: module: unload: .*(not loaded|without modules|as root)" ""
	run "$NETTUNE" module -j status
	expect "module status, JSON" 3 "" '"loaded":false'
	expect_json "module status"
}

# What is asked of the sources, on the machine as it is.
test_questions()
{
	local args

	for args in "-x" "-xa" "--summary" "-tux --group-by port" "--group-by listener" \
		"--group-by netns --histogram" "--top 3" "--top 3 --by drops" "--min rmem=80%" \
		"--sport 1-65535 --dst ::/0,0.0.0.0/0" "--uid root --state all" "--max-groups 1"; do
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" --source diag sockets $args
		expect "sockets $args" 0 "" "^(Netid|Group) "
		# shellcheck disable=SC2086 # the words of a row
		run "$NETTUNE" --source diag -j sockets $args
		expect "sockets $args, JSON" 0 "" "^\["
		expect_json "sockets $args"
	done
	run "$NETTUNE" --source diag sockets --top 3 --by syn
	expect "sock_diag does not know SYN queues" 1 \
		"^nettune: sockets: --by: only the nettune module knows" ""
	run "$NETTUNE" --source diag sockets --min syn=1
	expect "... not even for a minimum" 1 \
		"^nettune: sockets: --min: only the nettune module knows" ""
	run "$NETTUNE" --source diag sockets --ifname no-such-device
	expect "a device that is not there" 1 \
		"^nettune: sockets: network device 'no-such-device': No such device" ""
	run "$NETTUNE" --source diag sockets --cgroup /no/such/group
	expect "a cgroup that is not there" 1 \
		"^nettune: sockets: cgroup '/no/such/group': No such file or directory" ""
}

test_netns()
{
	local name ns

	while IFS='|' read -r name ns; do
		run "$NETTUNE" --source diag -N "$ns" sockets
		expect "namespace: $name" 1 "^nettune: sockets: network namespace '$ns': [A-Z]" ""
	done <<'END'
not there|nettune-no-such-namespace
leaves the folder|../proc
a folder|..
empty|
no namespace|/dev/null
a path that is not there|/proc/0/ns/net
END
}

test_output()
{
	local command

	printf '[sysctl]\nnet.ipv4.tcp_tw_recycle = 1\n' >"$TMP/bad.conf"
	for command in "sockets -a" "-j sockets -a" softnet "-j softnet" "nic -av" "-j nic" --help --version \
		"-j module status" profiles "-j profiles" "profiles show one" "-j profiles show one" \
		"diff one" "-j diff one" "apply --dry-run one" "-j apply --dry-run one" history "-j history" \
		"export sysctl.d one" "export tuned one" "verify -v one" "-j verify one" "lint $TMP/bad.conf" \
		"-j lint $TMP/bad.conf"; do
		# shellcheck disable=SC2086 # the words of a row
		run bash -c '"$0" --source diag "$@" >&-' "$NETTUNE" $command
		expect "closed stdout: $command" 1 "^nettune: writing output: Bad file descriptor"
		# shellcheck disable=SC2086 # the words of a row
		run bash -c '"$0" --source diag "$@" >/dev/full' "$NETTUNE" $command
		expect "full disk: $command" 1 "^nettune: writing output: No space left on device"
	done
	run bash -c '"$0" --source diag sockets -a 2>&-' "$NETTUNE"
	expect "closed stderr" 0 "" "^Netid"
	run bash -c '"$0" --source diag sockets -a <&-' "$NETTUNE"
	expect "closed stdin" 0 "" "^Netid"
	run bash -c '"$0" --source diag sockets -a | head -1; exit ${PIPESTATUS[1]}' "$NETTUNE"
	expect "head -1" 0 "" "^Netid"
	run bash -c '"$0" help | :' "$NETTUNE"
	expect "a reader that went away" 0 "" ""
	run bash -c 'trap "" PIPE; { sleep 0.3; "$0" help; echo $? >&2; } | :' "$NETTUNE"
	expect "a reader that went away, SIGPIPE ignored: quiet" 0 "^1$" ""
}

# What stands where a file is to be written must not become one; a file that may
# not get larger is an error, not the end.
test_files()
{
	local command kind

	mkfifo "$TMP/fifo"
	ln -s /proc/self/fd/1 "$TMP/link"
	for command in "capture --interval 0.1" "export tuned one" "export prometheus"; do
		for kind in fifo link profiles; do
			# shellcheck disable=SC2086 # the words of a row
			run "$NETTUNE" $command -o "$TMP/$kind"
			expect "$command: onto a $kind" 1 "/$kind' is no regular file" ""
		done
	done
	[ -p "$TMP/fifo" ] && [ -L "$TMP/link" ] && [ -d "$TMP/profiles" ]
	result $? "what was there is there still"
	run "$NETTUNE" -N "$TMP/fifo" sockets
	expect "a pipe is no network namespace" 1 "/fifo': Invalid argument" ""
	run bash -c 'ulimit -f 1; exec "$0" --source diag export prometheus -o "$1"' "$NETTUNE" "$TMP/small"
	expect "a file that may not get as large" 1 "/small: File too large" ""
	[ ! -e "$TMP/small" ]
	result $? "a file that may not get as large is not there"
	run "$NETTUNE" export tuned one -o "/$(printf '%5000s' x)"
	expect "a name that is too long" 1 "File name too long" ""
}

# A capture that a signal ends leaves nothing behind, and what was there as it was.
test_cut_short()
{
	local folder=$TMP/cut_short signal number pid i

	mkdir "$folder"
	echo kept >"$folder/it"
	for signal in TERM:143 INT:130 HUP:129; do
		number=${signal#*:}
		signal=${signal%:*}
		env --default-signal="$signal" "$NETTUNE" --source diag capture --interval 600 \
			-o "$folder/it" 2>/dev/null &
		pid=$!
		for ((i = 0; i < 200; i++)); do
			[ -e "$folder/it.$pid.part" ] && break
			sleep 0.1
		done
		[ -e "$folder/it.$pid.part" ]
		result $? "capture: it is being written"
		kill -s "$signal" "$pid"
		wait "$pid" 2>/dev/null
		[ $? = "$number" ] && [ "$(ls -A "$folder"):$(cat "$folder/it")" = it:kept ]
		result $? "capture: ended by SIG$signal, nothing of it is left" "$(ls -A "$folder")"
	done
}

test_no_proc()
{
	local command

	if ! unshare -m true 2>/dev/null || ldd "$NETTUNE" | grep -q libasan; then
		skip "without /proc" "no mount namespace to be had, or the sanitizer needs /proc"
		return
	fi
	for command in history revert confirm; do
		run unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' sh \
			env NETTUNE_STATE="$TMP/none" "$NETTUNE" "$command"
		expect "without /proc: $command" 1 "^nettune: $command: /proc is not mounted" ""
	done
}

# Journals that can't be read do not hide others, nor what they tell of.
test_journals()
{
	local folder=$TMP/journals

	mkdir -m 700 "$folder"
	ln -s /dev/null "$folder/000001.jsonl"
	mkfifo "$folder/000002.jsonl"
	mkdir "$folder/000003.jsonl"
	run env NETTUNE_STATE="$folder" "$NETTUNE" history
	expect "history: journals that can't be read" 4 "" "1 - +damaged.* 2 - +damaged.* 3 - +damaged"
	run env NETTUNE_STATE="$folder" "$NETTUNE" -j history
	expect_json "history: journals that can't be read"
	run env NETTUNE_STATE="$folder" "$NETTUNE" revert
	expect "revert: a journal that can't be read" 1 "/000003.jsonl is damaged: what it changed is not known" ""
}

# As many connections as it takes at once, then none, then one.
test_crowd()
{
	local i port=

	: >"$TMP/listen"
	"$NETTUNE" export prometheus --listen 0 2>"$TMP/listen" >/dev/null &
	for ((i = 0; i < 100; i++)); do
		port=$(sed -n 's!.*http://127.0.0.1:\([0-9]*\)/.*!\1!p' "$TMP/listen")
		[ -n "$port" ] && break
		sleep 0.1
	done
	run python3 -c '
import socket, sys, time
at = ("127.0.0.1", int(sys.argv[1]))
for number in (16, 17, 1):
    crowd = [socket.create_connection(at, 20) for i in range(number)]
    for one in crowd if number == 1 else []:
        one.sendall(b"HEAD /metrics HTTP/1.0\r\n\r\n")
        print(one.recv(15).decode())
    time.sleep(0.5)
    for one in crowd:
        one.close()
    time.sleep(0.5)' "${port:-1}"
	expect "metrics: it answers after a crowd has left" 0 "" "^HTTP/1.. 200 OK"
	kill %1
	wait %1 2>/dev/null
}

# without_memory COMMAND...: each of its allocations refused in its turn, alone and
# with all that follow: it says so, and what it has printed is no half of JSON.
without_memory()
{
	local all at on bad="" short="nettune: .*(Cannot allocate memory|there is no profile)"

	all=$(LD_PRELOAD=$OOM NT_OOM_COUNT=3 "$NETTUNE" "$@" 3>&1 >/dev/null 2>&1)
	for on in "" NT_OOM_ON=1; do
		for ((at = all; at > 0 && at > all - 60; at--)); do
			run env LD_PRELOAD="$OOM" NT_OOM_AT=$at $on "$NETTUNE" "$@"
			case $status in
			0) ;;
			1) [[ $err =~ $short ]] || bad+=" $at:silent" ;;
			*) bad+=" $at:$status" ;;
			esac
			[ "$status" = 0 ] || [ "$1" != -j ] || [ -z "$out" ] ||
				jq . <<<"$out" >/dev/null 2>&1 || bad+=" $at:json"
		done
	done
	[ "${all:-0}" -gt 0 ] && [ -z "$bad" ]
	result $? "without memory: $*" "$bad of ${all:-none}"
}

test_memory()
{
	if [ ! -f "$OOM" ] || ldd "$NETTUNE" | grep -q libasan; then
		skip "without memory" "$OOM is not built, or the sanitizer would not have it"
		return
	fi
	without_memory profiles
	without_memory -j profiles
	without_memory export tuned one
	without_memory export sysctl.d one
	without_memory export prometheus
}

test_empty()
{
	if ! unshare -n true 2>/dev/null; then
		skip "empty namespace" "may not make a network namespace here"
		return
	fi
	run unshare -n "$NETTUNE" --source diag -j sockets -a
	expect "empty namespace: JSON" 0 "" "^\[\]$"
	expect_json "empty namespace"
	run unshare -n "$NETTUNE" --source diag sockets -a
	expect "empty namespace: headings" 0 "" "^Netid State .* Drops$"
	run unshare -n "$NETTUNE" --source diag -j sockets -x --group-by port
	expect "empty namespace: no groups, JSON" 0 "" "^\[\]$"
	run unshare -n "$NETTUNE" --source diag -j sockets --summary
	expect "empty namespace: nothing added up, JSON" 0 "" '"sockets":0,.*"rmem_pct":null'
	expect_json "empty namespace, summary"
	run unshare -n "$NETTUNE" --source diag sockets -aH
	expect "empty namespace: no headings" 0 "" ""
	run unshare -n "$NETTUNE" -j nic
	expect "other namespace: it has its own loopback, JSON" 0 "" '"ifname":"lo","ifindex":1,"kind":null'
	expect_json "other namespace, nic"
	run unshare -n "$NETTUNE" nic -a
	expect "other namespace: a device of which little is known" 0 "" "lo +- +(off|down)( +-){4} +0 +"
	run "$NETTUNE" nic lo no-such-device
	expect "a device that is not there" 1 "^nettune: nic: no network device 'no-such-device'" ""
	run unshare -n "$NETTUNE" --source diag -j softnet
	expect "other namespace: the backlog's limit is not there to see" 0 "" '"max_backlog":null'
}

# in_ns ARG...: nettune in the namespace of this test
in_ns()
{
	run nsenter --net="$TMP/ns" "$NETTUNE" "$@"
}

# What tunes, from nothing to nothing, in a namespace of its own.
test_tuning()
{
	local args message

	: >"$TMP/ns"
	if ! unshare --net="$TMP/ns" true 2>/dev/null; then
		skip "tuning in a namespace" "may not make one here"
		return
	fi
	in_ns confirm
	expect "confirm: nothing was applied" 1 "^nettune: confirm: nothing was applied yet" ""
	in_ns revert
	expect "revert: nothing was applied" 0 "^nettune: revert: nothing was applied yet" ""
	in_ns -j revert
	expect "revert: nothing, JSON" 0 "nothing was applied" '^\{"id":null,"restored":0,'
	expect_json "revert: nothing"
	in_ns -j history
	expect "history: empty, JSON" 0 "" "^\[\]$"
	in_ns history
	expect "history: empty" 0 "" "^ID Time"
	while IFS='|' read -r args message; do
		# shellcheck disable=SC2086 # the words of a row
		in_ns $args
		expect "no such profile: $args" 1 "^nettune: $message" ""
	done <<END
diff bogus|diff: there is no profile 'bogus' \(looked in $TMP/profiles\)
apply bogus|apply: there is no profile 'bogus'
apply --dry-run one bogus|apply: there is no profile 'bogus'
verify bogus|verify: there is no profile 'bogus'
profiles show bogus|profiles: there is no profile 'bogus'
export sysctl.d bogus|export: there is no profile 'bogus'
lint bogus|lint: there is no profile 'bogus'
diff /no/such.conf|diff: /no/such.conf: No such file or directory
lint ./no-such.conf|lint: ./no-such.conf: No such file or directory
diff ..|diff: '..' can't be the name of a profile
END
	for args in "diff none" "apply --dry-run none" "profiles show none" "verify none" "lint none"; do
		# shellcheck disable=SC2086 # the words of a row
		in_ns -j $args
		expect "$args: empty, JSON" 0 "" "^\[\]$"
	done
	in_ns -j verify
	expect "verify: nothing to compare with, JSON" 0 "nothing was applied here" "^\[\]$"
	NETTUNE_PROFILES=$TMP/root in_ns -j profiles
	expect "profiles: there is none, JSON" 0 "" "^\[\]$"
	in_ns -j apply none
	expect "apply: nothing is wanted, JSON" 0 "" '^\{"id":null,"confirm_s":null,"steps":\[\],"restart":\[\]\}$'
	in_ns diff host
	expect "diff: the machine's own, in a namespace" 0 "" "^Action.*refused +net.core.netdev_max_backlog"
	in_ns apply --dry-run host
	[ "$status" = 4 ]
	result $? "apply --dry-run: refused, and its exit status says so" "$status"
	in_ns revert 7
	expect "revert: an apply that there was not" 1 "^nettune: revert: .*7" ""
	in_ns confirm
	expect "confirm: there is none" 1 "^nettune: confirm: nothing is to be confirmed" ""
	# Nobody is in it yet but those who wait for each other.
	[ "$(ls "$TMP/state")" = lock ]
	result $? "... and no journal was begun" "$(ls "$TMP/state")"
	NETTUNE_STATE=$TMP/no/state in_ns apply one
	expect "apply: no place for a journal" 1 \
		"^nettune: apply: the folder for journals, $TMP/no/state: No such file or directory" ""
	chmod 777 "$TMP/profiles" && NETTUNE_STATE=$TMP/profiles in_ns apply one
	expect "apply: a place where others write" 1 \
		"^nettune: apply: $TMP/profiles: not this user's own, or others can write to it" ""
	chmod 755 "$TMP/profiles"
	umount "$TMP/ns"
}

# The sockets that the test itself opens are seen by both sources of truth.
test_socket()
{
	local want

	python3 -c '
import socket, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(7)
print(s.getsockname()[1], flush=True); time.sleep(300)' >"$TMP/port" &
	for _ in {1..100}; do
		[ -s "$TMP/port" ] && break
		sleep 0.05
	done
	want="127.0.0.1:$(cat "$TMP/port")"
	run "$NETTUNE" --source diag sockets -tlnH4
	expect "a listener is shown" 0 "" "tcp +LISTEN +0 +7 $want +0\.0\.0\.0:\* +0\.0 +0\.0 +0/7 +- +0"
	run "$NETTUNE" --source diag sockets -j -tl4
	expect "a listener, JSON" 0 "" "\"port\":${want#*:}.*\"accept_q\":0,\"accept_max\":7,\"accept_pct\":0.0,\"syn_q\":null,\"syn_young\":null,\"syn_max\":null,\"limit_from\":\"listen\""
	run "$NETTUNE" --source diag sockets -t4
	[[ $out != *"$want"* ]]
	result $? "a listener is not shown without -l and -a"
	run "$NETTUNE" --source diag sockets -ul
	[[ $out != *"$want"* ]]
	result $? "a TCP listener is not shown with -u"
	run "$NETTUNE" --source diag sockets -6l
	[[ $out != *"$want"* ]]
	result $? "an IPv4 listener is not shown with -6"
	test_truncated
	kill %1
	wait %1 2>/dev/null
}

# Needs a socket to be there, so that there is an answer to cut.
test_truncated()
{
	local cut

	if [ ! -f "$SHIM" ]; then
		skip "truncated answers" "$SHIM is not built"
		return
	fi
	for cut in 1 2 3 4 5 8 15 16 17 19 20 21 40 100; do
		run env LD_PRELOAD="$SHIM" ASAN_OPTIONS=verify_asan_link_order=0 \
			NT_TRUNC_BYTES=$cut "$NETTUNE" --source diag -j sockets -tl4
		expect "answer cut by $cut bytes" 1 "^nettune: sockets: the kernel's answer (is truncated|stopped)"
		expect_json "answer cut by $cut bytes"
	done
	run env LD_PRELOAD="$SHIM" ASAN_OPTIONS=verify_asan_link_order=0 \
		NT_TRUNC_BYTES=100000 "$NETTUNE" --source diag sockets -tl4
	expect "empty answer" 1 "^nettune: sockets: the kernel's answer is truncated"
	run env LD_PRELOAD="$SHIM" ASAN_OPTIONS=verify_asan_link_order=0 \
		NT_TRUNC_BYTES=3 "$NETTUNE" --source module sockets
	expect "the search for the module cut" 1 "^nettune: sockets: asking the nettune module: the kernel's answer is truncated" ""
	run env LD_PRELOAD="$SHIM" ASAN_OPTIONS=verify_asan_link_order=0 \
		NT_TRUNC_BYTES=0 "$NETTUNE" --source diag sockets -tl4
	expect "nothing cut: the shim itself does no harm" 0 "" "$want"
}

# A namespace with nothing in it, and a second of it.
test_doctor()
{
	# Other processes may have something wrong with them.
	local alone=(unshare --net --pid --mount --fork --mount-proc)

	if ! "${alone[@]}" true 2>/dev/null; then
		skip "doctor in an empty namespace" "no right to make one"
		return
	fi
	run "${alone[@]}" "$NETTUNE" --source diag doctor --interval 1
	expect "doctor: healthy, and what it did not look at" 0 "" \
		"No queue is full, nothing is being lost.*Not looked at:"
	[ "$(awk 'length > 79' "$TMP/out")" = "" ]
	result $? "doctor: no line is longer than 79 columns"
	run "${alone[@]}" "$NETTUNE" --source diag -j doctor --interval 1
	expect "doctor: an empty array" 0 "not looked at" "^\[\]"
	expect_json "doctor"
}

test_unprivileged()
{
	local args

	if [ "$(id -u)" != 0 ] || ! setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
		skip "not as root" "can't become another user here"
		return
	fi
	cp "$NETTUNE" "$TMP/nettune" && chmod 755 "$TMP" "$TMP/nettune"
	run setpriv --reuid=65534 --regid=65534 --clear-groups "$TMP/nettune" --source diag -j sockets -a
	expect "not as root: sockets by sock_diag" 0 "" "^\["
	expect_json "not as root"
	run setpriv --reuid=65534 --regid=65534 --clear-groups "$TMP/nettune" \
		-N /proc/self/ns/net --source diag sockets
	expect "not as root: another namespace" 1 "Operation not permitted \\(run as root\\)" ""
	chmod -R a+rX "$TMP/profiles"
	for args in "diff one" "profiles show one" "lint one" "export tuned one" "apply --dry-run one"; do
		# shellcheck disable=SC2086 # the words of a row
		run setpriv --reuid=65534 --regid=65534 --clear-groups "$TMP/nettune" $args
		[ "$status" = 0 ]
		result $? "not as root: $args" "$status: $err"
	done
	run setpriv --reuid=65534 --regid=65534 --clear-groups "$TMP/nettune" apply one
	expect "not as root: apply" 1 "^nettune: apply: .*Permission denied \(run as root\)" ""
	run env NETTUNE_STATE=/dev/null setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$TMP/nettune" apply one
	expect "not as root: apply, and no folder either" 1 "^nettune: apply: " ""
}

[ -x "$NETTUNE" ] || { echo "Bail out! $NETTUNE is not there"; exit 1; }
echo "TAP version 13"
test_usage
test_from
test_times
test_help
test_sources
test_questions
test_netns
test_output
test_files
test_cut_short
test_no_proc
test_journals
test_crowd
test_memory
test_empty
test_socket
test_doctor
test_tuning
test_unprivileged
echo "1..$tests"
[ $failures = 0 ]
