// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What drivers call their counters of losses, and what they mean. Each driver
 * has names of its own for the same few things, and many tell them twice, for
 * each queue and for all of them.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "model/nic.h"

/**
 * struct loss - what one counter means
 * @counter: its name; '#' stands for a queue's number
 * @name: ours
 * @driver: the one driver where it means this, NULL = in all others
 */
struct loss {
	const char *counter;
	const char *name;
	const char *driver;
};

#define ANY(counter_, name_) \
	{ .counter = (counter_), .name = (name_) }
#define ONLY(driver_, counter_, name_) \
	{ .counter = (counter_), .name = (name_), .driver = (driver_) }

/*
 * By drivers of Linux 6.12. The first that fits counts. Only counters of
 * packets that are lost for sure: igb's rx_no_buffer_count, for example, counts
 * packets that waited in the hardware.
 */
static const struct loss known[] = {
	/* The ring had no free descriptor. */
	ANY("rx_missed", "rx_missed"),			/* r8169 */
	ANY("rx_missed_errors", "rx_missed"),		/* e1000e igb i40e */
	ANY("rx_no_dma_resources", "rx_missed"),		/* ixgbe */
	ANY("rx_out_of_buffer", "rx_missed"),		/* mlx5 */
	ANY("rx_total_ring_discards", "rx_missed"),	/* bnxt */
	ANY("[#]: rx_discards", "rx_missed"),		/* bnxt */
	ONLY("tg3", "rx_discards", "rx_missed"),
	ANY("pkts rx OOB", "rx_missed"),			/* vmxnet3 */
	ANY("pkts rx out of buf", "rx_missed"),		/* vmxnet3 */
	ANY("rx_overruns", "rx_missed"),			/* ena */
	ANY("rx#_hw_drop_overruns", "rx_missed"),	/* virtio_net */

	/* The hardware's own buffer was full. */
	ANY("rx_fifo_errors", "rx_fifo"),
	ONLY("igb", "rx_queue_#_drops", "rx_fifo"),
	ANY("rx_discards_phy", "rx_fifo"),		/* mlx5 */
	ANY("port.rx_dropped", "rx_fifo"),		/* i40e */
	ANY("rx_dropped.nic", "rx_fifo"),		/* ice */
	ANY("rx_stat_discard", "rx_fifo"),		/* bnxt */

	ANY("rx_over_errors", "rx_over"),

	/* No memory for a new buffer. */
	ANY("alloc_rx_buff_failed", "rx_no_buffer"),	/* e1000 ixgbe */
	ANY("alloc_rx_page_failed", "rx_no_buffer"),	/* ixgbe */
	ANY("rx_alloc_failed", "rx_no_buffer"),
	ANY("rx_alloc_fail", "rx_no_buffer"),		/* i40e ice */
	ANY("rx_pg_alloc_fail", "rx_no_buffer"),		/* i40e ice */
	ANY("rx_queue_#_alloc_failed", "rx_no_buffer"),	/* igb */
	ANY("rx_buff_alloc_err", "rx_no_buffer"),	/* mlx5 */
	ANY("rx#_buff_alloc_err", "rx_no_buffer"),	/* mlx5 */
	ANY("rx_total_oom_discards", "rx_no_buffer"),	/* bnxt */
	ANY("[#]: rx_oom_discards", "rx_no_buffer"),	/* bnxt */
	ANY("rx_no_memory", "rx_no_buffer"),		/* hv_netvsc */
	ANY("rx buf alloc fail", "rx_no_buffer"),	/* vmxnet3 */
	ANY("queue_#_rx_page_alloc_fail", "rx_no_buffer"), /* ena */
	ANY("queue_#_rx_skb_alloc_fail", "rx_no_buffer"), /* ena */
	ANY("rx_skb_alloc_fail", "rx_no_buffer"),	/* gve */
	ANY("rx_buf_alloc_fail", "rx_no_buffer"),	/* gve */
	ANY("rx_skb_alloc_fail[#]", "rx_no_buffer"),	/* gve */
	ANY("rx_buf_alloc_fail[#]", "rx_no_buffer"),	/* gve */

	/* Damaged on the way here. */
	ANY("rx_crc_errors", "rx_crc"),
	ANY("rx_crc_errors.nic", "rx_crc"),		/* ice */
	ANY("port.rx_crc_errors", "rx_crc"),		/* i40e */
	ANY("rx_crc_errors_phy", "rx_crc"),		/* mlx5 */
	ANY("rx_fcs_errors", "rx_crc"),			/* tg3 */
	ANY("rx_fcs_err_frames", "rx_crc"),		/* bnxt */

	ANY("rx_errors", "rx_errors"),
	ANY("tx_errors", "tx_errors"),

	/* Dropped by the driver or above it. */
	ANY("rx_dropped", "rx_dropped"),
	ANY("rx_drops", "rx_dropped"),			/* ena */
	ANY("rx_queue_#_drops", "rx_dropped"),		/* veth virtio_net */
	ANY("rx#_drops", "rx_dropped"),			/* virtio_net */
	ANY("rx#_dropped", "rx_dropped"),		/* mlx4 */
	ANY("drv dropped rx total", "rx_dropped"),	/* vmxnet3 */
	ANY("rx_dropped_pkt[#]", "rx_dropped"),		/* gve */
	ANY("tx_dropped", "tx_dropped"),
	ANY("tx_drops", "tx_dropped"),			/* ena */
	ANY("tx#_drops", "tx_dropped"),			/* virtio_net */
	ANY("tx_queue_dropped", "tx_dropped"),		/* mlx5 */
	ANY("tx#_dropped", "tx_dropped"),		/* mlx5 */
	ANY("[#]: tx_discards", "tx_dropped"),		/* bnxt */
	ANY("drv dropped tx total", "tx_dropped"),	/* vmxnet3 */
	ANY("tx_discards", "tx_dropped"),		/* tg3 */

	ANY("tx_carrier_errors", "tx_carrier"),
};

