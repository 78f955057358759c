// SPDX-License-Identifier: GPL-2.0-or-later
/* Which metrics there are. */
#include <json-c/json.h>
#include <string.h>

#include "array.h"
#include "view/prometheus.h"

/* A row. */
struct listed {
	const char *name;
	const char *type;
	const char *labels;
	const char *help;
};

static void fill_name(const void *row, struct view_cell *cell)
{
	view_cell_text(cell, ((const struct listed *)row)->name);
}

static void fill_type(const void *row, struct view_cell *cell)
{
	view_cell_text(cell, ((const struct listed *)row)->type);
}

static void fill_labels(const void *row, struct view_cell *cell)
{
	const char *labels = ((const struct listed *)row)->labels;

	if (*labels)
		view_cell_text(cell, labels);
}

static const struct view_column columns[] = {
	{ .heading = "Metric", .fill = fill_name },
	{ .heading = "Type", .fill = fill_type },
	{ .heading = "Labels", .fill = fill_labels },
};

static struct json_object *json_text(const void *row,
				     const struct view_key *key)
{
	const char *text;

	memcpy(&text, (const char *)row + key->at, sizeof(text));
	return view_json_text(*text ? text : NULL);
}

#define AT(member)	.at = offsetof(struct listed, member)

static const struct view_key keys[] = {
	{ .name = "name", .value = json_text, AT(name) },
	{ .name = "type", .value = json_text, AT(type) },
	{ .name = "labels", .value = json_text, AT(labels) },
	{ .name = "help", .value = json_text, AT(help) },
};

static const struct view_kind kind = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};

/* Those of the family, and the one that its series have besides. */
static void join_labels(const struct prometheus_family *family,
			const struct prometheus_metric *metric, char *labels,
			size_t size)
{
	snprintf(labels, size, "%s%s%.*s", family->labels,
		 metric->extra ? ", " : "",
		 metric->extra ? (int)strcspn(metric->extra, "=") : 0,
		 metric->extra ?: "");
}

static int list_family(struct view *view,
		       const struct prometheus_family *family)
{
	char labels[SERIES_LABELS];
	int err = 0;

	for (size_t i = 0; !err && i < family->count; i++) {
		const struct prometheus_metric *metric = &family->metrics[i];
		const struct listed row = {
			metric->name,
			metric->fold == SERIES_COUNTER ? "counter" : "gauge",
			labels, metric->help,
		};

		join_labels(family, metric, labels, sizeof(labels));

		if (metric->help)
			err = view_add(view, &row);
	}
	return err;
}

static int list_all(struct view *view)
{
	const struct listed folded = {
		prometheus_folded.name, "gauge", "family",
		prometheus_folded.help,
	};
	int err = 0;

	for (size_t i = 0; !err && i < PROMETHEUS_FAMILIES; i++)
		err = list_family(view, prometheus_families[i]);
	for (size_t i = 0; !err && i < prometheus_histogram_count; i++) {
		const struct listed row = {
			prometheus_histograms[i].name, "histogram", "protocol",
			prometheus_histograms[i].help,
		};

		err = view_add(view, &row);
	}
	return err ?: view_add(view, &folded);
}

/**
 * view_prometheus_list() - print which metrics there are
 * @options: how
 *
 * Return: 0 or a negative errno.
 */
int view_prometheus_list(const struct view_options *options)
{
	struct view view;
	int err, end_err;

	err = view_open(&view, &kind, options);
	if (err)
		return err;
	err = list_all(&view);
	end_err = view_close(&view);
	return err ?: end_err;
}
