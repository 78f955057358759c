// SPDX-License-Identifier: GPL-2.0-or-later
/* Histograms as bars, two beside each other in 80 columns. */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "model/group.h"
#include "view/escape.h"
#include "view/view.h"

#define BAR_MAX	24

/* Two histograms with the same buckets. */
struct pair {
	const __u32	*left;
	const __u32	*right;
	size_t		count;
	void		(*label)(size_t bucket, char *buf, size_t size);
};

static __u32 highest(const __u32 *counts, size_t count)
{
	__u32 max = 0;

	for (size_t i = 0; i < count; i++)
		if (counts[i] > max)
			max = counts[i];
	return max;
}

/* The longest bar is of full length, and what is there at all is seen. */
static const char *bar(__u32 count, __u32 max, char buf[BAR_MAX + 1])
{
	size_t len = max ? ((__u64)count * BAR_MAX + max - 1) / max : 0;

	memset(buf, '#', len);
	buf[len] = '\0';
	return buf;
}

static int print_half(FILE *out, __u32 count, __u32 max, bool last)
{
	char room[BAR_MAX + 1];
	int printed;

	if (last && !count)
		printed = fprintf(out, " %8u\n", count);
	else if (last)
		printed = fprintf(out, " %8u %s\n", count,
				  bar(count, max, room));
	else
		printed = fprintf(out, " %8u %-*s", count, BAR_MAX,
				  bar(count, max, room));
	return printed < 0 ? -errno : 0;
}

/* From the first bucket that is not empty, but for that of 0, to the last. */
static void find_range(const struct pair *pair, size_t *first, size_t *last)
{
	*first = pair->count;
	*last = 0;
	for (size_t i = 1; i < pair->count; i++) {
		if (!pair->left[i] && !pair->right[i])
			continue;
		if (i < *first)
			*first = i;
		*last = i;
	}
}

static int print_pair(FILE *out, const struct pair *pair)
{
	__u32 left_max = highest(pair->left, pair->count);
	__u32 right_max = highest(pair->right, pair->count);
	size_t first, last;
	char label[16];

	find_range(pair, &first, &last);
	for (size_t i = 0; i <= last; i++) {
		int err;

		if (i && i < first)
			continue;
		pair->label(i, label, sizeof(label));
		if (fprintf(out, "%8s", label) < 0)
			return -errno;
		err = print_half(out, pair->left[i], left_max, false) ?:
		      print_half(out, pair->right[i], right_max, true);
		if (err)
			return err;
	}
	return 0;
}

static void label_percent(size_t bucket, char *buf, size_t size)
{
	if (!bucket)
		snprintf(buf, size, "0%%");
	else if (bucket + 1 == NETTUNE_HIST_PERMILLE)
		snprintf(buf, size, "full");
	else
		snprintf(buf, size, "<%zu%%", bucket * 10);
}

static void label_bytes(size_t bucket, char *buf, size_t size)
{
	static const char *const units[] = { "", "K", "M", "G" };
	__u64 from = bucket ? 1ULL << (bucket - 1) : 0;
	int unit = 0;

	for (; from >= 1024; from /= 1024)
		unit++;
	snprintf(buf, size, "%s%llu%s", bucket > 1 ? ">=" : "", from,
		 units[unit]);
}

static int print_titles(FILE *out, const char *left, const char *right)
{
	return fprintf(out, "%8s %8s %-*s %8s %s\n", "", "sockets", BAR_MAX,
		       left, "sockets", right) < 0 ? -errno : 0;
}

/**
 * view_hist() - draw a group's histograms
 * @out: where to
 * @group: the group; without histograms nothing is drawn
 *
 * Return: 0 or a negative errno.
 */
int view_hist(FILE *out, const struct model_group *group)
{
	const struct nettune_summary_hist *hist = group->hist;
	char label[MODEL_LABEL_MAX], harmless[MODEL_LABEL_MAX];
	int err;

	if (!hist || !model_group_buffered(group))
		return 0;
	model_group_label(group, label, sizeof(label));
	view_escape(label, harmless, sizeof(harmless));
	if (fprintf(out, "\n%s\n", harmless) < 0)
		return -errno;
	err = print_titles(out, "receive memory", "send memory");
	if (!err)
		err = print_pair(out, &(struct pair) {
			hist->rmem, hist->wmem, NETTUNE_HIST_PERMILLE,
			label_percent,
		});
	if (!err)
		err = print_titles(out, "Recv-Q, bytes", "Send-Q, bytes");
	if (!err)
		err = print_pair(out, &(struct pair) {
			hist->recv_q, hist->send_q, NETTUNE_HIST_LOG2,
			label_bytes,
		});
	return err;
}
