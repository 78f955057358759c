/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases of include/nettune/pressure.h */
#ifndef _NT_TESTS_CASES_PRESSURE_H
#define _NT_TESTS_CASES_PRESSURE_H

#include <nettune/pressure.h>

#include "cases.h"

#ifndef __KERNEL__
#include <math.h>
#endif

#define PRESSURE_FULL	10000	/* 100 percent */

/* Periods in each of which so many of so many looks saw it too full. */
static void pressure_periods(struct nt_pressure *pressure, __u32 periods,
			     __u32 over, __u32 samples)
{
	__u32 i;

	while (periods--) {
		for (i = 0; i < samples; i++)
			nt_pressure_sample(pressure, i < over);
		nt_pressure_update(pressure);
	}
}

static void pressure_check_near(NT_TEST, const struct nt_pressure *pressure,
				const __u32 *want, const __u32 *tolerance,
				unsigned long at)
{
	__u32 i, avg;

	for (i = 0; i < 3; i++) {
		avg = nt_pressure_avg(pressure->avg[i]);
		NT_ASSERT_TRUE_AT(avg + tolerance[i] >= want[i], at * 10 + i);
		NT_ASSERT_TRUE_AT(avg <= want[i] + tolerance[i], at * 10 + i);
	}
}

/*
 * How far the averages may be from exp(): the factors have 11 bits, which makes
 * of 300 seconds 292, as in /proc/pressure.
 */
static const __u32 pressure_tolerance[3] = { 4, 10, 110 };

/*
 * The averages after n periods of full pressure, then after as many of none:
 * 10000 * (1 - exp(-2n/T)), and that * exp(-2n/T).
 */
NT_CASE(pressure_curve)
{
	static const struct {
		__u32 periods;
		__u32 up[3], down[3];
	} rows[] = {
		{ 1, { 1813, 328, 66 }, { 1484, 317, 66 } },
		{ 2, { 3297, 645, 132 }, { 2210, 603, 131 } },
		{ 5, { 6321, 1535, 328 }, { 2325, 1300, 317 } },
		{ 10, { 8647, 2835, 645 }, { 1170, 2031, 603 } },
		{ 15, { 9502, 3935, 952 }, { 473, 2387, 861 } },
		{ 30, { 9975, 6321, 1813 }, { 25, 2325, 1484 } },
		{ 60, { 10000, 8647, 3297 }, { 0, 1170, 2210 } },
		{ 150, { 10000, 9933, 6321 }, { 0, 67, 2325 } },
		{ 300, { 10000, 10000, 8647 }, { 0, 0, 1170 } },
	};
	struct nt_pressure pressure;
	__u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		pressure = (struct nt_pressure){ 0 };
		pressure_periods(&pressure, rows[i].periods, 3, 3);
		pressure_check_near(test, &pressure, rows[i].up,
				    pressure_tolerance, i);
		pressure_periods(&pressure, rows[i].periods, 0, 3);
		pressure_check_near(test, &pressure, rows[i].down,
				    pressure_tolerance, i);
	}
}

/* Both ends are reached, not only approached, and never passed. */
NT_CASE(pressure_ends)
{
	struct nt_pressure pressure = { 0 };
	__u32 before[3];
	__u32 period, i;

	for (period = 0; period < 3000; period++) {
		memcpy(before, pressure.avg, sizeof(before));
		pressure_periods(&pressure, 1, 2, 2);
		for (i = 0; i < 3; i++) {
			NT_ASSERT_TRUE_AT(pressure.avg[i] >= before[i], period);
			NT_ASSERT_TRUE_AT(nt_pressure_avg(pressure.avg[i]) <=
					  PRESSURE_FULL, period);
		}
	}
	for (i = 0; i < 3; i++)
		NT_ASSERT_EQ_AT(pressure.avg[i],
				PRESSURE_FULL << NT_PRESSURE_FIXED, i);
	for (period = 0; period < 3000; period++) {
		memcpy(before, pressure.avg, sizeof(before));
		pressure_periods(&pressure, 1, 0, 2);
		for (i = 0; i < 3; i++)
			NT_ASSERT_TRUE_AT(pressure.avg[i] <= before[i], period);
	}
	for (i = 0; i < 3; i++)
		NT_ASSERT_EQ_AT(pressure.avg[i], 0, i);
}

