// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what is read of /proc, on the tables of several kernels. */
#include "folder.h"
#include "unit.h"

#include <unistd.h>

#include "source/facts.h"
#include "source/proc.h"

/* As 5.10 prints them, with most columns left out. */
#define SNMP_OLD \
	"Ip: Forwarding DefaultTTL InReceives ReasmFails FragOKs\n" \
	"Ip: 1 64 18446744 17 0\n" \
	"Tcp: RtoAlgorithm MaxConn CurrEstab InCsumErrors\n" \
	"Tcp: 1 -1 3 4\n" \
	"Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors\n" \
	"Udp: 1 2 3 4 5\n"
#define NETSTAT_OLD \
	"TcpExt: SyncookiesSent ListenOverflows ListenDrops\n" \
	"TcpExt: 6 7 8\n" \
	"IpExt: InNoRoutes InOctets\n" \
	"IpExt: 0 9223372036854775807\n"

static struct model_facts facts;

static __s64 value_of(const char *name)
{
	__s64 value = -99;

	if (!model_fact_value(&facts, name, 0, &value))
		fail_msg("no %s", name);
	return value;
}

static void read_folder(const char *root)
{
	model_facts_free(&facts);
	assert_int_equal(facts_read(root, &facts), 0);
}

static void test_old(void **state)
{
	folder_put(*state, "net/snmp", SNMP_OLD);
	folder_put(*state, "net/netstat", NETSTAT_OLD);
	read_folder(*state);
	assert_int_equal(facts.count, 5 + 4 + 5 + 3 + 2);
	assert_int_equal(value_of("IpInReceives"), 18446744);
	assert_int_equal(value_of("IpReasmFails"), 17);
	assert_int_equal(value_of("TcpMaxConn"), -1);
	assert_int_equal(value_of("TcpCurrEstab"), 3);
	assert_int_equal(value_of("UdpInErrors"), 3);
	assert_int_equal(value_of("UdpRcvbufErrors"), 5);
	assert_int_equal(value_of("TcpExtListenOverflows"), 7);
	assert_int_equal(value_of("TcpExtListenDrops"), 8);
	assert_int_equal(value_of("IpExtInOctets"), INT64_MAX);
	assert_null(model_fact(&facts, "UdpMemErrors"));
	assert_null(model_fact(&facts, "Ip"));
	model_facts_free(&facts);
}

/* More columns, more tables, in any order; the last line without an end. */
static void test_new(void **state)
{
	folder_put(*state, "net/snmp",
		   "IcmpMsg: InType3 OutType3\nIcmpMsg: 1 2\n"
		   "Udp: MemErrors FromTheFuture InErrors\nUdp: 1 2 3\n"
		   "New: A\nNew: 5");
	folder_put(*state, "net/netstat",
		   "MPTcpExt: MPCapableSYNRX\nMPTcpExt: 9\n");
	folder_put(*state, "net/snmp6",
		   "Ip6InReceives                   \t8\n"
		   "Ip6ReasmFails                   \t9\n"
		   "Icmp6OutType143                 \t10\n");
	read_folder(*state);
	assert_int_equal(value_of("IcmpMsgOutType3"), 2);
	assert_int_equal(value_of("UdpMemErrors"), 1);
	assert_int_equal(value_of("UdpFromTheFuture"), 2);
	assert_int_equal(value_of("UdpInErrors"), 3);
	assert_int_equal(value_of("NewA"), 5);
	assert_int_equal(value_of("MPTcpExtMPCapableSYNRX"), 9);
	assert_int_equal(value_of("Ip6ReasmFails"), 9);
	assert_int_equal(value_of("Icmp6OutType143"), 10);
	assert_int_equal(facts.count, 10);
	model_facts_free(&facts);
}

static void test_gauges(void **state)
{
	folder_put(*state, "net/sockstat",
		   "sockets: used 262\n"
		   "TCP: inuse 5 orphan 1 tw 20 alloc 7 mem 3\n"
		   "UDP: inuse 3 mem 2\nFRAG: inuse 4 memory 4096\n");
	folder_put(*state, "net/sockstat6", "FRAG6: inuse 1 memory 768\n");
	folder_put(*state, "sys/fs/file-nr", "1216\t16\t9223372036854775807\n");
	read_folder(*state);
	assert_int_equal(value_of("sockstat.sockets.used"), 262);
	assert_int_equal(value_of("sockstat.TCP.orphan"), 1);
	assert_int_equal(value_of("sockstat.TCP.mem"), 3);
	assert_int_equal(value_of("sockstat.UDP.mem"), 2);
	assert_int_equal(value_of("sockstat.FRAG.memory"), 4096);
	assert_int_equal(value_of("sockstat6.FRAG6.memory"), 768);
	assert_int_equal(value_of("file-nr.open"), 1200);
	assert_int_equal(value_of("file-nr.max"), INT64_MAX);
	model_facts_free(&facts);
}

static void test_cpus(void **state)
{
	folder_put(*state, "net/stat/nf_conntrack",
		   "entries  found insert_failed drop\n"
		   "0000000a  00000001 00000010 00000002\n"
		   "0000000a  00000001 000000f0 00000003\n");
	/* fewer columns than names: those are not known */
	folder_put(*state, "net/stat/arp_cache",
		   "entries table_fulls late\n00000004  ffffffff\n");
	folder_put(*state, "net/stat/ndisc_cache", "entries table_fulls\n");
	read_folder(*state);
	assert_int_equal(value_of("nf_conntrack.entries"), 10);
	assert_int_equal(value_of("nf_conntrack.insert_failed"), 256);
	assert_int_equal(value_of("nf_conntrack.drop"), 5);
	assert_int_equal(value_of("arp_cache.table_fulls"), 0xffffffff);
	assert_null(model_fact(&facts, "arp_cache.late"));
	assert_null(model_fact(&facts, "ndisc_cache.entries"));
	model_facts_free(&facts);
}

