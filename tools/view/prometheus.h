/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What there is to know, in Prometheus's text format (version 0.0.4): metrics
 * are rows of tables, in families whose objects have the same labels.
 */
#ifndef VIEW_PROMETHEUS_H
#define VIEW_PROMETHEUS_H

#include "model/series.h"
#include "model/snapshot.h"
#include "tune/verify.h"
#include "view/view.h"

/* What is asked for its part of a look. */
enum prometheus_collector {
	PROMETHEUS_COUNTERS,
	PROMETHEUS_SOFTNET,
	PROMETHEUS_NICS,
	PROMETHEUS_LISTENERS,
	PROMETHEUS_SOCKETS,
	PROMETHEUS_PORTS,
	PROMETHEUS_DESCRIPTORS,
	PROMETHEUS_HISTOGRAMS,
	PROMETHEUS_PROFILES,
	PROMETHEUS_COLLECTORS
};

enum prometheus_outcome {
	PROMETHEUS_NOT_ASKED,
	PROMETHEUS_TOLD,
	PROMETHEUS_FAILED,
};

/* Protocols whose sockets are counted. */
enum prometheus_protocol {
	PROMETHEUS_TCP,
	PROMETHEUS_UDP,
	PROMETHEUS_RAW,
	PROMETHEUS_PROTOCOLS
};

/**
 * struct prometheus_sockets - the sockets of a protocol, added up
 * @known: are they known?
 * @stat: sums
 * @hist: histograms
 */
struct prometheus_sockets {
	bool				known;
	struct nettune_summary_stat	stat;
	struct nettune_summary_hist	hist;
};

/**
 * struct prometheus_profile - what became of what was applied
 * @names: of the profiles, NULL = nothing is applied, or it is not known
 * @states: how many settings are in which state
 */
struct prometheus_profile {
	char	*names;
	size_t	states[VERIFY_STATES];
};

/**
 * struct prometheus_look - what was found; zeroed at first
 * @version: of this command
 * @source: name of who told of the sockets
 * @module: is the kernel module loaded? < 0 = not known
 * @seconds: that it took
 * @snapshot: all that one is made of
 * @sockets: by enum prometheus_protocol
 * @profile: the last one that was applied
 * @outcomes: by enum prometheus_collector
 * @failures: how often each has failed since the first look
 * @repeated: is this one of several looks, so that @failures has a meaning?
 * @max: objects of a family that have series of their own
 */
struct prometheus_look {
	const char			*version;
	const char			*source;
	int				module;
	double				seconds;
	struct model_snapshot		snapshot;
	struct prometheus_sockets	sockets[PROMETHEUS_PROTOCOLS];
	struct prometheus_profile	profile;
	enum prometheus_outcome		outcomes[PROMETHEUS_COLLECTORS];
	__u64				failures[PROMETHEUS_COLLECTORS];
	bool				repeated;
	size_t				max;
};

struct prometheus_family;

/**
 * struct prometheus_metric - one metric, or one of its series
 * @name: with the prefix and its unit; the same as that of the row above = it
 *	is another series of that one
 * @help: one sentence
 * @extra: a label that only this series has, NULL = none
 * @fold: how values of several objects become one; SERIES_COUNTER also says
 *	that it is a counter
 * @get: what it is of an object; false = that is not known
 * @at: offset in the object, for @get
 * @has: bit of the object's that @get needs
 * @fact: name of the fact that @get reads
 */
struct prometheus_metric {
	const char		*name;
	const char		*help;
	const char		*extra;
	enum series_fold	fold;
	bool			(*get)(const void *object,
				       const struct prometheus_metric *metric,
				       double *value);
	size_t			at;
	__u32			has;
	const char		*fact;
};

/**
 * struct prometheus_family - metrics of the same objects
 * @name: what the objects are
 * @labels: names of the labels that tell them apart, for people
 * @other: labels of the series for what has none of its own, NULL = their
 *	number is bounded anyway
 * @metrics: those
 * @count: how many
 * @teller: who tells of the objects, if there is @other: when it has failed,
 *	that is no reason to forget them
 * @fill: adds the objects of a look; 0 or -ENOMEM
 */
struct prometheus_family {
	const char			*name;
	const char			*labels;
	const char			*other;
	const struct prometheus_metric	*metrics;
	size_t				count;
	enum prometheus_collector	teller;
	int	(*fill)(const struct prometheus_look *look,
			const struct prometheus_family *family,
			struct series *objects);
};

/**
 * struct prometheus_histogram - a distribution of sockets
 * @name: with the prefix and its unit
 * @help: one sentence
 * @at: offset of the buckets in struct nettune_summary_hist
 * @log2: are those of NETTUNE_HIST_LOG2? Else of NETTUNE_HIST_PERMILLE
 * @sum: offset of the sum in struct nettune_summary_stat, if @log2
 */
struct prometheus_histogram {
	const char	*name;
	const char	*help;
	size_t		at;
	bool		log2;
	size_t		sum;
};

/* prometheus_tables.c and those with the metrics of one family */
#define PROMETHEUS_FAMILIES	10

extern const struct prometheus_family *const
	prometheus_families[PROMETHEUS_FAMILIES];
extern const struct prometheus_histogram prometheus_histograms[];
extern const size_t prometheus_histogram_count;
extern const struct prometheus_metric prometheus_folded;

const char *prometheus_collector_name(enum prometheus_collector collector);
const char *prometheus_protocol_name(enum prometheus_protocol protocol);
size_t prometheus_label(char *labels, size_t len, const char *name,
			const char *value);
bool prometheus_one(const void *object, const struct prometheus_metric *metric,
		    double *value);
int prometheus_object(const struct prometheus_family *family,
		      struct series *objects, const char *labels, __u64 id,
		      const void *object);

extern const struct prometheus_family prometheus_stage;
extern const struct prometheus_family prometheus_listener;
extern const struct prometheus_family prometheus_softnet;
extern const struct prometheus_family prometheus_nic;
extern const struct prometheus_family prometheus_socket;

/**
 * struct prometheus_memory - between two looks; zeroed at first
 * @families: of each
 */
struct prometheus_memory {
	struct series_memory	families[PROMETHEUS_FAMILIES];
};

/* prometheus.c */
int prometheus_print(FILE *out, const struct prometheus_look *look,
		     struct prometheus_memory *memory);
void prometheus_memory_free(struct prometheus_memory *memory);
void prometheus_look_free(struct prometheus_look *look);

/* prometheus_list.c */
int view_prometheus_list(const struct view_options *options);

#endif
