# SPDX-License-Identifier: GPL-2.0-or-later
#
# Adds up the array of `nettune -j sockets -a` the way `--summary` has to.
#
# $by: what to group by, as --group-by has it. Output: an array of groups, each
# {key, ...}, sorted; what a source can't know (SYN queues) is left out.

def total(f): map(f) | add // 0;
def highest(f): map(f) | max;
def percent($part; $whole): if $whole == 0 then null else ($part * 1000 / $whole | floor) / 10 end;
def wmem_used: if .netid == "tcp" then .wmem_queued else .wmem_alloc end;
def listens: .state == "listening";

# The bucket of a percentage, by tenths; and of a number of bytes, by its length.
def tenths: if . == 0 then 0 elif . >= 100 then 11 else (. / 10 | floor) + 1 end;
def bits: if . == 0 then 0 else 1 + (. / 2 | floor | bits) end;
def counts(f; $buckets): map(f) as $values
	| [range($buckets) as $i | $values | map(select(. == $i)) | length];

def key:
	if $by == "port" then (if .family == "unix" then "none" else [.netid, .local.port] end)
	elif $by == "state" then [.netid, .state]
	elif $by == "uid" then .uid // "none"
	elif $by == "cgroup" then (if .cgroup == null then "none" else [.cgroup] end)
	elif $by == "netns" then .netns
	elif $by == "protocol" then [.netid, .family]
	else "all" end;

def summary:
	map(select(.rmem_alloc != null)) as $full
	| ($full | map(select(listens | not))) as $buffered
	| ($full | map(select(listens))) as $listeners
	| {sockets: length, full: $full | length, listeners: $listeners | length,
	   states: (group_by(.state) | map({key: .[0].state, value: length}) | from_entries)}
	+ ($buffered | {rmem_alloc: total(.rmem_alloc), rcvbuf: total(.rcvbuf),
		wmem_used: total(wmem_used), sndbuf: total(.sndbuf),
		recv_q: total(.recv_q), send_q: total(.send_q), backlog: total(.backlog)})
	+ {drops: $full | total(.drops)}
	+ ($listeners | {accept_q: total(.accept_q), accept_max: total(.accept_max)})
	| . + {rmem_pct: percent(.rmem_alloc; .rcvbuf), wmem_pct: percent(.wmem_used; .sndbuf),
	       accept_pct: percent(.accept_q; .accept_max),
	       max: ({drops: $full | highest(.drops),
		accept_pct: $listeners | highest(.accept_pct)}
		+ ($buffered | {rmem_pct: highest(.rmem_pct), wmem_pct: highest(.wmem_pct),
			recv_q: highest(.recv_q), send_q: highest(.send_q),
			backlog: highest(.backlog)})),
	       histograms: ($buffered | {
		rmem_pct: counts(.rmem_pct | tenths; 12), wmem_pct: counts(.wmem_pct | tenths; 12),
		recv_q: counts(.recv_q | bits; 33), send_q: counts(.send_q | bits; 33)})};

group_by(key) | map({key: .[0] | key} + summary) | sort_by(.key | tojson)