/* Any share that lasts becomes the average, from above and from below. */
NT_CASE(pressure_settles)
{
	struct nt_pressure pressure = { 0 };
	struct nt_random random = { 9 };
	__u32 round, over, samples, i;

	for (round = 0; round < 12; round++) {
		samples = 1 + nt_random_below(&random, 50);
		over = nt_random_below(&random, samples + 1);
		pressure_periods(&pressure, 2500, over, samples);
		for (i = 0; i < 3; i++)
			NT_ASSERT_EQ_AT(nt_pressure_avg(pressure.avg[i]),
					over * PRESSURE_FULL / samples, round);
	}
}

/* A period of which nothing is known counts as one without pressure. */
NT_CASE(pressure_missed)
{
	struct nt_pressure missed = { 0 };
	struct nt_pressure calm = { 0 };
	__u32 i;

	pressure_periods(&missed, 5, 7, 9);
	pressure_periods(&calm, 5, 7, 9);
	for (i = 0; i < 40; i++) {
		pressure_periods(&missed, 1, 0, 0);
		pressure_periods(&calm, 1, 0, 9);
		NT_ASSERT_FALSE(memcmp(&missed, &calm, sizeof(calm)));
	}
	pressure_periods(&missed, 1, 1, 2);
	pressure_periods(&calm, 1, 5000, 10000);
	NT_ASSERT_FALSE(memcmp(&missed, &calm, sizeof(calm)));
}

/* Looks are of one period only, and any number other than 0 means too full. */
NT_CASE(pressure_samples)
{
	struct nt_pressure pressure = { 0 };

	nt_pressure_sample(&pressure, 0);
	nt_pressure_sample(&pressure, 4);
	nt_pressure_sample(&pressure, -1);
	NT_ASSERT_EQ(pressure.samples, 3);
	NT_ASSERT_EQ(pressure.over, 2);
	nt_pressure_update(&pressure);
	NT_ASSERT_EQ(pressure.samples, 0);
	NT_ASSERT_EQ(pressure.over, 0);
	/* As many as there can be. */
	pressure = (struct nt_pressure){
		.samples = 0xffffffff, .over = 0xffffffff,
	};
	nt_pressure_update(&pressure);
	NT_ASSERT_EQ(nt_pressure_avg(pressure.avg[0]), 1812);
	NT_ASSERT_EQ(nt_pressure_avg(0), 0);
	NT_ASSERT_EQ(nt_pressure_avg(NT_PRESSURE_ONE / 2 - 1), 0);
	NT_ASSERT_EQ(nt_pressure_avg(NT_PRESSURE_ONE / 2), 1);
}

#ifndef __KERNEL__
/* Random loads against the same averages in floating point. */
NT_CASE(pressure_floating)
{
	static const double seconds[3] = { 10, 60, 300 };
	struct nt_random random = { 10 };

	for (__u32 round = 0; round < 20; round++) {
		struct nt_pressure pressure = { 0 };
		double avg[3] = { 0 };

		for (__u32 period = 0; period < 1000; period++) {
			__u32 samples = nt_random_below(&random, 30);
			__u32 over = nt_random_below(&random, samples + 1);
			double now = samples ? 1e4 * over / samples : 0;
			__u32 want[3];

			/* Now and then the looks fail to come. */
			if (period / 100 & 1) {
				samples = 0;
				over = 0;
				now = 0;
			}
			pressure_periods(&pressure, 1, over, samples);
			for (int i = 0; i < 3; i++) {
				double keep = exp(-2 / seconds[i]);

				avg[i] = avg[i] * keep + now * (1 - keep);
				want[i] = (__u32)(avg[i] + 0.5);
			}
			pressure_check_near(test, &pressure, want,
					    pressure_tolerance, period);
		}
	}
}
#endif

/* Every step between eight values: it changes at the marks, and only there. */
NT_CASE(hysteresis_all)
{
	__u32 high, low, value;
	int was, is;

	for (high = 0; high < 8; high++) {
		for (low = 0; low <= high; low++) {
			for (value = 0; value < 8; value++) {
				for (was = 0; was < 2; was++) {
					is = was ? !(value < low) :
						   !(value < high);
					/* Where both marks are one, too. */
					if (value >= high)
						is = 1;
					NT_ASSERT_EQ_AT(nt_hysteresis(was, value,
								      high,
								      low),
							is, value);
				}
			}
		}
	}
}