static void test_settings(void **state)
{
	folder_put(*state, "sys/net/core/somaxconn", "4096\n");
	folder_put(*state, "sys/net/core/netdev_rss_key", "01:02\n");
	folder_put(*state, "sys/net/ipv4/tcp_mem", "1\t2\t3\n");
	folder_put(*state, "sys/net/ipv4/tcp_fastopen_key", "0-0-0-0\n");
	folder_put(*state, "sys/net/ipv4/ip_local_reserved_ports", "\n");
	folder_put(*state, "sys/net/ipv4/conf/all/forwarding", "1\n");
	folder_put(*state, "sys/net/ipv4/neigh/default/gc_thresh3", "1024\n");
	folder_put(*state, "sys/fs/nr_open", "1048576\n");
	folder_put(*state, "sys/fs/protected_fifos", "1\n");
	read_folder(*state);
	assert_int_equal(value_of("net.core.somaxconn"), 4096);
	assert_string_equal(model_fact(&facts, "net.ipv4.tcp_mem")->text,
			    "1 2 3");
	assert_int_equal(value_of("net.ipv4.neigh.default.gc_thresh3"), 1024);
	assert_int_equal(value_of("fs.nr_open"), 1048576);
	assert_string_equal(model_fact(&facts,
				       "net.ipv4.ip_local_reserved_ports")->text,
			    "");
	assert_int_equal(facts.count, 5);
	model_facts_free(&facts);
}

/* What is cut off or no table leaves what else is there, and nothing false. */
static void test_garbage(void **state)
{
	static const char *const tables[] = {
		"", "\n", "\n\n\n", ":", "A:\n", "A:\nA:\n", "A: B\n",
		"A: B\nC: 1\n", "A: B\nAB: 1\n", "A: B\nA: x\n",
		"A: B\nA: 1x\n", "A: B\nA: 18446744073709551616\n",
		"A: B\nA: -\n", "G\nG\n", "\x01\xff: \xff\n", "no table\n",
	};
	static const char *const files[] = {
		"net/snmp", "net/netstat", "net/snmp6", "net/sockstat",
		"net/stat/nf_conntrack", "sys/fs/file-nr",
	};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(tables); j++) {
			folder_put(*state, files[i], tables[j]);
			read_folder(*state);
			/* as text, which it is */
			if (!strcmp(files[i], "sys/fs/file-nr"))
				assert_int_equal(facts.count, 1);
			else
				assert_int_equal(facts.count, 0);
		}
		folder_put(*state, files[i], "");
	}
	folder_put(*state, "net/snmp", "A: B\nA: x\nUdp: InErrors C\nUdp: 4\n");
	read_folder(*state);
	assert_int_equal(value_of("UdpInErrors"), 4);
	assert_null(model_fact(&facts, "UdpC"));
	model_facts_free(&facts);
}

/* Every prefix of a file can be read. */
static void test_truncated(void **state)
{
	static const char whole[] = SNMP_OLD;
	char part[sizeof(whole)];

	for (size_t len = 0; len < sizeof(whole); len++) {
		memcpy(part, whole, len);
		part[len] = '\0';
		folder_put(*state, "net/snmp", part);
		read_folder(*state);
	}
	assert_int_equal(facts.count, 14);
	model_facts_free(&facts);
}

/* Larger than any buffer; a setting is read from its beginning each time. */
static void test_large(void **state)
{
	size_t size = 1 << 20, len, read_len;
	char *text = malloc(size + 1), *read;

	assert_non_null(text);
	for (len = 0; len + 8 < size;)
		len += sprintf(text + len, "%zu,", len % 50000);
	folder_put(*state, "sys/net/ipv4/ip_local_reserved_ports", text);
	folder_put(*state, "net/large", text);
	assert_int_equal(proc_read(*state,
				   "sys/net/ipv4/ip_local_reserved_ports",
				   &read, &read_len), 0);
	assert_int_equal(read_len, len);
	assert_string_equal(read, text);
	free(read);
	assert_int_equal(proc_read_net(*state, "large", &read), 0);
	assert_string_equal(read, text);
	free(read);
	read_folder(*state);
	assert_string_equal(model_fact(&facts,
				       "net.ipv4.ip_local_reserved_ports")->text,
			    text);
	model_facts_free(&facts);
	free(text);
}

/* Of the thread that asks, where /proc tells it. */
static void test_thread(void **state)
{
	folder_put(*state, "net/snmp", "Udp: InErrors\nUdp: 1\n");
	folder_put(*state, "thread-self/net/snmp", "Udp: InErrors\nUdp: 2\n");
	read_folder(*state);
	assert_int_equal(value_of("UdpInErrors"), 2);
	model_facts_free(&facts);
}

static void test_nothing(void **state)
{
	read_folder(*state);
	assert_int_equal(facts.count, 0);
	read_folder("/nonexistent");
	assert_int_equal(facts.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_old),
		IN_FOLDER(test_new),
		IN_FOLDER(test_gauges),
		IN_FOLDER(test_cpus),
		IN_FOLDER(test_settings),
		IN_FOLDER(test_garbage),
		IN_FOLDER(test_truncated),
		IN_FOLDER(test_large),
		IN_FOLDER(test_thread),
		IN_FOLDER(test_nothing),
	};

	return cmocka_run_group_tests_name("facts_read", tests, NULL, NULL);
}
