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

#define ROW(kind, name, link, nm, unit)	\
	{ TUNE_##kind, name, link, nm, SETTER_##unit }

static const struct setter_name names[] = {
	ROW(RING, "rx", "RxBufferSize", "ring-rx", NUMBER),
	ROW(RING, "rx-mini", "RxMiniBufferSize", "ring-rx-mini", NUMBER),
	ROW(RING, "rx-jumbo", "RxJumboBufferSize", "ring-rx-jumbo", NUMBER),
	ROW(RING, "tx", "TxBufferSize", "ring-tx", NUMBER),
	ROW(CHANNELS, "rx", "RxChannels", "channels-rx", NUMBER),
	ROW(CHANNELS, "tx", "TxChannels", "channels-tx", NUMBER),
	ROW(CHANNELS, "other", "OtherChannels", "channels-other", NUMBER),
	ROW(CHANNELS, "combined", "CombinedChannels", "channels-combined", NUMBER),
	ROW(COALESCE, "adaptive-rx", "UseAdaptiveRxCoalesce",
	    "coalesce-adaptive-rx", ONOFF),
	ROW(COALESCE, "adaptive-tx", "UseAdaptiveTxCoalesce",
	    "coalesce-adaptive-tx", ONOFF),
	ROW(COALESCE, "rx-usecs", "RxCoalesceSec",
	    "coalesce-rx-usecs", USECS),
	ROW(COALESCE, "rx-usecs-irq", "RxCoalesceIrqSec",
	    "coalesce-rx-usecs-irq", USECS),
	ROW(COALESCE, "rx-usecs-low", "RxCoalesceLowSec",
	    "coalesce-rx-usecs-low", USECS),
	ROW(COALESCE, "rx-usecs-high", "RxCoalesceHighSec",
	    "coalesce-rx-usecs-high", USECS),
	ROW(COALESCE, "tx-usecs", "TxCoalesceSec",
	    "coalesce-tx-usecs", USECS),
	ROW(COALESCE, "tx-usecs-irq", "TxCoalesceIrqSec",
	    "coalesce-tx-usecs-irq", USECS),
	ROW(COALESCE, "tx-usecs-low", "TxCoalesceLowSec",
	    "coalesce-tx-usecs-low", USECS),
	ROW(COALESCE, "tx-usecs-high", "TxCoalesceHighSec",
	    "coalesce-tx-usecs-high", USECS),
	ROW(COALESCE, "rx-frames", "RxMaxCoalescedFrames",
	    "coalesce-rx-frames", NUMBER),
	ROW(COALESCE, "rx-frames-irq", "RxMaxCoalescedIrqFrames",
	    "coalesce-rx-frames-irq", NUMBER),
	ROW(COALESCE, "rx-frames-low", "RxMaxCoalescedLowFrames",
	    "coalesce-rx-frames-low", NUMBER),
	ROW(COALESCE, "rx-frames-high", "RxMaxCoalescedHighFrames",
	    "coalesce-rx-frames-high", NUMBER),
	ROW(COALESCE, "tx-frames", "TxMaxCoalescedFrames",
	    "coalesce-tx-frames", NUMBER),
	ROW(COALESCE, "tx-frames-irq", "TxMaxCoalescedIrqFrames",
	    "coalesce-tx-frames-irq", NUMBER),
	ROW(COALESCE, "tx-frames-low", "TxMaxCoalescedLowFrames",
	    "coalesce-tx-frames-low", NUMBER),
	ROW(COALESCE, "tx-frames-high", "TxMaxCoalescedHighFrames",
	    "coalesce-tx-frames-high", NUMBER),
	ROW(COALESCE, "pkt-rate-low", "CoalescePacketRateLow",
	    "coalesce-pkt-rate-low", NUMBER),
	ROW(COALESCE, "pkt-rate-high", "CoalescePacketRateHigh",
	    "coalesce-pkt-rate-high", NUMBER),
	ROW(COALESCE, "sample-interval", "CoalescePacketRateSampleIntervalSec",
	    "coalesce-sample-interval", SECS),
	ROW(COALESCE, "stats-block-usecs", "StatisticsBlockCoalesceSec",
	    "coalesce-stats-block-usecs", USECS),
	ROW(FEATURE, "rx-checksum", "ReceiveChecksumOffload",
	    "feature-rx", ONOFF),
	ROW(FEATURE, "tx-checksum-*", "TransmitChecksumOffload",
	    "feature-tx", ONOFF),
	ROW(FEATURE, "tx-scatter-gather", NULL,
	    "feature-sg", ONOFF),
	ROW(FEATURE, "tx-tcp-segmentation", "TCPSegmentationOffload",
	    "feature-tso", ONOFF),
	ROW(FEATURE, "tx-tcp6-segmentation", "TCP6SegmentationOffload",
	    "feature-tso", ONOFF),
	ROW(FEATURE, "tx-generic-segmentation", "GenericSegmentationOffload",
	    "feature-gso", ONOFF),
	ROW(FEATURE, "rx-gro", "GenericReceiveOffload",
	    "feature-gro", ONOFF),
	ROW(FEATURE, "rx-gro-hw", "GenericReceiveOffloadHardware",
	    "feature-rx-gro-hw", ONOFF),
	ROW(FEATURE, "rx-lro", "LargeReceiveOffload",
	    "feature-lro", ONOFF),
	ROW(FEATURE, "rx-vlan-hw-parse", "ReceiveVLANCTAGHardwareAcceleration",
	    "feature-rxvlan", ONOFF),
	ROW(FEATURE, "tx-vlan-hw-insert", "TransmitVLANCTAGHardwareAcceleration",
	    "feature-txvlan", ONOFF),
	ROW(FEATURE, "rx-vlan-filter", "ReceiveVLANCTAGFilter",
	    "feature-rx-vlan-filter", ONOFF),
	ROW(FEATURE, "tx-vlan-stag-hw-insert",
	    "TransmitVLANSTAGHardwareAcceleration",
	    "feature-tx-vlan-stag-hw-insert", ONOFF),
	ROW(FEATURE, "rx-ntuple-filter", "NTupleFilter",
	    "feature-ntuple", ONOFF),
	ROW(FEATURE, "rx-hashing", NULL,
	    "feature-rxhash", ONOFF),
	ROW(PAUSE, "autoneg", "AutoNegotiationFlowControl", "pause-autoneg", ONOFF),
	ROW(PAUSE, "rx", "RxFlowControl", "pause-rx", ONOFF),
	ROW(PAUSE, "tx", "TxFlowControl", "pause-tx", ONOFF),
	ROW(LINK, "mtu", "MTUBytes", "mtu", NUMBER),
	ROW(LINK, "txqueuelen", "TransmitQueueLength", NULL, NUMBER),
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
	case SETTER_ONOFF:
		on = parse_bool(text);
		if (on < 0)
			return -EINVAL;
		snprintf(buf, size, "%s", on ? "on" : "off");
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
