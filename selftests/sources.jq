# SPDX-License-Identifier: GPL-2.0-or-later
#
# Input: lines of {question, source, answer, status}. Output: a line for
# each question and pair of sources, "0<TAB>name", or "1<TAB>name<TAB>differences".

# What sock_diag and /proc do not tell, and is null there: SYN queues, who set
# which flag, retransmissions, the sampler's peaks; outside of the initial
# namespace, where there is no such setting, the limit of the backlogs.
def only_module: ["max_backlog", "syn_q", "syn_young", "syn_max", "syn_pct", "syn", "flags", "retrans",
	"peak", "avg10", "avg60", "avg300"];

# What goes on while nobody looks: the rest of the machine.
def moving: ["processed", "received_rps", "time_squeeze", "input_qlen", "process_qlen",
	"loss_rate", "fwd_alloc"];
def moving_stages: ["napi", "netdev-backlog", "protocol-memory", "descriptors"];

def still:
	if .stage? and (.stage | IN(moving_stages[])) then
		del(.depth, .fullness_pct, .loss_total, .object) else . end
	| with_entries(select(.key | IN(moving[]) | not));

# The stage of SYN queues says who can tell.
def still_without_module:
	if .stage? == "syn-queue" then
		del(.depth, .limit, .fullness_pct, .object, .unknown)
	elif .stage? == "netdev-backlog" then del(.limit)
	else . end;

# Paths and values that are not the same. $without: what only the module knows
# may be null on the right, and must be: if it is told, it is told alike.
def differences($left; $right; $without; $path):
	if $left == $right then empty
	elif $without and $right == null and ($path[-1] | IN(only_module[])) then empty
	elif [$left, $right | type] == ["object", "object"] then
		($left + $right | keys[]) as $key
		| differences($left[$key]; $right[$key]; $without; $path + [$key])
	elif [$left, $right | type] == ["array", "array"] and ($left | length) == ($right | length) then
		range($left | length) as $i
		| differences($left[$i]; $right[$i]; $without; $path + [$i])
	else
		"\($path | map(tostring) | join(".")): \($left | tojson | .[:200]) and \($right | tojson | .[:200])"
	end;

# In any order, as there is none among equals. What is not told sorts alike.
def rows($without):
	.answer | map(still | if $without then still_without_module else . end)
	| sort_by([.cookie, .stage, .cpu, .special, .netid, .local, .state, .cgroup, .uid, .netns]);

def compare($a; $b; $without):
	"\($a.question): \($a.source) and \($b.source)" as $name
	| [if ($a.answer | length) == 0 and ($a.question | test("drops > 0|--by drops") | not) then
		"nothing is told" else empty end,
	   if $a.status != $b.status then "exit \($a.status) and \($b.status)" else empty end,
	   if $a.status != 0 then "exit \($a.status)" else empty end,
	   differences($a | rows($without); $b | rows($without); $without; [])]
	| if length == 0 then "0\t\($name)" else "1\t\($name)\t\(.[:6] | join("; ") | gsub("[\n\t]"; " "))" end;

group_by(.question)[]
| map({(.source): .}) | add
| compare(.module; .diag; true),
  compare(.module; .["capture of module"]; false),
  compare(.diag; .["capture of diag"]; false)