NT_CASE(hysteresis_sequence)
{
	static const struct {
		__u32 value;
		int high;
	} rows[] = {
		{ 0, 0 }, { 799, 0 }, { 800, 1 }, { 1200, 1 }, { 799, 1 },
		{ 500, 1 }, { 499, 0 }, { 799, 0 }, { 500, 0 }, { 800, 1 },
		{ 0, 0 }, { 0xffffffff, 1 }, { 500, 1 }, { 0, 0 },
	};
	int high = 0;
	__u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		high = nt_hysteresis(high, rows[i].value, 800, 500);
		NT_ASSERT_EQ_AT(high, rows[i].high, i);
	}
}

/*
 * The rule of the bucket without a bucket: one more may pass as long as in no
 * span of time that ends now there would be more than burst + rate * span.
 */
#define BUCKET_ROOM	600

static __u64 bucket_passed[BUCKET_ROOM];

static int bucket_model(__u32 nr, __u64 now, __u32 rate, __u32 burst)
{
	const __u64 one = 1000000000;
	__u32 i;

	for (i = nr; i--;) {
		if ((nr - i + 1) * one >
		    burst * one + rate * (now - bucket_passed[i]))
			return 0;
	}
	return burst > 0;
}

static __u64 bucket_random_step(struct nt_random *random, __u32 rate)
{
	__u64 second = 1000000000;

	switch (nt_random_below(random, 8)) {
	case 0:
		return 0;
	case 1:
		return nt_random_below(random, second);
	case 2:
		/* The time of one token, and a little less or more. */
		return div_u64(second, rate) + nt_random_below(random, 3) - 1;
	case 3:
		return nt_random_below(random, 100) ? 1 : 100 * second;
	}
	return nt_random_below(random, (__u32)div_u64(2 * second, rate));
}

static void bucket_check(NT_TEST, struct nt_random *random, __u32 rate,
			 __u32 burst)
{
	struct nt_bucket bucket = { 0 };
	__u64 now = 1 + nt_random(random);
	__u32 step, nr = 0, lost = 0;
	int want;

	for (step = 0; step < BUCKET_ROOM; step++) {
		want = bucket_model(nr, now, rate, burst);
		NT_ASSERT_EQ_AT(nt_bucket_take(&bucket, now, rate, burst), want,
				step);
		if (want)
			bucket_passed[nr++] = now;
		else
			lost++;
		NT_ASSERT_EQ_AT(bucket.lost, lost, step);
		now += bucket_random_step(random, rate);
	}
	NT_ASSERT_TRUE(nr >= 1);
}

NT_CASE(bucket_random)
{
	static const __u32 rates[] = { 1, 2, 3, 7, 100, 999, 1000, 10000 };
	static const __u32 bursts[] = { 1, 2, 3, 20, 200, 10000 };
	struct nt_random random = { 11 };
	__u32 rate, burst;

	for (rate = 0; rate < ARRAY_SIZE(rates); rate++) {
		for (burst = 0; burst < ARRAY_SIZE(bursts); burst++)
			bucket_check(test, &random, rates[rate], bursts[burst]);
	}
}

/* How many pass at one moment. */
static __u32 bucket_drain(struct nt_bucket *bucket, __u64 now, __u32 rate,
			  __u32 burst, __u32 tries)
{
	__u32 passed = 0;

	while (tries--)
		passed += nt_bucket_take(bucket, now, rate, burst);
	return passed;
}

