#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: top.sh [PART...]
#
# What is seen on a terminal: the live screen and the tables, with nothing to
# show and with 10,000 sockets, on small and large terminals; keys, signals,
# names that try to do something to the terminal, a module that goes and comes.
# What needs the module is left out where there is none.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

EMPTY=nt-top-empty-$$
FULL=nt-top-full-$$
TMUX_NAME=nettune-$$
SOCKETS=10000

# Its own server, whatever the user has set up for others.
mux()
{
	env -u TMUX TMUX_TMPDIR="$TMP" LC_ALL=C.UTF-8 tmux -L "$TMUX_NAME" -f /dev/null "$@"
}

trap 'mux kill-server 2>/dev/null; cleanup' EXIT

# terminal COLUMNS ROWS COMMAND...: in a terminal of that size; its exit status
# is printed behind it
terminal()
{
	local columns=$1 rows=$2

	shift 2
	shell "$columns" "$rows" \
		"${*@Q}; status=\$?; stty -a | grep -owE -- '-?echo' >'$TMP/tty'; echo \"exit \$status\"; exec sleep 600"
}

# shell COLUMNS ROWS TEXT: what a shell makes of that; the server lives on
shell()
{
	mux has-session -t keep 2>/dev/null ||
		mux new-session -d -s keep "exec sleep 3600" ';' set-option -g history-limit 100000
	mux kill-session -t it 2>/dev/null
	mux new-session -d -s it -x "$1" -y "$2" "$3"
}

keys()
{
	mux send-keys -t it "$@"
}

resize()
{
	mux resize-window -t it -x "$1" -y "$2"
}

screen()
{
	mux capture-pane -t it -p
}

# Sockets in the list; the stages name some, too.
listed()
{
	screen | sed '1,/Local Address:Port/d' | grep -c '127\.0\.0\.1:'
}

shows()
{
	screen | grep -qE -- "$1"
}

# seen NAME PATTERN: sooner or later the terminal shows it
seen()
{
	wait_for shows "$2"
	local status=$?

	result "$status" "$1"
	[ "$status" = 0 ] || { note "no /$2/ in:"; screen | sed 's/^/# /'; }
}

row()
{
	screen | sed -n "$1p"
}

# Lines that the terminal had to wrap come back as one.
unwrapped()
{
	[ "$(mux capture-pane -t it -pJ | wc -l)" = "$(screen | wc -l)" ]
}

# in_place NAME ROWS: first and last line are where they belong
in_place()
{
	has "$1: title in the first line" "$(row 1)" '^nettune top  '
	has "$1: keys in the last line" "$(row "$2")" '^(s sort .*|h help  )q quit$'
	has "$1: headings of stages" "$(row 3)" '^  Stage .* Lost/s'
	has "$1: headings of sockets" "$(screen)" '(^| )Local Address:Port .*Rmem%'
	passes "$1: no line is wrapped" unwrapped
}

# live COLUMNS ROWS NETNS OPTION...: the screen in that terminal
live()
{
	local columns=$1 rows=$2 netns=$3

	shift 3
	terminal "$columns" "$rows" nsenter "--net=/run/netns/$netns" -- \
		env LC_ALL=C.UTF-8 "$NETTUNE" top --interval 0.5 "$@"
}

# by_its_end NAME: after q it is gone, and the terminal is as it was
by_its_end()
{
	keys q
	seen "$1: q ends it" '^exit 0$'
	is "$1: the terminal echoes again" "$(cat "$TMP/tty")" echo
}

# at_size NAME COLUMNS ROWS PATTERN: once it has that size, it shows that
at_size()
{
	resize "$2" "$3"
	wait_for drawn "$3"
	seen "$1" "$4"
	in_place "$1" "$3"
}

# drawn ROWS: down to the last line
drawn()
{
	row "$1" | grep -q 'q quit$'
}

