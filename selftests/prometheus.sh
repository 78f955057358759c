#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# 'nettune export prometheus' against Debian's Prometheus and node_exporter, in a
# network namespace of this script's own: what is told is read and asked for
# again, and an alert comes and goes with the listener that overflows. NETTUNE is
# the command; NETTUNE_SAN, if it is there, is what garbage is sent to.

CACHE=${NETTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nettune}/prometheus

have_servers()
{
	local name

	for name in prometheus promtool prometheus-node-exporter; do
		command -v "$name" >/dev/null || return
	done
}

unpack_servers()
(
	local name

	mkdir -p "$CACHE" && cd "$CACHE" &&
		apt-get download -q prometheus prometheus-node-exporter >log 2>&1 || return
	for name in ./*.deb; do
		dpkg-deb -x "$name" . || return
	done
	rm -f ./*.deb && touch complete
)

# Debian's packages start what is in them, so they are not installed for this.
find_servers()
{
	have_servers && return
	PATH=$CACHE/usr/bin:$PATH
	[ -e "$CACHE/complete" ] || unpack_servers && have_servers
}

# none WHY: without it, nothing can be tested
none()
{
	echo "1..0 # SKIP $*"
	exit 4
}

# Nothing here is to be seen from outside, or to be in the way of anybody.
if [ -z "${NT_ALONE:-}" ]; then
	map=()
	[ "$(id -u)" = 0 ] || map=(--map-root-user)
	if ! unshare "${map[@]}" --net true 2>/dev/null; then
		none "no network namespace to be had (run as root)"
	fi
	find_servers || none "no Prometheus to be had (see $CACHE/log)"
	export PATH NT_ALONE=1
	exec unshare "${map[@]}" --net -- "$0" "$@"
fi

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NT_LAB=${NT_LAB:-$HERE/nt_lab}
NETTUNE_SAN=${NETTUNE_SAN:-$HERE/../tools/obj-san/nettune}
RULES=$HERE/../tools/prometheus
STARTED=()
# What only root may read.
LEFT_OUT=
[ -r /proc/1/fd ] || LEFT_OUT=descriptors
export NETTUNE_STATE=$TMP/state

end_started()
{
	kill "${STARTED[@]}" 2>/dev/null
	wait "${STARTED[@]}" 2>/dev/null
	STARTED=()
}
trap 'end_started; cleanup' EXIT

# until_true SECONDS COMMAND...: tried again and again, for so long at most
until_true()
{
	local end=$((SECONDS + $1))

	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.2
	done
}

# serve FILE ARG...: an endpoint on a free port; sets SERVER and URL
serve()
{
	local file=$1

	shift
	"$NETTUNE" "$@" export prometheus --listen 0 2>"$file" &
	SERVER=$!
	STARTED+=("$SERVER")
	wait_for grep -q '/metrics$' "$file"
	URL=$(sed -n 's/^nettune: metrics are at //p' "$file")
}

# get WHAT CURL-ARG...: of what was answered
get()
{
	local what=$1

	shift
	curl -s -m 20 -o /dev/null -w "%{$what}" "$@"
}

# known_metrics: names that the exporter knows, with those that a histogram has
known_metrics()
{
	"$NETTUNE" -j export prometheus --list | jq -r '.[] | .name,
		if .type == "histogram" then "\(.name)_\("bucket", "sum", "count")" else empty end'
}

# unknown_in FILE...: names in rules or a dashboard that it does not know
unknown_in()
{
	grep -ohE '\bnettune_[a-z_]+' "$@" | sort -u | comm -23 - <(known_metrics | sort -u)
}

rules_hold()
{
	(cd "$1" && promtool test rules nettune.rules.test.yml)
}

test_files()
{
	passes "rules: promtool checks them" promtool check rules "$RULES/nettune.rules.yml"
	passes "rules: they do as their test says" rules_hold "$RULES"
	cp -r "$RULES" "$TMP/rules"
	sed -i '/drift/s/> 0/> 5/' "$TMP/rules/nettune.rules.yml"
	! rules_hold "$TMP/rules" >/dev/null 2>&1
	result $? "rules: another threshold is noticed"
	passes "dashboard: valid JSON, with panels" \
		jq -e '.title and (.panels | length > 10)' "$RULES/dashboard.json"
	is "dashboard: panels have numbers of their own" \
		"$(jq -c '.panels | map(.id) | length - (unique | length)' "$RULES/dashboard.json")" 0
	is "rules and dashboard: all metrics are known" \
		"$(unknown_in "$RULES/nettune.rules.yml" "$RULES/dashboard.json")" ""
	sed 's/nettune_stage_lost_total/nettune_stage_loss_total/' "$RULES/dashboard.json" >"$TMP/wrong"
	is "... one that is not is noticed" "$(unknown_in "$TMP/wrong")" nettune_stage_loss_total
	jq -r '.panels[].targets // [] | .[].expr' "$RULES/dashboard.json" |
		sed 's/\$__rate_interval/1m/; s/\$instance/.*/' |
		jq -Rn '{groups: [{name: "d", rules: [inputs | {record: "r", expr: .}]}]}' >"$TMP/panels.yml"
	passes "dashboard: promtool reads all that is asked for" promtool check rules "$TMP/panels.yml"
}

