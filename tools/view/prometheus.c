// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints a look in Prometheus's text format. */
#include "view/prometheus.h"

#include <stdlib.h>
#include <string.h>

#include "array.h"

/* Up to here a double holds every whole number. */
#define EXACT_MAX	9007199254740992.0

static void print_value(FILE *out, double value)
{
	if (value >= 0 && value <= EXACT_MAX && value == (double)(__s64)value)
		fprintf(out, " %lld\n", (__s64)value);
	else
		fprintf(out, " %.15g\n", value);
}

static void print_series(FILE *out, const char *name, const char *labels,
			 const char *extra, double value)
{
	const char *comma = *labels && extra ? "," : "";

	fputs(name, out);
	if (*labels || extra)
		fprintf(out, "{%s%s%s}", labels, comma, extra ?: "");
	print_value(out, value);
}

static void print_heading(FILE *out, const char *name, const char *help,
			  const char *type)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static const char *type_of(const struct prometheus_metric *metric)
{
	return metric->fold == SERIES_COUNTER ? "counter" : "gauge";
}

static bool is_known(const struct series *series, size_t index)
{
	for (size_t i = 0; i < series->count; i++)
		if (series->rows[i].has & 1U << index)
			return true;
	return false;
}

/* All series of a metric stand together; one without any is not there. */
static void print_family(FILE *out, const struct prometheus_family *family,
			 const struct series *series)
{
	const char *last = "";

	for (size_t i = 0; i < family->count; i++) {
		const struct prometheus_metric *metric = &family->metrics[i];

		if (!is_known(series, i))
			continue;
		if (strcmp(metric->name, last))
			print_heading(out, metric->name, metric->help,
				      type_of(metric));
		last = metric->name;
		for (size_t j = 0; j < series->count; j++)
			if (series->rows[j].has & 1U << i)
				print_series(out, metric->name,
					     series->rows[j].labels,
					     metric->extra,
					     series->rows[j].values[i]);
	}
}

static int fold_family(FILE *out, const struct prometheus_look *look,
		       const struct prometheus_family *family,
		       struct series_memory *memory, size_t *folded)
{
	enum series_fold folds[SERIES_VALUES];
	const struct series_rule rule = {
		.folds = folds, .count = family->count, .other = family->other,
		.max = family->other ? look->max : (size_t)-1,
	};
	struct series objects = { 0 }, series = { 0 };
	int err;

	if (family->other && look->outcomes[family->teller] == PROMETHEUS_FAILED)
		return 0;
	for (size_t i = 0; i < family->count; i++)
		folds[i] = family->metrics[i].fold;
	err = family->fill(look, family, &objects) ?:
	      series_fold(&objects, &rule, memory, &series, folded);
	if (!err)
		print_family(out, family, &series);
	series_free(&objects);
	series_free(&series);
	return err;
}

static void print_folded(FILE *out, const size_t folded[PROMETHEUS_FAMILIES])
{
	const struct prometheus_metric *metric = &prometheus_folded;

	print_heading(out, metric->name, metric->help, type_of(metric));
	for (size_t i = 0; i < PROMETHEUS_FAMILIES; i++) {
		char labels[SERIES_LABELS];

		if (!prometheus_families[i]->other)
			continue;
		prometheus_label(labels, 0, "family",
				 prometheus_families[i]->name);
		print_series(out, metric->name, labels, NULL, folded[i]);
	}
}

/* Upper bounds of buckets, as text; of bytes not each has one of its own. */
static const struct {
	const char	*le;
	unsigned int	buckets;
} permille_bounds[] = {
	{ "0", 1 }, { "0.1", 2 }, { "0.2", 3 }, { "0.3", 4 }, { "0.4", 5 },
	{ "0.5", 6 }, { "0.6", 7 }, { "0.7", 8 }, { "0.8", 9 }, { "0.9", 10 },
	{ "1", 11 }, { "+Inf", NETTUNE_HIST_PERMILLE },
}, log2_bounds[] = {
	{ "0", 1 }, { "255", 9 }, { "1023", 11 }, { "4095", 13 },
	{ "16383", 15 }, { "65535", 17 }, { "262143", 19 }, { "1.048575e+06", 21 },
	{ "4.194303e+06", 23 }, { "1.6777215e+07", 25 },
	{ "+Inf", NETTUNE_HIST_LOG2 },
};

