// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a device's parameters are called elsewhere: systemd.link(5), and
 * [ethtool] in nm-settings-keyfile(5).
 */
#include <errno.h>
#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "array.h"
#include "tune/setters.h"

#define RING(name, link)	{ TUNE_RING, name, link, "ring-" name, SETTER_NUMBER }
#define CHANNELS(name, link)	\
	{ TUNE_CHANNELS, name, link, "channels-" name, SETTER_NUMBER }
#define COALESCE(name, link, unit)	\
	{ TUNE_COALESCE, name, link, "coalesce-" name, SETTER_##unit }
#define FEATURE(name, link, nm)	\
	{ TUNE_FEATURE, name, link, "feature-" nm, SETTER_ONOFF }
#define PAUSE(name, link)	{ TUNE_PAUSE, name, link, "pause-" name, SETTER_BOOL }

static const struct setter_name names[] = {
	RING("rx", "RxBufferSize"),
	RING("rx-mini", "RxMiniBufferSize"),
	RING("rx-jumbo", "RxJumboBufferSize"),
	RING("tx", "TxBufferSize"),
	CHANNELS("rx", "RxChannels"),
	CHANNELS("tx", "TxChannels"),
	CHANNELS("other", "OtherChannels"),
	CHANNELS("combined", "CombinedChannels"),
	COALESCE("adaptive-rx", "UseAdaptiveRxCoalesce", BOOL),
	COALESCE("adaptive-tx", "UseAdaptiveTxCoalesce", BOOL),
	COALESCE("rx-usecs", "RxCoalesceSec", USECS),
	COALESCE("rx-usecs-irq", "RxCoalesceIrqSec", USECS),
	COALESCE("rx-usecs-low", "RxCoalesceLowSec", USECS),
	COALESCE("rx-usecs-high", "RxCoalesceHighSec", USECS),
	COALESCE("tx-usecs", "TxCoalesceSec", USECS),
	COALESCE("tx-usecs-irq", "TxCoalesceIrqSec", USECS),
	COALESCE("tx-usecs-low", "TxCoalesceLowSec", USECS),
	COALESCE("tx-usecs-high", "TxCoalesceHighSec", USECS),
	COALESCE("rx-frames", "RxMaxCoalescedFrames", NUMBER),
	COALESCE("rx-frames-irq", "RxMaxCoalescedIrqFrames", NUMBER),
	COALESCE("rx-frames-low", "RxMaxCoalescedLowFrames", NUMBER),
	COALESCE("rx-frames-high", "RxMaxCoalescedHighFrames", NUMBER),
	COALESCE("tx-frames", "TxMaxCoalescedFrames", NUMBER),
	COALESCE("tx-frames-irq", "TxMaxCoalescedIrqFrames", NUMBER),
	COALESCE("tx-frames-low", "TxMaxCoalescedLowFrames", NUMBER),
	COALESCE("tx-frames-high", "TxMaxCoalescedHighFrames", NUMBER),
	COALESCE("pkt-rate-low", "CoalescePacketRateLow", NUMBER),
	COALESCE("pkt-rate-high", "CoalescePacketRateHigh", NUMBER),
	COALESCE("sample-interval", "CoalescePacketRateSampleIntervalSec",
		 SECS),
	COALESCE("stats-block-usecs", "StatisticsBlockCoalesceSec", USECS),
	FEATURE("rx-checksum", "ReceiveChecksumOffload", "rx"),
	FEATURE("tx-checksum-*", "TransmitChecksumOffload", "tx"),
	FEATURE("tx-scatter-gather", NULL, "sg"),
	FEATURE("tx-tcp-segmentation", "TCPSegmentationOffload", "tso"),
	FEATURE("tx-tcp6-segmentation", "TCP6SegmentationOffload", "tso"),
	FEATURE("tx-generic-segmentation", "GenericSegmentationOffload",
		"gso"),
	FEATURE("rx-gro", "GenericReceiveOffload", "gro"),
	FEATURE("rx-gro-hw", "GenericReceiveOffloadHardware", "rx-gro-hw"),
	FEATURE("rx-lro", "LargeReceiveOffload", "lro"),
	FEATURE("rx-vlan-hw-parse", "ReceiveVLANCTAGHardwareAcceleration",
		"rxvlan"),
	FEATURE("tx-vlan-hw-insert", "TransmitVLANCTAGHardwareAcceleration",
		"txvlan"),
	FEATURE("rx-vlan-filter", "ReceiveVLANCTAGFilter", "rx-vlan-filter"),
	FEATURE("tx-vlan-stag-hw-insert",
		"TransmitVLANSTAGHardwareAcceleration",
		"tx-vlan-stag-hw-insert"),
	FEATURE("rx-ntuple-filter", "NTupleFilter", "ntuple"),
	FEATURE("rx-hashing", NULL, "rxhash"),
	PAUSE("autoneg", "AutoNegotiationFlowControl"),
	PAUSE("rx", "RxFlowControl"),
	PAUSE("tx", "TxFlowControl"),
	{ TUNE_LINK, "mtu", "MTUBytes", "mtu", SETTER_NUMBER },
	{ TUNE_LINK, "txqueuelen", "TransmitQueueLength", NULL, SETTER_NUMBER },
};

/**
 * setter_name() - what a parameter is called elsewhere
 * @key: the parameter
 *
 * Return: the row, NULL when neither has a name for it.
 */
const struct setter_name *setter_name(const struct tune_key *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].kind == key->kind &&
		    !fnmatch(names[i].name, key->name, 0))
			return &names[i];
	return NULL;
}