# What makes no sense: exit code 2, one line that tells why.
test_usage()
{
	local args why

	while IFS='|' read -r args why; do
		# shellcheck disable=SC2086 # words
		run timeout 20 "$NETTUNE" $args
		is "usage: $args" "$status:$out:$err" "2::nettune: $why"
	done <<-END
		export prometheus web|unknown argument 'web' (see 'nettune export --help')
		export prometheus -j|export: metrics have a format of their own, not with --json
		export prometheus -o x --listen 1|export: --output or --listen, not both
		export prometheus --dev x|export: --dev is not for metrics
		export tuned --list web|export: --listen, --list and --max-series are for 'prometheus' only
		export prometheus --max-series 0|'--max-series 0' is out of range (see 'nettune export --help')
		export prometheus --max-series x|'--max-series x' makes no sense (see 'nettune export --help')
		export prometheus --listen x|export: --listen 'x': not an address and a port, as in 127.0.0.1:9100 or [::1]:9100
		export prometheus --listen ::1:80|export: --listen '::1:80': not an address and a port, as in 127.0.0.1:9100 or [::1]:9100
		export prometheus --listen 1.2.3.4:99999|export: --listen '1.2.3.4:99999': not an address and a port, as in 127.0.0.1:9100 or [::1]:9100
		--all-netns export prometheus|export: metrics are of one network namespace, not with --all-netns (see -N)
	END
}

test_textfile()
{
	local file=$TMP/text/nettune.prom

	mkdir "$TMP/text"
	run "$NETTUNE" export prometheus -o "$file"
	if [ -z "$LEFT_OUT" ]; then
		is "textfile: written, without a word" "$status:$out$err" "0:"
	else
		is "textfile: written, and told what is not in it" "$status:$out$err" \
			"4:nettune: note: left out, for they can't be read: $LEFT_OUT"
	fi
	exec 9<"$file"
	"$NETTUNE" export prometheus -o "$file" 2>/dev/null
	is "... another takes its place, nothing is left beside it" \
		"$(ls -A "$TMP/text"):$(stat -c '%a %h' "$file"):$(stat -Lc %h /dev/fd/9)" \
		"nettune.prom:644 1:0"
	exec 9<&-
	promtool check metrics <"$file" >"$TMP/promtool" 2>&1
	is "... promtool has nothing to say" "$?:$(cat "$TMP/promtool")" "0:"
	"$NETTUNE" export prometheus 2>/dev/null | sed 's/ [^ ]*$//' >"$TMP/stdout"
	is "... as on stdout" "$(diff <(sed 's/ [^ ]*$//' "$file") "$TMP/stdout")" ""
	run "$NETTUNE" export prometheus -o "$TMP/none/x.prom"
	is "... no folder to write to" "$status:$err" \
		"1:nettune: export: $TMP/none/x.prom: No such file or directory"
	mkfifo "$TMP/pipe"
	cat "$TMP/pipe" >/dev/null &
	exec 9>"$TMP/pipe"
	kill $!
	wait $!
	"$NETTUNE" export prometheus >&9 2>"$TMP/stderr"
	status=$?
	exec 9>&-
	[ $status = 1 ] || [ $status = 141 ]
	result $? "... a reader who went away is no news"
	is "... nothing is said of it" "$(grep -v 'note: left out' "$TMP/stderr")" ""
	"$NETTUNE" capture -o "$TMP/capture.json" --interval 0 2>/dev/null
	run "$NETTUNE" --from "$TMP/capture.json" export prometheus
	has "... of a capture" "$status:$out" '^nettune_source_info\{source="capture"\} 1$'
	is "... which knows nothing of profiles" "$(grep -c 'collector="profiles"' <<<"$out")" 0
}

