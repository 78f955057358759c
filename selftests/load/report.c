// SPDX-License-Identifier: GPL-2.0-or-later
/* The report: one JSON document; every string in it is ours. */
#include <errno.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load.h"

static unsigned long long netns_inode(void)
{
	struct stat st;

	if (stat("/proc/self/ns/net", &st))
		fail("stat /proc/self/ns/net");
	return st.st_ino;
}

static unsigned long long sock_inode(int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		fail("fstat a socket");
	return st.st_ino;
}

static unsigned long long sock_cookie(int fd)
{
	unsigned long long cookie;
	socklen_t len = sizeof(cookie);

	if (getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &len))
		fail("SO_COOKIE");
	return cookie;
}

static void print_addr(const char *name, const union addr *addr)
{
	char text[ADDR_TEXT];

	printf("\"%s\": {\"addr\": \"%s\", \"port\": %d}, ", name,
	       addr_text(addr, text), addr_port(addr));
}

static void print_ends(const struct kept *kept)
{
	union addr addr;
	socklen_t len = sizeof(addr);

	if (getsockname(kept->fd, &addr.sa, &len))
		fail("getsockname");
	print_addr("local", &addr);

	len = sizeof(addr);
	if (!getpeername(kept->fd, &addr.sa, &len))
		print_addr("peer", &addr);
	else if (errno == ENOTCONN && kept->peer.sa.sa_family)
		print_addr("peer", &kept->peer);
	else if (errno == ENOTCONN)
		printf("\"peer\": null, ");
	else
		fail("getpeername");
}

static void print_meminfo(const uint32_t *mem)
{
	static const struct {
		const char *name;
		int which;
	} fields[] = {
		{ "rmem_alloc", SK_MEMINFO_RMEM_ALLOC },
		{ "rcvbuf", SK_MEMINFO_RCVBUF },
		{ "wmem_alloc", SK_MEMINFO_WMEM_ALLOC },
		{ "sndbuf", SK_MEMINFO_SNDBUF },
		{ "fwd_alloc", SK_MEMINFO_FWD_ALLOC },
		{ "wmem_queued", SK_MEMINFO_WMEM_QUEUED },
		{ "optmem", SK_MEMINFO_OPTMEM },
		{ "backlog", SK_MEMINFO_BACKLOG },
		{ "drops", SK_MEMINFO_DROPS },
	};

	printf("\"meminfo\": {");
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		printf("%s\"%s\": %u", i ? ", " : "", fields[i].name, mem[fields[i].which]);
	printf("}");
}

static void print_sock(const struct kept *kept)
{
	const struct listening *l = &kept->listening;
	const struct reading *r = &kept->reading;

	printf("\n    {\"role\": \"%s\", \"netid\": \"%s\", ", kept->role,
	       r->state ? "tcp" : "udp");
	if (r->state)
		printf("\"state\": \"%s\", ", tcp_state_name(r->state));
	print_ends(kept);
	printf("\"inode\": %llu, \"cookie\": %llu, ",
	       sock_inode(kept->fd), sock_cookie(kept->fd));
	if (kept->is_listener)
		printf("\"accept_q\": %ld, \"accept_max\": %ld, \"syn_q\": %ld, ",
		       l->accept_q, l->accept_max, l->syn_q);
	else if (r->state == TCP_SYN_SENT)	/* SIOCOUTQ does not count the SYN */
		printf("\"recv_q\": 0, \"send_q\": null, ");
	else
		printf("\"recv_q\": %d, \"send_q\": %d, ", r->inq, r->outq);
	if (kept->drops_grow)
		printf("\"drops_grow\": true, ");
	print_meminfo(r->mem);
	printf("}");
}

static void print_spec(const struct spec *spec)
{
	printf("\n  {\"kind\": \"%s\", \"family\": \"%s\"", spec->kind->name,
	       spec->family == AF_INET6 ? "inet6" : "inet");
	if (*spec->device)
		printf(", \"device\": \"%s\"", spec->device);
	for (size_t i = 0; i < spec->nr_counts; i++)
		printf(", \"%s\": %ld", spec->counts[i].name, spec->counts[i].value);

	if (spec->nr_ports) {
		printf(", \"ports\": [");
		for (size_t i = 0; i < spec->nr_ports; i++)
			printf("%s%d", i ? ", " : "", spec->ports[i]);
		printf("]");
	}
	if (spec->nr_kept) {
		printf(", \"sockets\": [");
		for (size_t i = 0; i < spec->nr_kept; i++) {
			printf("%s", i ? "," : "");
			print_sock(&spec->kept[i]);
		}
		printf("]");
	}
	printf("}");
}

void report_print(const struct spec *specs, size_t nr)
{
	printf("{\"pid\": %d, \"netns\": %llu, \"made\": [", (int)getpid(), netns_inode());
	for (size_t i = 0; i < nr; i++) {
		printf("%s", i ? "," : "");
		print_spec(&specs[i]);
	}
	printf("]}\n");
	if (fflush(stdout) || ferror(stdout))
		fail("write to standard output");
}
