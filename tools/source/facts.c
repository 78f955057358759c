// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters, gauges and settings of the network namespace that we are in. */
#include "source/facts.h"

#include <errno.h>
#include <stdlib.h>

#include "array.h"
#include "source/proc.h"

/* How a file below net/ is read. */
struct table {
	const char	*file;
	const char	*prefix;
	int		(*plain)(char *text, struct model_facts *facts);
	int		(*prefixed)(char *text, const char *prefix,
				    struct model_facts *facts);
};

static const struct table tables[] = {
	{ .file = "snmp", .plain = facts_parse_pairs },
	{ .file = "netstat", .plain = facts_parse_pairs },
	{ .file = "snmp6", .plain = facts_parse_lines },
	{ "sockstat", "sockstat", .prefixed = facts_parse_sockstat },
	{ "sockstat6", "sockstat6", .prefixed = facts_parse_sockstat },
	{ "stat/nf_conntrack", "nf_conntrack", .prefixed = facts_parse_cpus },
	{ "stat/arp_cache", "arp_cache", .prefixed = facts_parse_cpus },
	{ "stat/ndisc_cache", "ndisc_cache", .prefixed = facts_parse_cpus },
};

/* A file that can't be read has nothing that is known. */
static int read_table(const char *root, const struct table *table,
		      struct model_facts *facts)
{
	char *text;
	int err;

	err = proc_read_net(root, table->file, &text);
	if (err)
		return err == -ENOMEM ? err : 0;
	err = table->plain ? table->plain(text, facts) :
			     table->prefixed(text, table->prefix, facts);
	free(text);
	return err;
}

/**
 * facts_read() - read all counters, gauges and settings
 * @root: where /proc is
 * @facts: takes them, instead of what it had under their names
 *
 * Names are those that model/facts.h lays down. Counters that are sums over
 * CPUs: "nf_conntrack.insert_failed", "arp_cache.table_fulls"; of sockstat6:
 * "sockstat6.FRAG6.memory". What this kernel or namespace does not have is
 * absent; so is what has no number.
 *
 * Return: 0 or -ENOMEM.
 */
int facts_read(const char *root, struct model_facts *facts)
{
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(tables); i++)
		err = read_table(root, &tables[i], facts);
	return err ?: facts_read_sysctl(root, facts);
}