/* Units of systemd.time(7) that make sense here, in microseconds. */
static const struct {
	const char	*name;
	double		usecs;
} spans[] = {
	{ "us", 1 }, { "usec", 1 }, { "µs", 1 }, { "ms", 1e3 },
	{ "msec", 1e3 }, { "", 1e6 }, { "s", 1e6 }, { "sec", 1e6 },
	{ "second", 1e6 }, { "seconds", 1e6 }, { "m", 60e6 }, { "min", 60e6 },
};

static bool add_span(const char *unit, size_t len, double number, double *usecs)
{
	for (size_t i = 0; i < ARRAY_SIZE(spans); i++) {
		if (strlen(spans[i].name) != len ||
		    strncmp(spans[i].name, unit, len))
			continue;
		*usecs += number * spans[i].usecs;
		return true;
	}
	return false;
}

/* "50us", "1ms 500us", "0.05" */
static bool parse_span(const char *text, double *usecs)
{
	*usecs = 0;
	while (*text) {
		char *unit;
		double number = strtod(text, &unit);
		size_t len;

		if (unit == text || !(number >= 0))
			return false;
		unit += strspn(unit, " ");
		len = strcspn(unit, " .0123456789");
		if (!add_span(unit, len, number, usecs))
			return false;
		text = unit + len + strspn(unit + len, " ");
	}
	return *usecs <= 1e12;
}

/* Return: 1, 0, or -1 for neither; as systemd's parse_boolean(). */
static int parse_bool(const char *text)
{
	static const char *const words[2][6] = {
		{ "0", "no", "n", "false", "f", "off" },
		{ "1", "yes", "y", "true", "t", "on" },
	};

	for (int value = 0; value < 2; value++)
		for (size_t i = 0; i < ARRAY_SIZE(words[value]); i++)
			if (!strcasecmp(words[value][i], text))
				return value;
	return -1;
}

static bool parse_number(const char *text, char *buf, size_t size)
{
	unsigned long long number;
	char *end;

	if (!strcmp(text, "max")) {
		snprintf(buf, size, "max");
		return true;
	}
	errno = 0;
	number = strtoull(text, &end, 10);
	if (errno || end == text || *text == '-')
		return false;
	/* Of an MTU, "9K" is 9 * 1024. */
	if (*end && strchr("KMG", *end) && !end[1])
		number <<= *end == 'K' ? 10 : *end == 'M' ? 20 : 30;
	else if (*end)
		return false;
	snprintf(buf, size, "%llu", number);
	return true;
}

/**
 * setter_value() - a parameter's value as nettune writes it
 * @unit: what it is
 * @text: as the file has it
 * @is_link: of a .link file, where times have units
 * @buf: takes it
 * @size: bytes of @buf
 *
 * Return: 0, or -EINVAL when the file's reader would not take it either.
 */
int setter_value(enum setter_unit unit, const char *text, bool is_link,
		 char *buf, size_t size)
{
	double usecs;
	int on;

	switch (unit) {
	case SETTER_BOOL:
	case SETTER_ONOFF:
		on = parse_bool(text);
		if (on < 0)
			return -EINVAL;
		snprintf(buf, size, "%s", unit == SETTER_BOOL ?
			 (on ? "1" : "0") : (on ? "on" : "off"));
		return 0;
	case SETTER_USECS:
	case SETTER_SECS:
		if (!is_link)
			break;
		if (!parse_span(text, &usecs))
			return -EINVAL;
		snprintf(buf, size, "%.0f", unit == SETTER_SECS ?
			 ceil(usecs / 1e6) : usecs);
		return 0;
	default:
		break;
	}
	return parse_number(text, buf, size) ? 0 : -EINVAL;
}