static __u64 count_buckets(const __u32 *hist, unsigned int buckets)
{
	__u64 count = 0;

	while (buckets--)
		count += hist[buckets];
	return count;
}

/*
 * Fullness is rounded up to the next tenth, that from 1 on to 1.1: so the sum
 * is known, too.
 */
static double sum_of(const struct prometheus_histogram *histogram,
		     const struct prometheus_sockets *sockets,
		     const __u32 *hist)
{
	__u64 sum = 0;

	if (histogram->log2) {
		memcpy(&sum, (const char *)&sockets->stat + histogram->sum,
		       sizeof(sum));
		return sum;
	}
	for (unsigned int i = 0; i < NETTUNE_HIST_PERMILLE; i++)
		sum += (__u64)hist[i] * i;
	return sum / 10.0;
}

static void print_buckets(FILE *out,
			  const struct prometheus_histogram *histogram,
			  const struct prometheus_sockets *sockets,
			  const char *protocol)
{
	const __u32 *hist = (const __u32 *)((const char *)&sockets->hist +
					    histogram->at);
	size_t count = histogram->log2 ? ARRAY_SIZE(log2_bounds) :
					 ARRAY_SIZE(permille_bounds);
	__u64 below = 0;

	for (size_t i = 0; i < count; i++) {
		const char *le = histogram->log2 ? log2_bounds[i].le :
						   permille_bounds[i].le;

		below = count_buckets(hist, histogram->log2 ?
				      log2_bounds[i].buckets :
				      permille_bounds[i].buckets);
		fprintf(out, "%s_bucket{protocol=\"%s\",le=\"%s\"} %llu\n",
			histogram->name, protocol, le, below);
	}
	fprintf(out, "%s_sum{protocol=\"%s\"}", histogram->name, protocol);
	print_value(out, sum_of(histogram, sockets, hist));
	fprintf(out, "%s_count{protocol=\"%s\"} %llu\n", histogram->name,
		protocol, below);
}

static void print_histogram(FILE *out, const struct prometheus_look *look,
			    const struct prometheus_histogram *histogram)
{
	bool begun = false;

	for (size_t i = 0; i < PROMETHEUS_PROTOCOLS; i++) {
		if (!look->sockets[i].known)
			continue;
		if (!begun)
			print_heading(out, histogram->name, histogram->help,
				      "histogram");
		begun = true;
		print_buckets(out, histogram, &look->sockets[i],
			      prometheus_protocol_name(i));
	}
}

/**
 * prometheus_print() - print a look
 * @out: where
 * @look: what was found
 * @memory: of the looks before; NULL = there is only one
 *
 * Errors of writing are @out's.
 *
 * Return: 0 or -ENOMEM.
 */
int prometheus_print(FILE *out, const struct prometheus_look *look,
		     struct prometheus_memory *memory)
{
	size_t folded[PROMETHEUS_FAMILIES] = { 0 };
	int err = 0;

	for (size_t i = 0; !err && i < PROMETHEUS_FAMILIES; i++)
		err = fold_family(out, look, prometheus_families[i],
				  memory ? &memory->families[i] : NULL,
				  &folded[i]);
	if (err)
		return err;
	for (size_t i = 0; i < prometheus_histogram_count; i++)
		print_histogram(out, look, &prometheus_histograms[i]);
	print_folded(out, folded);
	return 0;
}

/**
 * prometheus_memory_free() - forget the looks before
 * @memory: as at first afterwards
 */
void prometheus_memory_free(struct prometheus_memory *memory)
{
	for (size_t i = 0; i < PROMETHEUS_FAMILIES; i++)
		series_memory_free(&memory->families[i]);
}

/**
 * prometheus_look_free() - let go of what was found
 * @look: zeroed afterwards
 */
void prometheus_look_free(struct prometheus_look *look)
{
	model_snapshot_free(&look->snapshot);
	free(look->profile.names);
	*look = (struct prometheus_look) { 0 };
}
