// SPDX-License-Identifier: GPL-2.0-or-later
/* The families of metrics, and those that are about the command itself. */
#include <errno.h>
#include <stdio.h>

#include "array.h"
#include "view/escape.h"
#include "view/prometheus.h"

/* Of a label's value, so that all labels of a series have room. */
#define VALUE_MAX	100

static const char *const collectors[PROMETHEUS_COLLECTORS] = {
	[PROMETHEUS_COUNTERS]		= "counters",
	[PROMETHEUS_SOFTNET]		= "softnet",
	[PROMETHEUS_NICS]		= "nics",
	[PROMETHEUS_LISTENERS]		= "listeners",
	[PROMETHEUS_SOCKETS]		= "sockets",
	[PROMETHEUS_PORTS]		= "ports",
	[PROMETHEUS_DESCRIPTORS]	= "descriptors",
	[PROMETHEUS_HISTOGRAMS]		= "histograms",
	[PROMETHEUS_PROFILES]		= "profiles",
};

/**
 * prometheus_collector_name() - as its label has it
 * @collector: which
 */
const char *prometheus_collector_name(enum prometheus_collector collector)
{
	return collectors[collector];
}

/**
 * prometheus_label() - write a label
 * @labels: where, SERIES_LABELS bytes
 * @len: bytes that are there already; 0 = this is the first label
 * @name: its name
 * @value: its value, any bytes: quoted, and cut off if it is too long
 *
 * Return: how many are there then.
 */
size_t prometheus_label(char *labels, size_t len, const char *name,
			const char *value)
{
	char clean[VALUE_MAX];

	view_clean_utf8(value, clean, sizeof(clean));
	len += snprintf(labels + len, SERIES_LABELS - len, "%s%s=\"",
			len ? "," : "", name);
	/* The closing quote has to have room, whatever comes before it. */
	for (const char *c = clean; *c && len + 3 < SERIES_LABELS; c++) {
		if (*c == '\\' || *c == '"' || *c == '\n')
			labels[len++] = '\\';
		labels[len++] = *c == '\n' ? 'n' : *c;
	}
	labels[len++] = '"';
	labels[len] = '\0';
	return len;
}

/**
 * prometheus_object() - add an object with all that is known of it
 * @family: which metrics it has
 * @objects: where
 * @labels: its labels
 * @id: tells it from others with the same labels
 * @object: what the metrics' @get reads
 *
 * Return: 0 or -ENOMEM.
 */
int prometheus_object(const struct prometheus_family *family,
		      struct series *objects, const char *labels, __u64 id,
		      const void *object)
{
	struct series_row *row = series_add(objects, labels, id);

	if (!row)
		return -ENOMEM;
	for (size_t i = 0; i < family->count; i++) {
		const struct prometheus_metric *metric = &family->metrics[i];
		double value;

		if (metric->get(object, metric, &value))
			series_set(row, i, value);
	}
	return 0;
}

/* The command */

/**
 * prometheus_one() - a value that is always known, and always 1
 * @object: whatever
 * @metric: likewise
 * @value: set to 1
 */
bool prometheus_one(const void *object, const struct prometheus_metric *metric,
		    double *value)
{
	(void)object;
	(void)metric;
	*value = 1;
	return true;
}

static const struct prometheus_metric build_metrics[] = {
	{ "nettune_build_info", "Version of the command, as a label; always 1.",
	  .get = prometheus_one },
};

static int fill_build(const struct prometheus_look *look,
		      const struct prometheus_family *family,
		      struct series *objects)
{
	char labels[SERIES_LABELS];

	prometheus_label(labels, 0, "version", look->version);
	return prometheus_object(family, objects, labels, 0, look);
}

static const struct prometheus_family build = {
	.name = "build", .labels = "version", .metrics = build_metrics,
	.count = ARRAY_SIZE(build_metrics), .fill = fill_build,
};

static const struct prometheus_metric source_metrics[] = {
	{ "nettune_source_info",
	  "Who told of the sockets, as a label: the kernel module, or sock_diag, which knows less; always 1.",
	  .get = prometheus_one },
};

static int fill_source(const struct prometheus_look *look,
		       const struct prometheus_family *family,
		       struct series *objects)
{
	char labels[SERIES_LABELS];

	prometheus_label(labels, 0, "source", look->source);
	return prometheus_object(family, objects, labels, 0, look);
}

static const struct prometheus_family source = {
	.name = "source", .labels = "source", .metrics = source_metrics,
	.count = ARRAY_SIZE(source_metrics), .fill = fill_source,
};

static bool get_module(const void *object,
		       const struct prometheus_metric *metric, double *value)
{
	const struct prometheus_look *look = object;

	(void)metric;
	*value = look->module;
	return look->module >= 0;
}

static bool get_seconds(const void *object,
			const struct prometheus_metric *metric, double *value)
{
	(void)metric;
	*value = ((const struct prometheus_look *)object)->seconds;
	return true;
}