# The real one starts with what it writes: it has to have no name by itself.
test_profile()
{
	mkdir -p "$TMP/profiles"
	printf '[sysctl]\nnet.ipv4.tcp_fin_timeout = 42\n' >"$TMP/profiles/shift.conf"
	run env NETTUNE_PROFILES="$TMP/profiles" "$NETTUNE" apply shift
	if [ "$status" != 0 ]; then
		skip "drift: a profile can be applied here" "${err##*: }"
		return
	fi
	has "drift: what was applied is as it was set" "$("$NETTUNE" export prometheus 2>&1)" \
		'^nettune_profile_settings\{profile="shift",state="ok"\} 1$'
	sysctl -qw net.ipv4.tcp_fin_timeout=43
	has "... what somebody else has set since has drifted" "$("$NETTUNE" export prometheus 2>&1)" \
		'^nettune_profile_settings\{profile="shift",state="drift"\} 1$'
	run "$NETTUNE" revert --force
	is "... of what was undone nothing is told" \
		"$status:$("$NETTUNE" export prometheus 2>&1 | grep -c profile_settings)" "0:0"
}

# Two pages that took the same time are one; a slow machine may need some tries.
one_look()
{
	[ "$(curl -s "$URL" "$URL" | grep '^nettune_look_duration' | uniq -c | awk '{ print $1 }')" = 2 ]
}

test_http()
{
	local base

	serve "$TMP/http"
	base=${URL%/metrics}
	has "endpoint: on loopback" "$URL" '^http://127\.0\.0\.1:[0-9]+/metrics$'
	is "... and there only" "$(ss -Hltn | awk '{ print $4 }')" "${base#http://}"
	is "GET" "$(get http_code "$URL"):$(get content_type "$URL")" \
		"200:text/plain; version=0.0.4; charset=utf-8"
	curl -s "$URL" | promtool check metrics >"$TMP/promtool" 2>&1
	is "... promtool has nothing to say" "$?:$(cat "$TMP/promtool")" "0:"
	is "HEAD: no body" "$(get http_code -I "$URL"):$(get size_download -I "$URL")" "200:0"
	is "another path" "$(get http_code "$base/")$(get http_code "$URL/x")" 404404
	is "... however it is written" "$(get http_code --path-as-is "$base/x/../metrics")" 404
	is "another method" "$(get http_code -X POST -d x "$URL")$(get http_code -X DELETE "$URL")" 405405
	is "a body is passed over" "$(get http_code -X GET -d x "$URL")" 200
	run timeout 20 "$NETTUNE" export prometheus --listen "${base#http://}"
	is "an address that is taken" "$status:$err" \
		"1:nettune: export: listening on '${base#http://}': Address already in use"
	until_true 30 one_look
	result $? "asked twice within a second: one look"
	kill -TERM "$SERVER"
	wait "$SERVER"
	is "SIGTERM ends it" "$?:$(wc -l <"$TMP/http")" "0:1"
}

# Asked here, it tells of there.
test_namespace()
{
	local other

	unshare --net sleep 60 &
	other=$!
	STARTED+=("$other")
	until_true 10 is_elsewhere "$other"
	serve "$TMP/elsewhere" -N "/proc/$other/ns/net"
	is "of another namespace: nobody listens there" \
		"$(get http_code "$URL"):$(curl -s "$URL" | grep -c '^nettune_listener_sockets')" "200:0"
	end_started
	serve "$TMP/here"
	is "... but here" "$(curl -s "$URL" | grep -c '^nettune_listener_sockets')" 1
	end_started
}

