/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules about time: moving averages, hysteresis, rates.
 */
#ifndef _NETTUNE_PRESSURE_H
#define _NETTUNE_PRESSURE_H

#include <nettune/calc.h>

/*
 * Averages, as /proc/pressure has them: every NT_PRESSURE_PERIOD_NS the share of
 * that time in which a queue was too full is folded into an average that
 * forgets with a time constant of 10, 60 or 300 seconds. Fixed point with 11
 * bits; the factors are exp(-2/10), exp(-2/60), exp(-2/300).
 */
#define NT_PRESSURE_PERIOD_NS	2000000000ULL
#define NT_PRESSURE_FIXED	11
#define NT_PRESSURE_ONE		2048U
#define NT_PRESSURE_EXP_10	1677U
#define NT_PRESSURE_EXP_60	1981U
#define NT_PRESSURE_EXP_300	2034U

/**
 * struct nt_pressure - how much of the time a queue was too full
 * @samples: looks since the averages were updated
 * @over: how many of them saw it too full
 * @avg: averages over 10, 60 and 300 seconds: hundredths of a percent with
 *	NT_PRESSURE_FIXED bits behind the point
 */
struct nt_pressure {
	__u32	samples;
	__u32	over;
	__u32	avg[3];
};

/* One look. */
static inline void nt_pressure_sample(struct nt_pressure *pressure, int over)
{
	pressure->samples++;
	pressure->over += !!over;
}

static inline __u32 nt_pressure_decay(__u32 avg, __u32 factor, __u32 now)
{
	__u64 next = (__u64)avg * factor +
		     (__u64)(now << NT_PRESSURE_FIXED) *
		     (NT_PRESSURE_ONE - factor);

	/* Rounded towards the goal, so that it is reached at both ends. */
	if ((now << NT_PRESSURE_FIXED) > avg)
		next += NT_PRESSURE_ONE - 1;
	return (__u32)(next >> NT_PRESSURE_FIXED);
}

/**
 * nt_pressure_update() - fold the looks of one period into the averages
 * @pressure: the looks; they begin anew. A period without a look counts as one
 *	without pressure
 */
static inline void nt_pressure_update(struct nt_pressure *pressure)
{
	static const __u32 factors[3] = {
		NT_PRESSURE_EXP_10, NT_PRESSURE_EXP_60, NT_PRESSURE_EXP_300,
	};
	__u32 now = 0;
	__u32 i;

	if (pressure->samples)
		now = (__u32)div_u64((__u64)pressure->over * 10000,
				     pressure->samples);
	for (i = 0; i < 3; i++)
		pressure->avg[i] = nt_pressure_decay(pressure->avg[i],
						     factors[i], now);
	pressure->samples = 0;
	pressure->over = 0;
}

/* An average in hundredths of a percent, rounded. */
static inline __u32 nt_pressure_avg(__u32 avg)
{
	return (avg + NT_PRESSURE_ONE / 2) >> NT_PRESSURE_FIXED;
}

/**
 * nt_hysteresis() - is something high?
 * @was: was it high before?
 * @value: what it is now
 * @high: from here on it is
 * @low: below this it no longer is; not above @high
 *
 * Return: 1 if it is, else 0.
 */
static inline int nt_hysteresis(int was, __u32 value, __u32 high, __u32 low)
{
	/* What is at the high mark is high, though low may be the same. */
	return value >= high || (was && value >= low);
}

/**
 * struct nt_bucket - a token bucket: so many at once, so many a second
 * @tokens: how many are left, in billionths
 * @time_ns: when that was so
 * @lost: how many found none; the caller's to read, and to set to 0
 */
struct nt_bucket {
	__u64	tokens;
	__u64	time_ns;
	__u32	lost;
};

/**
 * nt_bucket_take() - may one more pass?
 * @bucket: the bucket; all 0 at first, which is full
 * @now_ns: the time, not 0; one before the last one, as another CPU may have
 *	read it, brings no tokens
 * @rate: tokens a second
 * @burst: tokens that it holds
 *
 * Return: 1 if it may, else 0, and it is counted in @lost.
 */
static inline int nt_bucket_take(struct nt_bucket *bucket, __u64 now_ns,
				 __u32 rate, __u32 burst)
{
	const __u64 one = 1000000000ULL;
	__u64 full = burst * one;
	__u64 passed = 0;

	if (now_ns > bucket->time_ns)
		passed = now_ns - bucket->time_ns;
	/* Time enough to fill it (or the first time): no product to overflow. */
	if (!bucket->time_ns || (rate && passed > div_u64(full, rate)))
		bucket->tokens = full;
	else
		bucket->tokens += passed * rate;
	if (bucket->tokens > full)
		bucket->tokens = full;
	bucket->time_ns += passed;
	if (bucket->tokens < one) {
		bucket->lost++;
		return 0;
	}
	bucket->tokens -= one;
	return 1;
}

#endif /* _NETTUNE_PRESSURE_H */
