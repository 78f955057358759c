// SPDX-License-Identifier: GPL-2.0-or-later
/* How a network device looks in a table: one line that fits a terminal. */
#include "view/nic.h"

#include <string.h>

#include "array.h"
#include "view/escape.h"

static void fill_device(const void *row, struct view_cell *cell)
{
	const struct model_nic *nic = row;

	view_escape(nic->ifname, cell->text, sizeof(cell->text));
}

/* A virtual device may have no driver that it tells, but has a kind. */
static void fill_driver(const void *row, struct view_cell *cell)
{
	const struct model_nic *nic = row;
	const char *text = nic->driver[0] ? nic->driver : nic->kind;

	if (*text)
		view_escape(text, cell->text, sizeof(cell->text));
}

/* In the units in which they are sold. */
static void fill_speed(const struct model_nic *nic, struct view_cell *cell)
{
	__u32 speed = nic->speed;

	if (speed < 1000)
		snprintf(cell->text, sizeof(cell->text), "%uM", speed);
	else if (speed % 1000 < 100)
		snprintf(cell->text, sizeof(cell->text), "%uG", speed / 1000);
	else
		snprintf(cell->text, sizeof(cell->text), "%u.%uG",
			 speed / 1000, speed % 1000 / 100);
}

static void fill_link(const void *row, struct view_cell *cell)
{
	const struct model_nic *nic = row;

	if (!(nic->has & MODEL_NIC_HAS_LINK))
		return;
	if (!(nic->flags & IFF_UP))
		snprintf(cell->text, sizeof(cell->text), "off");
	else if (!nic->link)
		snprintf(cell->text, sizeof(cell->text), "down");
	else if (nic->has & MODEL_NIC_HAS_SPEED)
		fill_speed(nic, cell);
	else
		snprintf(cell->text, sizeof(cell->text), "up");
	if (nic->flags & IFF_UP && !nic->link)
		cell->heat = VIEW_HEAT_WARM;
}

/* A ring that the device does not have has no maximum. */
static void fill_ring(const struct model_nic *nic, __u32 now, __u32 max,
		      struct view_cell *cell)
{
	if (nic->has & MODEL_NIC_HAS_RING && max)
		snprintf(cell->text, sizeof(cell->text), "%u/%u", now, max);
}

static void fill_rx_ring(const void *row, struct view_cell *cell)
{
	const struct model_nic *nic = row;

	fill_ring(nic, nic->ring_rx, nic->ring_rx_max, cell);
}

static void fill_tx_ring(const void *row, struct view_cell *cell)
{
	const struct model_nic *nic = row;

	fill_ring(nic, nic->ring_tx, nic->ring_tx_max, cell);
}

static bool get(const struct model_facts *facts, const char *name, __s64 *value)
{
	return model_fact_value(facts, name, 0, value);
}

/* Combined ones as they are called, else those to receive and to send. */
static void fill_channels(const void *row, struct view_cell *cell)
{
	const struct model_facts *channels =
		&((const struct model_nic *)row)->channels;
	__s64 now, max, rx = 0, tx = 0;
	bool known;

	if (get(channels, "combined", &now) &&
	    get(channels, "combined_max", &max)) {
		snprintf(cell->text, sizeof(cell->text), "%lld/%lld", now, max);
		return;
	}
	known = get(channels, "rx", &rx);
	known = get(channels, "tx", &tx) || known;
	if (known)
		snprintf(cell->text, sizeof(cell->text), "%lld+%lld", rx, tx);
}

static void fill_coalesce(const void *row, struct view_cell *cell)
{
	const struct model_facts *coalesce =
		&((const struct model_nic *)row)->coalesce;
	__s64 rx, tx;

	if (get(coalesce, "adaptive_rx", &rx) && rx)
		snprintf(cell->text, sizeof(cell->text), "adaptive");
	else if (get(coalesce, "rx_usecs", &rx) &&
		 get(coalesce, "tx_usecs", &tx))
		snprintf(cell->text, sizeof(cell->text), "%lld/%lldus", rx, tx);
	else if (get(coalesce, "rx_usecs", &rx))
		snprintf(cell->text, sizeof(cell->text), "%lldus", rx);
	else if (get(coalesce, "rx_frames", &rx))
		snprintf(cell->text, sizeof(cell->text), "%lld pkts", rx);
}

/* Exact as long as that is short. */
static void fill_losses(const void *row, struct view_cell *cell)
{
	static const char units[] = "kMGTP";
	__u64 losses;
	int unit = 0;

	if (!model_nic_losses(row, &losses))
		return;
	if (losses < 10000000) {
		snprintf(cell->text, sizeof(cell->text), "%llu", losses);
		return;
	}
	for (losses /= 1000; losses >= 10000; losses /= 1000)
		unit++;
	snprintf(cell->text, sizeof(cell->text), "%llu%c", losses, units[unit]);
}

static void fill_spread(const void *row, struct view_cell *cell)
{
	const struct model_facts *queues =
		&((const struct model_nic *)row)->queues;
	char rps[24] = "-", irq[24] = "-";
	__s64 value;

	if (get(queues, "rps_queues", &value))
		snprintf(rps, sizeof(rps), "%lld", value);
	if (get(queues, "irq_cpus", &value))
		snprintf(irq, sizeof(irq), "%lld", value);
	snprintf(cell->text, sizeof(cell->text), "%s/%s", rps, irq);
}

static const struct view_column columns[] = {
	{ "Device", false, false, fill_device },
	{ "Driver", false, true, fill_driver },
	{ "Link", true, false, fill_link },
	{ "RX-ring", true, false, fill_rx_ring },
	{ "TX-ring", true, false, fill_tx_ring },
	{ "Channels", true, true, fill_channels },
	{ "Coalesce", true, true, fill_coalesce },
	{ "Drops", true, false, fill_losses },
	{ "RPS/IRQ", true, false, fill_spread },
};

const struct view_kind view_nic = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
	.keys = view_nic_keys,
	.key_count = VIEW_NIC_KEYS,
};
