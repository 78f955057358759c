# SPDX-License-Identifier: GPL-2.0-or-later
#
# What guest.sh has measured, as tables, with the targets beside it.

function sort_values(list, n,	i, j, value)
{
	for (i = 2; i <= n; i++) {
		value = list[i]
		for (j = i - 1; j > 0 && list[j] > value; j--)
			list[j + 1] = list[j]
		list[j + 1] = value
	}
}

# Sets median, least, most.
function spread(list, n)
{
	sort_values(list, n)
	least = list[1]
	most = list[n]
	median = n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

# Nanoseconds of one request: spread over the rounds.
function spread_requests(size, name,	i, list)
{
	for (i = 1; i <= rounds[size, name]; i++)
		list[i] = ns[size, name, i]
	spread(list, rounds[size, name])
}

function row(size, name,	bytes)
{
	spread_requests(size, name)
	bytes = "-"
	if (sockets[size, name] > 0 && received[size, name] > 0)
		bytes = sprintf("%.1f", received[size, name] / sockets[size, name])
	printf "%-40s %8.0f  %17s %10.2f %5.0f%% %8s\n", name, median / size,
		sprintf("%.0f-%.0f", least / size, most / size), median / 1e6,
		100 * user[size, name] / (user[size, name] + sys[size, name] + 1e-9), bytes
}

function table(size,	i)
{
	printf "\n%d sockets connected, %d listening\n", size, nr_listeners
	printf "%-40s %8s  %17s %10s %6s %8s\n", "CPU, " unit " a socket", "median",
		"min-max", "10^6/req.", "user", "B/sock"
	for (i = 1; i <= nr_names; i++)
		if ((size, names[i]) in rounds)
			row(size, names[i])
}

function judged(what, value, target, verdict, carries)
{
	printf "%-58s %7s  %-8s %-7s %s\n", what, value, target, verdict, carries
	count[verdict]++
}

# Of each round its own ratio: what disturbed one side disturbed the other too.
function ratio(size, what, mine, theirs, target, carries,	i, n, list, verdict)
{
	if (!((size, mine) in rounds) || !((size, theirs) in rounds))
		return
	n = rounds[size, mine]
	for (i = 1; i <= n; i++)
		list[i] = ns[size, mine, i] / ns[size, theirs, i]
	spread(list, n)
	verdict = "-"
	if (target != "-" && size >= 100000)
		verdict = median <= target ? "met" : "missed"
	judged(what, sprintf("%.2f", median), target == "-" ? "-" : "<= " target, verdict,
		sprintf("%.2f-%.2f; %s", least, most, carries))
}

function wire(size, what, name, target,	bytes)
{
	if (!sockets[size, name])
		return
	bytes = received[size, name] / sockets[size, name]
	judged(what, sprintf("%.2f", bytes), "<= " target, bytes <= target ? "met" : "missed",
		"exact")
}

function ratios(size)
{
	printf "\nAt %d sockets: ratios of CPU %s (median of the rounds' own, min-max)\n", size,
		unit == "ns" ? "time" : unit
	ratio(size, "summary / BPF iterator", "nettune summary", BPF, 0.25, KERNEL)
	ratio(size, "summary / sock_diag's walk, nothing matches", "nettune summary", DIAG_NONE,
		0.7, KERNEL)
	ratio(size, "top 20 / summary", "nettune top 20 by receive buffer", "nettune summary",
		1.2, KERNEL)
	ratio(size, "dump, all fields / sock_diag client", ALL, DIAG, 0.5, KERNEL)
	wire(size, "bytes a socket, all fields", ALL, 200)
	wire(size, "bytes a socket, default columns", "nettune dump, default columns", 120)
	ratio(size, "walk, nothing matches / sock_diag's",
		"nettune dump, filter matches none", DIAG_NONE, "-", KERNEL)
	ratio(size, "dump, all fields / ss -tnm", ALL, "ss -tnm", "-", TEXT)
	ratio(size, "dump, all fields / cat /proc/net/tcp", ALL, "cat /proc/net/tcp", "-", TEXT)
	ratio(size, "listeners / ss -tn 'sport = :80'", "nettune listeners",
		"ss -tn 'sport = :80'", "-", TEXT)
}

# That they cost the same, however many others there are.
function listeners(few, many,	few_median, few_most, name)
{
	name = "nettune listeners"
	if (!((few, name) in rounds) || few == many)
		return
	spread_requests(few, name)
	few_median = median
	few_most = most
	spread_requests(many, name)
	judged(sprintf("listeners at %d / at %d sockets", many, few),
		sprintf("%.2f", median / few_median), "~ 1",
		median <= few_most || median <= 1.2 * few_median ? "met" : "missed",
		sprintf("%.2f and %.2f 10^6 %s; %s", median / 1e6, few_median / 1e6, unit, KERNEL))
}

# What differs without a cause: two looks without the module, one after the other.
function echo_noise(	i, list, n)
{
	n = echoes["without"] / 2
	for (i = 1; i <= n; i++) {
		list[i] = echo["without", 2 * i - 1] / echo["without", 2 * i] - 1
		if (list[i] < 0)
			list[i] = -list[i]
	}
	spread(list, n)
	return median
}

# Two looks of one loop together.
function echo_sum(state, i)
{
	return echo[state, 2 * i - 1] + echo[state, 2 * i]
}

function echo_ratio(	i, list, n)
{
	n = echoes["without"] / 2
	for (i = 1; i <= n; i++)
		list[i] = echo_sum("with", i) / echo_sum("without", i)
	spread(list, n)
	return median
}

function idle(	noise, value)
{
	printf "\nThe idle module\n"
	judged("its timers in /proc/timer_list", timers, "0", timers ? "missed" : "met", "exact")
	value = probes["with"] - probes["without"]
	judged("probes on tracepoints", value, "0",
		value || probes["control"] <= probes["without"] ? "missed" : "met",
		sprintf("exact; with an event traced: %d", probes["control"] - probes["without"]))
	judged("calls of its functions, 500 connections and 2 s", calls["idle"], "0",
		calls["idle"] || !calls["asked"] ? "missed" : "met",
		sprintf("exact; when asked for its version: %d", calls["asked"]))
	noise = echo_noise()
	value = echo_ratio()
	judged("CPU " (unit == "ns" ? "time" : unit) " of a connection, with it / without", sprintf("%.3f", value), "~ 1",
		value - 1 <= noise ? "met" : "missed",
		sprintf("%.3f-%.3f; two looks without it differ by %.3f", least, most, noise))
}

BEGIN {
	FS = "\t"
	KERNEL = "kernel against kernel: carries over, roughly"
	unit = "ns"
	TEXT = "text in user space: does NOT carry over from emulation"
	BPF = "BPF iter/tcp, sums in the kernel"
	DIAG = "sock_diag client, SKMEMINFO"
	DIAG_NONE = "sock_diag client, filter matches none"
	ALL = "nettune dump, all fields"
}

/^#/ { print; next }
$1 == "timers" { timers = $2; next }
$1 == "calls" { calls[$2] = $3; next }
$1 == "probes" { probes[$2] = $3; next }
$1 == "unit" { unit = $2; next }
$1 == "listeners" { nr_listeners = $2; next }
$1 == "echo" { echo[$2, ++echoes[$2]] = $4; next }

NF == 9 {
	if (!($1 in seen_size)) {
		seen_size[$1]
		sizes[++nr_sizes] = $1
	}
	# the first size is there for the listeners alone
	if (nr_sizes > 1 && !($2 in seen_name)) {
		seen_name[$2]
		names[++nr_names] = $2
	}
	ns[$1, $2, ++rounds[$1, $2]] = $7 / $4
	user[$1, $2] += $5
	sys[$1, $2] += $6
	sockets[$1, $2] = $8
	received[$1, $2] = $9
	next
}

{ print FILENAME ": not understood: " $0; bad = 1 }

END {
	if (bad || !nr_sizes)
		exit 1
	for (i = 2; i <= nr_sizes; i++)
		table(sizes[i])
	for (i = 2; i <= nr_sizes; i++)
		ratios(sizes[i])
	listeners(sizes[1], sizes[nr_sizes])
	idle()
	printf "\n%d targets met, %d missed\n", count["met"], count["missed"]
}