NT_CASE(bucket_steps)
{
	const __u64 second = 1000000000;
	struct nt_bucket bucket = { 0 };

	/* Full at first; then the rate; never more than the burst at once. */
	NT_ASSERT_EQ(bucket_drain(&bucket, 1, 10, 5, 20), 5);
	NT_ASSERT_EQ(bucket.lost, 15);
	NT_ASSERT_EQ(bucket_drain(&bucket, second / 10, 10, 5, 20), 0);
	NT_ASSERT_EQ(bucket_drain(&bucket, 1 + second / 10, 10, 5, 20), 1);
	NT_ASSERT_EQ(bucket_drain(&bucket, 1 + 3 * second / 10, 10, 5, 20), 2);
	NT_ASSERT_EQ(bucket_drain(&bucket, second, 10, 5, 20), 5);
	NT_ASSERT_EQ(bucket_drain(&bucket, 1000 * second, 10, 5, 20), 5);
	/* A smaller burst holds at once, a larger one is filled in time. */
	NT_ASSERT_EQ(bucket_drain(&bucket, 2000 * second, 10, 2, 20), 2);
	NT_ASSERT_EQ(bucket_drain(&bucket, 2001 * second, 10, 40, 20), 10);
	/* No room for any: none passes. */
	NT_ASSERT_EQ(bucket_drain(&bucket, 3000 * second, 10, 0, 20), 0);
}

/* A time from before the last one, as of another CPU, brings nothing. */
NT_CASE(bucket_clock_back)
{
	const __u64 second = 1000000000;
	struct nt_bucket bucket = { 0 };

	NT_ASSERT_EQ(bucket_drain(&bucket, 10 * second, 10, 5, 20), 5);
	NT_ASSERT_EQ(bucket_drain(&bucket, 10 * second - 1, 10, 5, 20), 0);
	NT_ASSERT_EQ(bucket_drain(&bucket, 1, 10, 5, 20), 0);
	/* Nor is what passed meanwhile counted twice. */
	NT_ASSERT_EQ(bucket_drain(&bucket, 10 * second + 1, 10, 5, 20), 0);
	NT_ASSERT_EQ(bucket_drain(&bucket, 11 * second, 10, 5, 20), 5);
}

/* The largest rates, bursts and jumps of the clock. */
NT_CASE(bucket_overflow)
{
	const __u32 most = 0xffffffff;
	struct nt_bucket bucket = { .time_ns = 1 };

	/* 2^33 ns at 2^31 a second: 2^64 billionths. */
	NT_ASSERT_TRUE(nt_bucket_take(&bucket, 1 + (1ULL << 33), 1U << 31,
				      most));
	NT_ASSERT_EQ(bucket.tokens, (most - 1ULL) * 1000000000);
	bucket = (struct nt_bucket){ .time_ns = 1 };
	NT_ASSERT_TRUE(nt_bucket_take(&bucket, 2 + (1ULL << 33), 1U << 31, 1));
	NT_ASSERT_FALSE(nt_bucket_take(&bucket, 2 + (1ULL << 33), 1U << 31, 1));
	/* All that there is, from one end of the clock to the other. */
	bucket = (struct nt_bucket){ 0 };
	NT_ASSERT_TRUE(nt_bucket_take(&bucket, 1, most, most));
	NT_ASSERT_EQ(bucket.tokens, (most - 1ULL) * 1000000000);
	bucket.tokens = 0;
	NT_ASSERT_TRUE(nt_bucket_take(&bucket, 0xffffffffffffffffULL, most,
				      most));
	NT_ASSERT_EQ(bucket.tokens, (most - 1ULL) * 1000000000);
	bucket = (struct nt_bucket){ .time_ns = 1 };
	NT_ASSERT_TRUE(nt_bucket_take(&bucket, 0xffffffffffffffffULL, 1, 1));
	NT_ASSERT_EQ(bucket.tokens, 0);
	/* Without a rate nothing comes back. */
	bucket = (struct nt_bucket){ 0 };
	NT_ASSERT_EQ(bucket_drain(&bucket, 1, 0, 3, 5), 3);
	NT_ASSERT_EQ(bucket_drain(&bucket, 1ULL << 60, 0, 3, 5), 0);
}

NT_CASES(nt_pressure_cases) = {
	NT_RUN(pressure_curve),
	NT_RUN(pressure_ends),
	NT_RUN(pressure_settles),
	NT_RUN(pressure_missed),
	NT_RUN(pressure_samples),
#ifndef __KERNEL__
	NT_RUN(pressure_floating),
#endif
	NT_RUN(hysteresis_all),
	NT_RUN(hysteresis_sequence),
	NT_RUN(bucket_random),
	NT_RUN(bucket_steps),
	NT_RUN(bucket_clock_back),
	NT_RUN(bucket_overflow),
	NT_CASES_END
};

#endif /* _NT_TESTS_CASES_PRESSURE_H */