is_elsewhere()
{
	[ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

# garbage SEED: bytes that are no request
garbage()
{
	case $(($1 % 6)) in
	0) head -c 3000 /dev/urandom ;;
	1) printf 'GET /%s HTTP/1.1\r\n\r\n' "$(head -c 30000 /dev/zero | tr '\0' a)" ;;
	2) printf 'GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nxx' ;;
	3) printf 'GET /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: x\r\n\r\nfffffffff\r\n' ;;
	4) printf 'GET /metrics%%00%%ff?%%x= HTTP/9.9\r\n: \r\n\r\n' ;;
	5) printf 'HEAD /metrics HTTP/1.0\r\n\r\nGET' ;;
	esac
}

throw()
{
	local port=${URL##*:} i

	port=${port%/metrics}
	for ((i = 0; i < 60; i++)); do
		# The other end may hang up at any time.
		(garbage $i >&8) 2>/dev/null 8<>"/dev/tcp/127.0.0.1/$port"
	done
}

test_garbage()
{
	local i idle=() fd port

	if [ ! -x "$NETTUNE_SAN" ]; then
		skip "garbage" "there is no $NETTUNE_SAN"
		return
	fi
	NETTUNE=$NETTUNE_SAN serve "$TMP/garbage"
	throw 2>/dev/null
	is "garbage: it answers after that" "$(get http_code "$URL")" 200
	port=${URL##*:}
	# More that say nothing than there is room for: they are let go.
	for ((i = 0; i < 20; i++)); do
		exec {fd}<>"/dev/tcp/127.0.0.1/${port%/metrics}" && idle+=("$fd")
	done
	is "... and after those who say nothing were let go" "$(get http_code -m 60 "$URL")" 200
	for fd in "${idle[@]}"; do
		exec {fd}>&-
	done
	kill -TERM "$SERVER"
	wait "$SERVER"
	is "... it ends well, without a word" "$?:$(wc -l <"$TMP/garbage")" "0:1"
}

# As many as there is room for, that are never silent and never done: one more is
# answered in the end. That takes its time, so it is waited for later.
start_trickle()
{
	local port

	serve "$TMP/trickle"
	port=${URL##*:}
	python3 -c '
import socket, sys, time
at = ("127.0.0.1", int(sys.argv[1]))
left = [socket.create_connection(at) for i in range(16)]
for one in left:
    one.sendall(b"GET /metrics HTTP/1.1\r\nHost: ")
print("there", flush=True)
while left:
    time.sleep(0.5)
    for one in list(left):
        try:
            one.sendall(b"x")
        except OSError:
            left.remove(one)' "${port%/metrics}" >"$TMP/trickling" &
	STARTED+=($!)
	wait_for grep -q there "$TMP/trickling"
	get http_code -m 180 "$URL" >"$TMP/trickled" &
	TRICKLED=$!
}

test_trickle()
{
	wait "$TRICKLED"
	is "those who send byte by byte are let go" "$(cat "$TMP/trickled")" 200
}

# What does not fit is added up.
test_bounded()
{
	local i

	for ((i = 0; i < 5; i++)); do
		STARTED+=("$("$NT_LAB" accept $((7001 + i)) 4 -1)")
	done
	run "$NETTUNE" export prometheus --max-series 2
	is "bounded: as many series as there may be" \
		"$(grep -c '^nettune_listener_sockets' <<<"$out")" 3
	has "... and the rest added up" "$out" '^nettune_listener_sockets\{address="other",port="other"\} 3$'
	has "... which is told" "$out" '^nettune_series_folded\{family="listener"\} 3$'
	is "... but for counters" "$(grep -c '_total{address="other"' <<<"$out")" 0
	end_started
	until_true 10 no_listener
}

no_listener()
{
	[ -z "$(ss -Hltn)" ]
}

# start NAME COMMAND...: a server, whose words are in a file
start()
{
	local name=$1

	shift
	"$@" >"$TMP/$name.log" 2>&1 &
	STARTED+=($!)
}

# query EXPRESSION: its values, one a line
query()
{
	curl -s -m 10 --data-urlencode "query=$1" http://127.0.0.1:9090/api/v1/query |
		jq -r '.data.result[].value[1]'
}

# both_are VALUE EXPRESSION: for the endpoint and for the textfile
both_are()
{
	"$NETTUNE" export prometheus -o "$TMP/text/nettune.prom"
	[ "$(query "$2" | tr '\n' ' ')" = "$1 $1 " ]
}

# alerts: which are firing, and whose
alerts()
{
	curl -s -m 10 http://127.0.0.1:9090/api/v1/alerts | jq -r '.data.alerts | map(
		select(.state == "firing" and .labels.alertname == "NettuneListenerOverflows") |
		"\(.labels.job) \(.labels.address):\(.labels.port)") | sort | join(" ")'
}

alerts_are()
{
	"$NETTUNE" export prometheus -o "$TMP/text/nettune.prom"
	[ "$(alerts)" = "$1" ]
}

start_prometheus()
{
	mkdir -p "$TMP/data" "$TMP/web"
	# Minutes are seconds here.
	sed 's/\[5m\]/[8s]/; s/for: [0-9]*[mh]/for: 1s/' "$RULES/nettune.rules.yml" >"$TMP/nettune.rules.yml"
	cat >"$TMP/prometheus.yml" <<-END
		global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
		rule_files: [nettune.rules.yml]
		scrape_configs:
		  - {job_name: endpoint, static_configs: [{targets: ["${URL:7:-8}"]}]}
		  - {job_name: textfile, static_configs: [{targets: ["127.0.0.1:9100"]}]}
	END
	start node-exporter prometheus-node-exporter --web.listen-address=127.0.0.1:9100 \
		--collector.disable-defaults --collector.textfile \
		--collector.textfile.directory="$TMP/text"
	start prometheus prometheus --config.file="$TMP/prometheus.yml" \
		--storage.tsdb.path="$TMP/data" --web.listen-address=127.0.0.1:9090 \
		--web.console.templates="$TMP/web" --web.console.libraries="$TMP/web"
}

listener_is()
{
	[ "$(ss -Hltn "sport = $1" | awk '{ print $2 }')" = "$2" ]
}

test_fleet()
{
	local both="endpoint 127.0.0.1:8080 textfile 127.0.0.1:8080" queue read
	local at='{address="127.0.0.1",port="8080"}'

	serve "$TMP/endpoint"
	start_prometheus
	until_true 40 both_are 1 nettune_build_info
	read=$?
	result $read "Prometheus: both ways are read"
	[ $read = 0 ] || sed 's/^/# /' "$TMP"/*.log
	# There must be a look before the loss, or nobody knows that it is one.
	STARTED+=("$("$NT_LAB" accept 8080 16 0)")
	until_true 20 both_are 16 "nettune_listener_accept_queue_limit_connections$at"
	result $? "... the listener's limit is as it was set"
	is "... no alert yet" "$(alerts)" ""
	STARTED+=("$("$NT_LAB" connect 8080 20 100)")
	until_true 20 listener_is 8080 17
	queue=$(ss -Hltn 'sport = 8080' | awk '{ print $2 }')
	is "a listener that does not accept is full, ss says" "$queue" 17
	until_true 20 both_are "$queue" "nettune_listener_accept_queue_connections$at"
	result $? "... its queue is as ss has it"
	until_true 30 alerts_are "$both"
	result $? "... the alert fires, by both ways"
	kill "${STARTED[-1]}" "${STARTED[-2]}"
	until_true 10 listener_is 8080 ""
	STARTED+=("$("$NT_LAB" accept 8080 1024 -1)" "$("$NT_LAB" connect 8080 20 100)")
	until_true 40 alerts_are ""
	result $? "... and clears when the application accepts"
	is "... connections are still made" "$(listener_is 8080 "" || echo y)" y
	is "... and all could be read that may be" "$(query 'nettune_collector_success == 0' |
		wc -w)" "$([ -z "$LEFT_OUT" ] && echo 0 || echo 2)"
	end_started
}

for file in curl jq ss; do
	command -v $file >/dev/null || skip_all "no $file"
done
ip link set lo up || skip_all "no loopback here"
test_files
test_usage
test_textfile
test_profile
test_bounded
test_http
test_namespace
start_trickle
test_garbage
test_trickle
test_fleet
finish
