// SPDX-License-Identifier: GPL-2.0-or-later
/* All that is known of a network device, in lines for a person. */
#include "view/nic.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>

#include "array.h"
#include "view/escape.h"

/* Where what stands behind a line's name begins. */
#define INDENT	12

/* Of lines that go to no terminal. */
#define WIDTH	80

/**
 * struct lines - words that are broken into lines
 * @out: where to print
 * @width: columns in a line
 * @column: where we are
 * @empty: is nothing behind the line's name yet?
 */
struct lines {
	FILE	*out;
	size_t	width;
	size_t	column;
	bool	empty;
};

static size_t terminal_width(FILE *out)
{
	struct winsize size;
	int fd = fileno(out);

	if (fd < 0 || ioctl(fd, TIOCGWINSZ, &size) || !size.ws_col)
		return WIDTH;
	return size.ws_col;
}

static void begin(struct lines *lines, const char *name)
{
	fprintf(lines->out, "  %-*s", INDENT - 2, name);
	lines->column = INDENT;
	lines->empty = true;
}

/* One item of a list; items are never broken, only what is between them. */
static void item(struct lines *lines, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void item(struct lines *lines, const char *format, ...)
{
	char text[256], clean[512];
	va_list args;
	size_t len;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	len = view_escape(text, clean, sizeof(clean));

	if (!lines->empty) {
		lines->column += fprintf(lines->out, ",");
		/* Room for a comma of its own. */
		if (lines->column + 1 + len + 1 > lines->width) {
			fprintf(lines->out, "\n%*s", INDENT, "");
			lines->column = INDENT;
		} else {
			lines->column += fprintf(lines->out, " ");
		}
	}
	fputs(clean, lines->out);
	lines->column += len;
	lines->empty = false;
}

static void end(struct lines *lines)
{
	fprintf(lines->out, "%s\n", lines->empty ? "-" : "");
}

static bool get(const struct model_facts *facts, const char *name, __s64 *value)
{
	return model_fact_value(facts, name, 0, value);
}

static void show_link(struct lines *lines, const struct model_nic *nic)
{
	begin(lines, "link");
	if (!(nic->flags & IFF_UP))
		item(lines, "set down");
	else if (nic->has & MODEL_NIC_HAS_LINK)
		item(lines, nic->link ? "up" : "no carrier");
	if (nic->has & MODEL_NIC_HAS_SPEED)
		item(lines, "%u Mbit/s", nic->speed);
	item(lines, "mtu %u", nic->mtu);
	end(lines);
}

static void show_rings(struct lines *lines, const struct model_nic *nic)
{
	begin(lines, "rings");
	if (nic->has & MODEL_NIC_HAS_RING && nic->ring_rx_max)
		item(lines, "rx %u of %u", nic->ring_rx, nic->ring_rx_max);
	if (nic->has & MODEL_NIC_HAS_RING && nic->ring_tx_max)
		item(lines, "tx %u of %u", nic->ring_tx, nic->ring_tx_max);
	end(lines);
}

static void show_channels(struct lines *lines, const struct model_nic *nic)
{
	static const char *const names[] = { "combined", "rx", "tx", "other" };

	begin(lines, "channels");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char max_name[32];
		__s64 now, max;

		snprintf(max_name, sizeof(max_name), "%s_max", names[i]);
		if (get(&nic->channels, names[i], &now) &&
		    get(&nic->channels, max_name, &max))
			item(lines, "%s %lld of %lld", names[i], now, max);
	}
	end(lines);
}

static void show_queues(struct lines *lines, const struct model_nic *nic)
{
	__s64 value;

	begin(lines, "queues");
	if (get(&nic->queues, "rx_queues", &value))
		item(lines, "rx %lld", value);
	if (get(&nic->queues, "tx_queues", &value))
		item(lines, "tx %lld", value);
	if (get(&nic->queues, "rps_queues", &value))
		item(lines, "RPS on %lld", value);
	if (get(&nic->queues, "irq_cpus", &value))
		item(lines, "interrupts on %lld CPU%s", value,
		     value == 1 ? "" : "s");
	end(lines);
}

static void show_facts(struct lines *lines, const char *name,
		       const struct model_facts *facts)
{
	begin(lines, name);
	for (size_t i = 0; i < facts->count; i++)
		item(lines, "%s %lld", facts->facts[i].name,
		     facts->facts[i].values[0]);
	end(lines);
}