# The terminal's size changes while it runs.
test_sizes()
{
	local size columns rows name

	live 100 30 "$EMPTY"
	for size in 80x24 200x50 40x24 40x10; do
		at_size "$size, no sockets" "${size%x*}" "${size#*x}" '^  (NAPI poll|protocol memory)'
	done
	resize 39 24
	seen "39x24: says that it is too small" '^too small: 40x10, not 39x24$'
	resize 80 9
	seen "80x9: says that it is too small" '^too small: 40x10, not 80x9$'
	by_its_end "80x9"
	live 80 24 "$FULL"
	seen "80x24: so many stages" '^  Stage \(9 of 15\)'
	for size in 80x24 200x50 40x24 40x10; do
		columns=${size%x*}
		rows=${size#*x}
		name="$size, $SOCKETS sockets"
		at_size "$name" "$columns" "$rows" '127\.0\.0\.1:'
		wait_for has_listed "$(room_for "$rows")"
		is "$name: as many as have room" "$(listed)" "$(room_for "$rows")"
		[ "$size" != 200x50 ] || {
			seen "200x50: all stages" '^  Stage +Depth/Limit .* Setting$'
			seen "... more columns" ' Netid|^Netid'
		}
	done
	resize 30 5
	seen "30x5: too small" '^too small: 40x10, not 30x5'
	at_size "back to 80x24" 80 24 '^  Stage \(9 of 15\)'
	by_its_end "sizes"
}

has_listed()
{
	[ "$(listed)" = "$1" ]
}

# Lines for sockets, by those of the terminal.
room_for()
{
	local rest=$(($1 - 5))

	[ "$rest" -ge 30 ] && echo $((rest - 15)) || echo $((rest - rest / 2))
}

test_keys()
{
	live 80 24 "$FULL"
	seen "by rmem at first" '^every 0.5 s  by rmem$'
	keys s
	seen "s: by wmem" '^every 0.5 s  by wmem$'
	keys 8
	seen "8: by drops" '  by drops$'
	seen "... the one that has dropped is the first" '127\.0\.0\.1:.* 7 '
	keys S
	seen "S: by backlog" '  by backlog$'
	seen "... which has a column" ' Backlog '
	keys g
	seen "g: per listener" '  by backlog  per listener$'
	seen "... the headings are those of groups" '^Group +Sockets'
	keys g g g g
	seen "g: per state" '  per state$'
	seen "... so many are not connected" "^udp UNCONN +$SOCKETS_UDP "
	keys g 1
	seen "g: not at all" '  by rmem$'
	keys -
	# Or it says that this machine can't.
	seen "-: more often" '^every (0.2 s|[0-9.]+ s, not 0.2:) '
	keys + +
	seen "+: less often" '^every (1 s|[0-9.]+ s, not 1:) '
	keys h
	seen "h: help" '^  f /     filter'
	keys x
	seen "any key: back" '^  Stage '
	by_its_end "keys"
}

test_filter()
{
	live 80 24 "$FULL" "sport = :1"
	seen "the filter of the command line" '  filter: sport = :1$'
	keys f C-u "sport = :99999" Enter
	seen "a filter that makes no sense is refused" "99999"
	seen "... and the one before it stays" '  filter: sport = :1$'
	keys C-u "drops > 0" Enter
	seen "a filter that is typed" '  filter: drops > 0$'
	keys 8
	seen "... selects the one" '127\.0\.0\.1:.* 7 '
	is "... and no others" "$(listed)" 1
	keys f C-u "sport = :80" Escape
	seen "Escape leaves the one before" '  filter: drops > 0$'
	keys f C-u Enter
	seen "an empty one is none" '  by drops$'
	by_its_end "filter"
}

# frozen TIME: the screen still tells that time
frozen()
{
	row 1 | grep -q "$1\$"
}

told_time()
{
	row 1 | grep -oE '[0-9]{2}:[0-9]{2}:[0-9]{2}$'
}

# later TIME: another one is told
later()
{
	local now

	now=$(told_time) && [ "$now" != "$1" ]
}

test_freeze()
{
	local before

	live 80 24 "$EMPTY"
	seen "it runs" '^every 0.5 s '
	wait_for told_time
	before=$(told_time)
	passes "time goes on" wait_for later "$before"
	keys Space
	seen "space: frozen" '^FROZEN '
	before=$(told_time)
	sleep 2
	is "... and so is the time" "$(told_time)" "$before"
	keys Space
	seen "space: not any more" '^every 0.5 s '
	passes "... and time goes on" wait_for later "$before"
	by_its_end "freeze"
}

running_pid()
{
	pgrep -P "$(mux display-message -t it -p '#{pane_pid}')" nettune
}

# A shell with job control, as people have it.
test_signals()
{
	local name number

	for name in INT TERM HUP QUIT; do
		number=$(kill -l "$name")
		live 80 24 "$EMPTY"
		seen "$name: it runs" '^  Stage '
		kill -s "$name" "$(running_pid)"
		seen "SIG$name ends it as a signal does" "^exit $((128 + number))\$"
		is "SIG$name: the terminal echoes again" "$(cat "$TMP/tty")" echo
	done
	shell 80 24 "exec env PS1='ready> ' bash --norc -i"
	seen "a shell" '^ready>'
	keys "$(printf '%q ' nsenter "--net=/run/netns/$EMPTY" -- \
		env LC_ALL=C.UTF-8 "$NETTUNE" top --interval 0.5)" Enter
	seen "it runs in a shell" '^  Stage '
	keys C-z
	seen "Ctrl-Z stops it" 'Stopped'
	keys "echo echo-is-\"on\"; fg" Enter
	seen "fg: it goes on" '^every 0.5 s '
	resize 100 30
	seen "... and follows the size" '^  Stage \(12 of 15\)'
	keys q
	seen "... and gives the terminal back" '^ready> *$'
	keys "echo echo-is-\"\"on" Enter
	seen "... which echoes" '^ready> echo echo-is-""on$'
}

has_colors()
{
	mux capture-pane -t it -pe | grep -qE $'\e\\[[0-9;]*3[13]'
}

test_colors()
{
	local from=(--from "$TMP/evil.json")

	live 80 24 "$EMPTY" "${from[@]}"
	seen "colours: it runs" '^FROZEN'
	passes "colour on a terminal" has_colors
	live 80 24 "$EMPTY" "${from[@]}" --color never
	seen "--color never: it runs" '^FROZEN'
	has_colors
	is "--color never: none" $? 1
	terminal 80 24 env NO_COLOR=1 "$NETTUNE" top "${from[@]}"
	seen "NO_COLOR: it runs" '^FROZEN'
	has_colors
	is "NO_COLOR: none" $? 1
	terminal 80 24 env TERM=vt100 "$NETTUNE" top "${from[@]}"
	seen "a terminal without colours: it runs" '^FROZEN'
	has_colors
	is "a terminal without colours: none" $? 1
	terminal 80 24 env TERM=dumb "$NETTUNE" top
	seen "a terminal that can't be drawn on is refused" "^nettune: top: this kind of terminal can't be drawn on"
	terminal 80 24 env LC_ALL=C "$NETTUNE" top "${from[@]}"
	seen "no UTF-8: it runs" '^FROZEN'
	screen | LC_ALL=C grep -q '[^ -~]'
	is "no UTF-8: nothing but ASCII" $? 1
}

# A capture whose names try to do something to the terminal.
make_evil()
{
	in_namespace "$FULL" "$NETTUNE" capture -o "$TMP/capture.json" >/dev/null 2>&1 || return
	jq -c '
		def evil: "\u001b[2J\u001b]0;title\u0007\u202e\u009b3A\n";
		.samples |= map(.nics = [] | .sockets |= (.[:200] | map(
			.[1] = 6 | .[2] = 1 | .[11][0] = .[11][1] |
			.[17] = evil | .[18] = "/" + evil | .[19] = [4242, evil[:15]])))
	' "$TMP/capture.json" >"$TMP/evil.json"
	chmod 600 "$TMP/evil.json"
}

test_evil()
{
	local option

	for option in "" "--group-by cgroup" "--group-by listener"; do
		# shellcheck disable=SC2086
		live 200 50 "$EMPTY" --from "$TMP/evil.json" $option
		seen "names with escapes${option:+, $option}: shown" '^FROZEN .*'
		in_place_evil "names with escapes${option:+, $option}"
		is "... the title is not theirs" \
			"$(mux display-message -t it -p '#{pane_title}' | grep -c '^title')" 0
	done
	seen "the end of a capture is told" 'the capture ends here'
	run env COLUMNS=200 LINES=50 "$NETTUNE" top --once --from "$TMP/evil.json"
	LC_ALL=C grep -q $'[\x01-\x09\x0b-\x1f\x7f]' <<<"$out"
	is "printed once: no control characters" $? 1
	has "... the names are there" "$out" '\\x1b\[2J'
}

in_place_evil()
{
	has "$1: title in the first line" "$(row 1)" '^nettune top  capture, .* sample [0-9]+ of [0-9]+$'
	has "$1: headings of stages" "$(row 3)" '^  Stage .* Lost/s'
	passes "$1: no line is wrapped" unwrapped
	passes "$1: nothing but what is printed" eval '! screen | LC_ALL=C grep -q "[[:cntrl:]]"'
}

# Tables are as wide as the terminal: all of them, one after the other, in a
# terminal that remembers every line.
test_tables()
{
	local size netns text

	for size in 80x24 200x50 40x24; do
		text=
		for netns in "$EMPTY" "$FULL"; do
			text+="nsenter --net=/run/netns/$netns -- env LC_ALL=C.UTF-8 \
				bash -c '\"\$0\" status --interval 0; \"\$0\" listeners; \"\$0\" sockets -a' \
				${NETTUNE@Q} 2>/dev/null || echo failed; "
		done
		shell "${size%x*}" "${size#*x}" "${text}echo the end; exec sleep 600"
		seen "$size: tables end" '^the end$'
		mux capture-pane -t it -p -S - >"$TMP/lines"
		is "$size: none failed" "$(grep -c '^failed$' "$TMP/lines")" 0
		is "$size: all stages, twice" "$(grep -c '^[ >!] \(accept queue\|descriptors\)' "$TMP/lines")" 4
		is "$size: $SOCKETS sockets and more" \
			"$(($(grep -c '127\.0\.0\.1:' "$TMP/lines") >= SOCKETS))" 1
		is "$size: no line is wrapped" "$(mux capture-pane -t it -pJ -S - | wc -l)" \
			"$(wc -l <"$TMP/lines")"
	done
}

test_once()
{
	run in_namespace "$EMPTY" env -u COLUMNS -u LINES LC_ALL=C.UTF-8 "$NETTUNE" top --once --interval 0.2
	is "--once: exit status" "$status" 0
	has "--once: a title" "$out" '^nettune top  '
	has "--once: rates" "$out" '^  IP reassembly .* 0\.0 '
	is "--once: at most 24 lines" "$(($(wc -l <<<"$out") <= 24))" 1
	is "--once: at most 80 columns" "$(($(LC_ALL=C.UTF-8 wc -L <<<"$out") <= 80))" 1
	run in_namespace "$FULL" env COLUMNS=200 LINES=50 "$NETTUNE" top --once --interval 0.2
	is "--once, 200x50: as many sockets as have room" "$(sed '1,/Local Address:Port/d' <<<"$out" | grep -c '127\.0\.0\.1:')" 30
	run in_namespace "$FULL" "$NETTUNE" top --once --interval 0.2 --by drops "drops > 0"
	is "--once, with a filter: the one" "$(sed '1,/Local Address:Port/d' <<<"$out" | grep -c '127\.0\.0\.1:')" 1
	run in_namespace "$EMPTY" "$NETTUNE" top </dev/null
	is "no terminal: exit status" "$status" 2
	has "no terminal: says what to do" "$err" 'use --once'
	run "$NETTUNE" -j top --once
	is "-j: exit status" "$status" 2
	has "-j: says what to do" "$err" 'nettune -j status'
	is "-j: prints nothing" "$out" ""
}

test_module()
{
	if ! module_load 2>/dev/null; then
		skip "a module that goes and comes" "no module for this kernel"
		return
	fi
	live 80 24 "$FULL"
	seen "module: it is asked" '^nettune top  .*, with module, '
	keys 4
	seen "module: by syn, which only it knows" '  by syn$'
	passes "module: is unloaded between two questions" module_unload
	seen "module gone: says so" '^the nettune module is gone '
	seen "module gone: goes on without" '^nettune top  .*, without module, '
	seen "module gone: by what is known" '  by rmem$'
	seen "module gone: there are still sockets" '127\.0\.0\.1:'
	module_load
	seen "module back: it is asked" '^nettune top  .*, with module, '
	seen "module back: keys in the last line" '^s sort .* q quit$'
	by_its_end "module"
}

# wanted PART: nothing was asked for, or this was
wanted()
{
	[ -z "$PARTS" ] || [[ " $PARTS " == *" $1 "* ]]
}

# Emulated, a terminal takes its time: there, what depends on the kernel.
[ -z "${NETTUNE_VM-}" ] || [ $# != 0 ] || set -- once sizes tables evil module
PARTS=$*
need_root
command -v tmux >/dev/null || skip_all "needs tmux"
namespace "$EMPTY"
namespace "$FULL"
load "$FULL" "$TMP/load.json" "udpidle=$((SOCKETS - 101))" udp=7 accept=4 idle=48 unread=1000 ||
	{ result 1 "load generator"; finish; }
SOCKETS_UDP=$((SOCKETS - 100))
make_evil
result $? "a capture with names that do harm"
wanted once && test_once
wanted sizes && test_sizes
wanted keys && test_keys
wanted filter && test_filter
wanted freeze && test_freeze
wanted signals && test_signals
wanted colors && test_colors
wanted evil && test_evil
wanted tables && test_tables
wanted module && test_module
finish
