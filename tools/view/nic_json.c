// SPDX-License-Identifier: GPL-2.0-or-later
/* How a network device looks as JSON. */
#include <json-c/json.h>
#include <string.h>

#include "array.h"
#include "view/escape.h"
#include "view/nic.h"

/* Named even where they are not known, unlike what only some drivers have. */
static const char *const drops[] = {
	"rx_missed", "rx_fifo", "rx_over", "rx_no_buffer", "rx_crc",
	"rx_errors", "rx_dropped", "tx_errors", "tx_dropped", "tx_carrier",
	"qdisc_drops", "qdisc_requeues", "qdisc_overlimits",
};

static const char *const queues[] = {
	"rx_queues", "tx_queues", "rps_queues", "irq_cpus", "qdisc_qlen",
	"qdisc_backlog", "qdisc_limit", "qdisc_limit_bytes", "txqueuelen",
};

/* A text of fixed room, empty = not known. */
static struct json_object *json_text(const void *row,
				     const struct view_key *key)
{
	const char *text = (const char *)row + key->at;

	return *text ? view_json_text(text) : NULL;
}

static struct json_object *json_u32(const void *row, const struct view_key *key)
{
	const struct model_nic *nic = row;
	__u32 value;

	if ((nic->has & key->has) != key->has)
		return NULL;
	memcpy(&value, (const char *)row + key->at, sizeof(value));
	return json_object_new_int64(value);
}

static struct json_object *json_up(const void *row, const struct view_key *key)
{
	(void)key;
	return json_object_new_boolean(((const struct model_nic *)row)->flags &
				       IFF_UP ? 1 : 0);
}

static struct json_object *json_link(const void *row,
				     const struct view_key *key)
{
	const struct model_nic *nic = row;

	(void)key;
	return nic->has & MODEL_NIC_HAS_LINK ?
		json_object_new_boolean(nic->link) : NULL;
}

static struct json_object *json_losses(const void *row,
				       const struct view_key *key)
{
	__u64 losses;

	(void)key;
	return model_nic_losses(row, &losses) ?
		json_object_new_int64(losses) : NULL;
}

/* 0 = there is no such ring */
static struct json_object *ring_value(const struct model_nic *nic, __u32 value,
				      __u32 max)
{
	return nic->has & MODEL_NIC_HAS_RING && max ?
		json_object_new_int64(value) : NULL;
}

static struct json_object *json_ring(const void *row,
				     const struct view_key *key)
{
	struct json_object *ring = json_object_new_object();
	const struct model_nic *nic = row;
	const struct {
		const char	*name;
		__u32		value;
		__u32		max;
	} values[] = {
		{ "rx", nic->ring_rx, nic->ring_rx_max },
		{ "rx_max", nic->ring_rx_max, nic->ring_rx_max },
		{ "tx", nic->ring_tx, nic->ring_tx_max },
		{ "tx_max", nic->ring_tx_max, nic->ring_tx_max },
	};

	(void)key;
	for (size_t i = 0; ring && i < ARRAY_SIZE(values); i++)
		view_json_put(ring, values[i].name,
			      ring_value(nic, values[i].value, values[i].max));
	return ring;
}

/* All that are known, by their names. */
static struct json_object *json_facts(const void *row,
				      const struct view_key *key)
{
	const void *at = (const char *)row + key->at;
	const struct model_facts *facts = at;
	struct json_object *object = json_object_new_object();
	char name[3 * MODEL_NIC_STAT_NAME + 1];

	for (size_t i = 0; object && i < facts->count; i++) {
		__s64 value = facts->facts[i].values[0];

		view_clean_utf8(facts->facts[i].name, name, sizeof(name));
		json_object_object_add(object, name,
				       json_object_new_int64(value));
	}
	return object;
}

static struct json_object *named(const struct model_facts *facts,
				 const char *const *names, size_t count)
{
	struct json_object *object = json_object_new_object();
	__s64 value;

	for (size_t i = 0; object && i < count; i++)
		view_json_put(object, names[i],
			      model_fact_value(facts, names[i], 0, &value) ?
			      json_object_new_int64(value) : NULL);
	return object;
}

static struct json_object *json_drops(const void *row,
				      const struct view_key *key)
{
	(void)key;
	return named(&((const struct model_nic *)row)->drops, drops,
		     ARRAY_SIZE(drops));
}

static struct json_object *json_queues(const void *row,
				       const struct view_key *key)
{
	(void)key;
	return named(&((const struct model_nic *)row)->queues, queues,
		     ARRAY_SIZE(queues));
}

#define KEY(key_, member, value_) \
	{ .name = (key_), .value = (value_), \
	  .at = offsetof(struct model_nic, member) }

/* Names and order are a contract with those who parse them. */
const struct view_key view_nic_keys[VIEW_NIC_KEYS] = {
	KEY("ifname", ifname, json_text),
	KEY("ifindex", ifindex, json_u32),
	KEY("kind", kind, json_text),
	KEY("driver", driver, json_text),
	KEY("bus", bus, json_text),
	KEY("mtu", mtu, json_u32),
	{ .name = "up", .value = json_up },
	{ .name = "link", .value = json_link },
	{ .name = "speed", .value = json_u32,
	  .at = offsetof(struct model_nic, speed),
	  .has = MODEL_NIC_HAS_SPEED },
	KEY("qdisc", qdisc, json_text),
	{ .name = "ring", .value = json_ring },
	KEY("coalesce", coalesce, json_facts),
	KEY("channels", channels, json_facts),
	KEY("features", features, json_facts),
	{ .name = "queues", .value = json_queues },
	{ .name = "losses", .value = json_losses },
	{ .name = "drops", .value = json_drops },
	KEY("driver_drops", driver_drops, json_facts),
};
