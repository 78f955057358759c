# SPDX-License-Identifier: GPL-2.0-or-later
#
# Compares what nettune shows with what nt_load says that it made.
#
# Input: the array of `nettune -j sockets -a`. $load: nt_load's document, in an
# array. $from_module: did the module answer? Output: a line a socket, "0<TAB>name"
# if all is equal, else "1<TAB>name<TAB>differences".

def nowhere: if . == "inet6" then {addr: "::", port: 0} else {addr: "0.0.0.0", port: 0} end;

def state: {
	ESTABLISHED: "established", LISTEN: "listening", "SYN-SENT": "syn-sent",
	"TIME-WAIT": "time-wait", "CLOSE-WAIT": "close-wait"
}[.];

def percent($part; $whole): if $whole == 0 then 0 else ($part * 1000 / $whole | floor) / 10 end;

def wanted($family):
	. as $s
	| {netid, family: $family, local, inode, cookie}
	+ {peer: (.peer // ($family | nowhere))}
	+ (if .state then {state: (.state | state)} else {} end)
	+ (.meminfo | {rmem_alloc, rcvbuf, wmem_alloc, sndbuf, fwd_alloc, wmem_queued, optmem, backlog})
	+ {rmem_pct: percent(.meminfo.rmem_alloc; .meminfo.rcvbuf),
	   wmem_pct: percent((if .netid == "udp" then .meminfo.wmem_alloc else .meminfo.wmem_queued end);
			     .meminfo.sndbuf)}
	# What is tried again and again is dropped again and again.
	+ (if .drops_grow then {} else {drops: .meminfo.drops} end)
	+ (if .role == "listener" then
		{accept_q, accept_max, recv_q: .accept_q, send_q: .accept_max,
		 accept_pct: percent(.accept_q; .accept_max)}
		+ {syn_q: (if $from_module then .syn_q else null end)}
	   # What the system call does not tell the same way is null there.
	   else {recv_q, send_q} | with_entries(select(.value != null)) end);

. as $seen
| $load[0].made[] as $made
| $made.sockets[]?
| wanted($made.family) as $want
| "\($made.kind) \($made.family) \(.role) is shown as it was made" as $name
| ($seen | map(select(.cookie == $want.cookie))) as $found
| if ($found | length) != 1 then
	"1\t\($name)\tseen \($found | length) times"
  else
	# Memory that was charged ahead may have been given back since.
	[$want | to_entries[] | select(.value != $found[0][.key])
	 | select(.key != "fwd_alloc" or $found[0].fwd_alloc != 0)
	 | "\(.key): \($found[0][.key] | tojson) for \(.value | tojson)"]
	| if length == 0 then "0\t\($name)" else "1\t\($name)\t\(join(", "))" end
  end