/* The setting is the same for all of them. */
static bool get_backlog_limit(const void *object,
			      const struct prometheus_metric *metric,
			      double *value)
{
	const struct prometheus_look *look = object;
	const struct model_softnet *first = look->snapshot.softnet;

	(void)metric;
	if (!look->snapshot.cpus || !(first->has & MODEL_SOFTNET_HAS_MAX))
		return false;
	*value = first->stat.max_backlog;
	return true;
}

static const struct prometheus_metric look_metrics[] = {
	{ "nettune_module_loaded",
	  "Is the kernel module nettune loaded? 1 if it is.",
	  .get = get_module },
	{ "nettune_look_duration_seconds",
	  "How long it took to look at everything.", .get = get_seconds },
	{ "nettune_softnet_backlog_limit_packets",
	  "Packets that the input queue of a CPU takes (net.core.netdev_max_backlog).",
	  .get = get_backlog_limit },
};

static int fill_look(const struct prometheus_look *look,
		     const struct prometheus_family *family,
		     struct series *objects)
{
	return prometheus_object(family, objects, "", 0, look);
}

static const struct prometheus_family looks = {
	.name = "look", .labels = "", .metrics = look_metrics,
	.count = ARRAY_SIZE(look_metrics), .fill = fill_look,
};

/* Its parts */

/* An object of the next family. */
struct part {
	const struct prometheus_look	*look;
	enum prometheus_collector	collector;
};

static bool get_success(const void *object,
			const struct prometheus_metric *metric, double *value)
{
	const struct part *part = object;

	(void)metric;
	*value = part->look->outcomes[part->collector] == PROMETHEUS_TOLD;
	return part->look->outcomes[part->collector] != PROMETHEUS_NOT_ASKED;
}

static bool get_failures(const void *object,
			 const struct prometheus_metric *metric, double *value)
{
	const struct part *part = object;

	(void)metric;
	*value = part->look->failures[part->collector];
	return part->look->repeated &&
	       part->look->outcomes[part->collector] != PROMETHEUS_NOT_ASKED;
}

static const struct prometheus_metric collector_metrics[] = {
	{ "nettune_collector_success",
	  "Did this part of the look succeed? 0 if it could not be read; what it tells is left out then.",
	  .get = get_success },
	{ "nettune_collector_failures_total",
	  "How often this part of the look has failed since the endpoint was started.",
	  .fold = SERIES_COUNTER, .get = get_failures },
};

static int fill_collectors(const struct prometheus_look *look,
			   const struct prometheus_family *family,
			   struct series *objects)
{
	int err = 0;

	for (size_t i = 0; !err && i < PROMETHEUS_COLLECTORS; i++) {
		const struct part part = { look, i };
		char labels[SERIES_LABELS];

		prometheus_label(labels, 0, "collector", collectors[i]);
		err = prometheus_object(family, objects, labels, i, &part);
	}
	return err;
}

static const struct prometheus_family collector = {
	.name = "collector", .labels = "collector",
	.metrics = collector_metrics, .count = ARRAY_SIZE(collector_metrics),
	.fill = fill_collectors,
};

/* Profiles */

static bool get_settings(const void *object,
			 const struct prometheus_metric *metric, double *value)
{
	const struct prometheus_profile *profile = object;

	*value = profile->states[metric->at];
	return true;
}

#define SETTINGS	"nettune_profile_settings"

static const struct prometheus_metric profile_metrics[] = {
	{ SETTINGS,
	  "Settings of the profiles applied last: how many are as they were set (ok), have drifted, are absent, or can't be told.",
	  .extra = "state=\"ok\"", .get = get_settings, .at = VERIFY_OK },
	{ SETTINGS, .extra = "state=\"drift\"", .get = get_settings,
	  .at = VERIFY_DRIFT },
	{ SETTINGS, .extra = "state=\"absent\"", .get = get_settings,
	  .at = VERIFY_ABSENT },
	{ SETTINGS, .extra = "state=\"unknown\"", .get = get_settings,
	  .at = VERIFY_UNKNOWN },
};

static int fill_profile(const struct prometheus_look *look,
			const struct prometheus_family *family,
			struct series *objects)
{
	char labels[SERIES_LABELS];

	if (!look->profile.names)
		return 0;
	prometheus_label(labels, 0, "profile", look->profile.names);
	return prometheus_object(family, objects, labels, 0, &look->profile);
}

static const struct prometheus_family profile = {
	.name = "profile", .labels = "profile",
	.metrics = profile_metrics, .count = ARRAY_SIZE(profile_metrics),
	.fill = fill_profile,
};

/* In the order in which they are printed. */
const struct prometheus_family *const
	prometheus_families[PROMETHEUS_FAMILIES] = {
	&build, &source, &looks, &collector, &prometheus_stage,
	&prometheus_listener, &prometheus_softnet, &prometheus_nic,
	&prometheus_socket, &profile,
};

/* Of families that can have more objects than series. */
const struct prometheus_metric prometheus_folded = {
	.name = "nettune_series_folded",
	.help = "Objects of a family that share the series called other, for there are too many.",
};
