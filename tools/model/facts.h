/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a machine, a network namespace or a device has one of each: counters,
 * gauges and settings, by the names by which administrators know them.
 *
 *   counters   as nstat prints them: "TcpExtListenOverflows", "UdpInErrors",
 *              "Ip6ReasmFails"
 *   settings   as sysctl prints them: "net.ipv4.tcp_mem"
 *   gauges     as the file and the word in it have them: "sockstat.TCP.mem",
 *              "sockstat.TCP.tw", "sockstat.FRAG.memory", "file-nr.open"
 */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

/* Numbers that one setting may have: net.ipv4.tcp_mem has 3. */
#define MODEL_FACT_VALUES	4

/**
 * struct model_fact - one of them
 * @name: its name
 * @text: a setting as the kernel prints it, each run of blanks one blank; NULL
 *	for what is no setting
 * @count: numbers in it, 0 for a setting that is none
 * @values: those
 */
struct model_fact {
	char		*name;
	char		*text;
	unsigned int	count;
	__s64		values[MODEL_FACT_VALUES];
};

/**
 * struct model_facts - a number of them, each name once; zeroed at first
 * @facts: in the order of their names
 * @count: how many
 * @room: how many fit
 */
struct model_facts {
	struct model_fact	*facts;
	size_t			count;
	size_t			room;
};

int model_facts_set(struct model_facts *facts, const char *name, __s64 value);
int model_facts_set_text(struct model_facts *facts, const char *name,
			 const char *text);
const struct model_fact *model_fact(const struct model_facts *facts,
				    const char *name);
bool model_fact_value(const struct model_facts *facts, const char *name,
		      unsigned int index, __s64 *value);
bool model_fact_delta(const struct model_facts *before,
		      const struct model_facts *after, const char *name,
		      __s64 *delta);
int model_facts_copy(struct model_facts *to, const struct model_facts *from);
void model_facts_free(struct model_facts *facts);

#endif