static void show_features(struct lines *lines, const struct model_nic *nic)
{
	begin(lines, "features");
	for (size_t i = 0; i < nic->features.count; i++)
		item(lines, "%s %s", nic->features.facts[i].name,
		     nic->features.facts[i].values[0] ? "on" : "off");
	end(lines);
}

static void show_qdisc(struct lines *lines, const struct model_nic *nic)
{
	__s64 value;

	begin(lines, "qdisc");
	if (nic->qdisc[0])
		item(lines, "%s", nic->qdisc);
	if (get(&nic->queues, "qdisc_qlen", &value))
		item(lines, "%lld packets wait", value);
	if (get(&nic->queues, "qdisc_backlog", &value))
		item(lines, "%lld bytes wait", value);
	if (get(&nic->queues, "qdisc_limit", &value))
		item(lines, "limit %lld packets", value);
	if (get(&nic->queues, "qdisc_limit_bytes", &value))
		item(lines, "limit %lld bytes", value);
	if (get(&nic->queues, "txqueuelen", &value))
		item(lines, "txqueuelen %lld", value);
	if (get(&nic->drops, "qdisc_requeues", &value))
		item(lines, "requeues %lld", value);
	if (get(&nic->drops, "qdisc_overlimits", &value))
		item(lines, "overlimits %lld", value);
	end(lines);
}

/* The two that are shown with the qdisc are no losses. */
static bool is_loss(const char *name)
{
	return strcmp(name, "qdisc_requeues") != 0 &&
	       strcmp(name, "qdisc_overlimits") != 0;
}

static void show_losses(struct lines *lines, const struct model_nic *nic)
{
	begin(lines, "lost");
	for (size_t i = 0; i < nic->drops.count; i++)
		if (nic->drops.facts[i].values[0] &&
		    is_loss(nic->drops.facts[i].name))
			item(lines, "%s %lld", nic->drops.facts[i].name,
			     nic->drops.facts[i].values[0]);
	if (lines->empty)
		item(lines, "nothing");
	end(lines);
}

/* What the driver says, and what that is called above. */
static void show_driver_losses(struct lines *lines, const struct model_nic *nic)
{
	bool any = false;

	for (size_t i = 0; i < nic->driver_drops.count; i++) {
		const struct model_fact *fact = &nic->driver_drops.facts[i];
		const char *name;
		bool queue;

		if (!fact->values[0])
			continue;
		if (!any)
			begin(lines, "driver's");
		any = true;
		name = model_nic_loss_name(nic->driver, fact->name, &queue);
		if (name && strcmp(name, fact->name) != 0)
			item(lines, "%s %lld (%s)", fact->name, fact->values[0],
			     name);
		else
			item(lines, "%s %lld", fact->name, fact->values[0]);
	}
	if (any)
		end(lines);
}

static void show_title(struct lines *lines, const struct model_nic *nic)
{
	char clean[128];

	view_escape(nic->ifname, clean, sizeof(clean));
	fputs(clean, lines->out);
	view_escape(nic->driver[0] ? nic->driver : nic->kind, clean,
		    sizeof(clean));
	if (clean[0])
		fprintf(lines->out, ": %s", clean);
	view_escape(nic->bus, clean, sizeof(clean));
	if (clean[0])
		fprintf(lines->out, " at %s", clean);
	putc('\n', lines->out);
}

/**
 * view_nic_detail() - print all that is known of a device
 * @out: where to print
 * @nic: the device
 * @width: columns in a line, 0 = those of the terminal, or 80; what is longer
 *	and can't be broken stays whole
 *
 * Return: 0 or a negative errno.
 */
int view_nic_detail(FILE *out, const struct model_nic *nic, size_t width)
{
	struct lines lines = {
		.out = out,
		.width = width ? width : terminal_width(out),
	};

	errno = 0;
	show_title(&lines, nic);
	show_link(&lines, nic);
	show_rings(&lines, nic);
	show_channels(&lines, nic);
	show_queues(&lines, nic);
	show_facts(&lines, "coalesce", &nic->coalesce);
	show_features(&lines, nic);
	show_qdisc(&lines, nic);
	show_losses(&lines, nic);
	show_driver_losses(&lines, nic);
	if (ferror(out))
		return errno ? -errno : -EIO;
	return 0;
}