/* What a counter of losses that is not known by its name has in it. */
static const char *const signs[] = {
	"alloc_err", "alloc_fail", "discard", "drop", "err", "exceeded",
	"fail", "fifo", "lost", "miss", "no_buf", "no_dma", "no_mem",
	"no_space", "oob", "oom", "out_of_buf", "over_", "overflow", "overrun",
	"timeout", "underrun",
};

/*
 * What else has such words in it: dropped by a program on purpose, repaired,
 * checked in software instead, or no packets but bytes and signals.
 */
static const char *const no_signs[] = {
	"bytes", "corrected", "csum", "dropless", "irq", "permission",
	"recover", "signal", "symbol", "xdp",
};

static bool matches(const char *pattern, const char *text, bool *queue)
{
	*queue = false;
	for (; *pattern; pattern++) {
		if (*pattern != '#') {
			if (*pattern != *text++)
				return false;
			continue;
		}
		if (!isdigit((unsigned char)*text))
			return false;
		while (isdigit((unsigned char)*text))
			text++;
		*queue = true;
	}
	return !*text;
}

/**
 * model_nic_loss_name() - what does a driver's counter count?
 * @driver: name of the driver
 * @counter: the driver's name for it
 * @queue: set: is it that of a single queue?
 *
 * Return: a name of @drops in struct model_nic, or NULL.
 */
const char *model_nic_loss_name(const char *driver, const char *counter,
				bool *queue)
{
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (known[i].driver && strcmp(known[i].driver, driver))
			continue;
		if (matches(known[i].counter, counter, queue))
			return known[i].name;
	}
	return NULL;
}

static bool has_one(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcasestr(text, words[i]))
			return true;
	return false;
}

/**
 * model_nic_is_loss() - does a driver's counter count losses, by its name?
 * @driver: name of the driver
 * @counter: the driver's name for it
 */
bool model_nic_is_loss(const char *driver, const char *counter)
{
	bool queue;

	return model_nic_loss_name(driver, counter, &queue) ||
	       (has_one(counter, signs, ARRAY_SIZE(signs)) &&
		!has_one(counter, no_signs, ARRAY_SIZE(no_signs)));
}

/* A name without blanks around it. Return: is anything left? */
static bool copy_name(const char *from, char name[MODEL_NIC_STAT_NAME + 1])
{
	size_t len;

	snprintf(name, MODEL_NIC_STAT_NAME + 1, "%.*s", MODEL_NIC_STAT_NAME,
		 from);
	len = strspn(name, " ");
	memmove(name, name + len, strlen(name + len) + 1);
	len = strlen(name);
	while (len && name[len - 1] == ' ')
		name[--len] = '\0';
	return len;
}

/* vmxnet3 has one name for the counters of all queues. */
static int add(struct model_facts *facts, const char *name, __u64 value)
{
	__s64 so_far = 0;

	model_fact_value(facts, name, 0, &so_far);
	return model_facts_set(facts, name, so_far + value);
}

/* Counters that mean the same are the same packets, told once more. */
static int raise_to(struct model_facts *facts, const char *name, __s64 value)
{
	__s64 so_far;

	if (model_fact_value(facts, name, 0, &so_far) && so_far >= value)
		return 0;
	return model_facts_set(facts, name, value);
}

/* Of our names: the sums over queues, and the highest of the rest. */
static int normalise(struct model_nic *nic)
{
	struct model_facts sums = { 0 };
	int err = 0;

	for (size_t i = 0; !err && i < nic->driver_drops.count; i++) {
		const struct model_fact *fact = &nic->driver_drops.facts[i];
		const char *name;
		bool queue;

		name = model_nic_loss_name(nic->driver, fact->name, &queue);
		if (name && queue)
			err = add(&sums, name, fact->values[0]);
		else if (name)
			err = raise_to(&nic->drops, name, fact->values[0]);
	}
	for (size_t i = 0; !err && i < sums.count; i++)
		err = raise_to(&nic->drops, sums.facts[i].name,
			       sums.facts[i].values[0]);
	model_facts_free(&sums);
	return err;
}

/**
 * model_nic_take_stats() - take a driver's counters
 * @nic: gets @driver_drops, and in @drops what those mean; @driver is known
 * @names: MODEL_NIC_STAT_NAME bytes each, the last one of which need not be 0
 * @values: as many numbers
 * @count: how many
 *
 * To be called once for a device, after the counters of the link are there.
 *
 * Return: 0 or -ENOMEM.
 */
int model_nic_take_stats(struct model_nic *nic, const char *names,
			 const __u64 *values, size_t count)
{
	char name[MODEL_NIC_STAT_NAME + 1];
	int err = 0;

	for (size_t i = 0; !err && i < count; i++)
		if (copy_name(names + i * MODEL_NIC_STAT_NAME, name) &&
		    model_nic_is_loss(nic->driver, name))
			err = add(&nic->driver_drops, name, values[i]);
	return err ?: normalise(nic);
}
