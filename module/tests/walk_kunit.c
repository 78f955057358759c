// SPDX-License-Identifier: GPL-2.0
/* Tests walk.c: what is handed out, whatever the tables do meanwhile. */
#include "walk_fake.h"

static const u32 fake_sizes[] = {
	0, 1, 2, NT_WALK_BATCH - 1, NT_WALK_BATCH, NT_WALK_BATCH + 1, 0, 0,
	NT_WALK_ROOM - 1, NT_WALK_ROOM, NT_WALK_ROOM + 1, 3 * NT_WALK_ROOM, 1,
	WALK_ROOM_KEPT - 1, WALK_ROOM_KEPT, WALK_ROOM_KEPT + 1, 0, 5, 0,
};

/* All, each once, in the order of the buckets, however long those are. */
NT_CASE(walk_hands_out_all)
{
	const struct nt_snap *snap;
	u32 end, last = 0;

	end = fake_fill(&fake_shared, fake_sizes, ARRAY_SIZE(fake_sizes), 1);
	end = fake_fill(&fake_own[0], fake_sizes, 6, end);
	fake_start(test, &init_net);
	while ((snap = nt_walk_peek(&fake.walk))) {
		NT_ASSERT_FALSE(IS_ERR(snap));
		NT_ASSERT_EQ(snap->id.cookie, ++last);
		/* To look twice changes nothing. */
		NT_ASSERT_TRUE(nt_walk_peek(&fake.walk) == snap);
		nt_walk_advance(&fake.walk);
	}
	NT_ASSERT_EQ(last, end - 1);
	NT_ASSERT_FALSE(fake.walk.torn);
	NT_ASSERT_TRUE(!nt_walk_peek(&fake.walk));
	/* What a long chain needed is given back. */
	NT_ASSERT_TRUE(fake.walk.room <= WALK_ROOM_KEPT);
	fake_end(test);
}

/* Only so many sockets and buckets at a time, then others may run. */
NT_CASE(walk_keeps_its_budget)
{
	u32 i;

	fake_shared.slots = FAKE_SLOTS;
	fake_shared.buckets[FAKE_SLOTS - 1] = (struct fake_bucket){
		.first = 1, .nr = 1,
	};
	fake_own[0].slots = 200;
	for (i = 0; i < 200; i++)
		fake_own[0].buckets[i] = (struct fake_bucket){
			.first = 2 + 3 * i, .nr = 3,
		};
	fake_start(test, &init_net);
	NT_ASSERT_EQ(fake_take(test, 1), 1);
	NT_ASSERT_EQ(fake.walk.nr, 1);
	NT_ASSERT_EQ(fake_take(test, 1), 1);
	NT_ASSERT_TRUE(fake.walk.nr >= NT_WALK_BATCH);
	NT_ASSERT_TRUE(fake.walk.nr < NT_WALK_BATCH + 3);
	NT_ASSERT_EQ(fake_take(test, 1000), 599);
	NT_ASSERT_TRUE(fake.widest <= WALK_SLOTS);
	fake_check_seen(test, 1, 602, 1);
	fake_end(test);
}

/* A bucket that moves so often that it just holds still in the end. */
NT_CASE(walk_rereads_what_moved)
{
	static const u32 sizes[] = { 3, 10, 2 };
	u32 moves;

	for (moves = 0; moves <= NT_WALK_TRIES; moves++) {
		memset(fake.seen, 0, sizeof(fake.seen));
		fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
		fake_shared.buckets[1].moves = moves;
		/* That is no reason to forgive the next one less. */
		fake_shared.buckets[2].moves = moves;
		fake_start(test, &init_net);
		NT_ASSERT_EQ_AT(fake_take(test, 100), 15, moves);
		fake_check_seen(test, 1, 16, 1);
		NT_ASSERT_FALSE(fake.walk.torn);
		NT_ASSERT_EQ_AT(fake_shared.buckets[0].reads, 1, moves);
		NT_ASSERT_EQ_AT(fake_shared.buckets[1].reads, moves + 1, moves);
		NT_ASSERT_EQ_AT(fake_shared.buckets[2].reads, moves + 1, moves);
		fake_end(test);
	}
}

/* One that never holds still is taken as it is, and that is told. */
NT_CASE(walk_gives_up)
{
	static const u32 sizes[] = { 3, 10, 2 };

	fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
	fake_shared.buckets[1].never = true;
	fake_start(test, &init_net);
	NT_ASSERT_EQ(fake_take(test, 3), 3);
	NT_ASSERT_FALSE(fake.walk.torn);
	/* Those that were read the last time: half of them. */
	NT_ASSERT_EQ(fake_take(test, 100), 5 + 2);
	NT_ASSERT_TRUE(fake.walk.torn);
	NT_ASSERT_EQ(fake_shared.buckets[1].reads, NT_WALK_TRIES + 1);
	fake_check_seen(test, 1, 9, 1);
	fake_check_seen(test, 9, 14, 0);
	fake_check_seen(test, 14, 16, 1);
	fake_end(test);
}

/* A socket in it that never holds still is the same as one that moves. */
NT_CASE(walk_socket_never_still)
{
	static const u32 sizes[] = { 4 };

	fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
	fake_snap_results[2] = -EAGAIN;
	fake_start(test, &init_net);
	NT_ASSERT_EQ(fake_take(test, 100), 3);
	NT_ASSERT_TRUE(fake.walk.torn);
	NT_ASSERT_EQ(fake_shared.buckets[0].reads, NT_WALK_TRIES + 1);
	fake_end(test);
}

/* Only what the last read found is handed out. */
NT_CASE(walk_forgets_earlier_tries)
{
	static const u32 sizes[] = { 1, 10, 1 };

	fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
	fake_shared.buckets[1] = (struct fake_bucket){
		.first = 100, .nr = 10, .moves = 5, .shift = 20,
	};
	fake_start(test, &init_net);
	NT_ASSERT_EQ(fake_take(test, 100), 12);
	fake_check_seen(test, 100, 200, 0);
	fake_check_seen(test, 200, 210, 1);
	NT_ASSERT_EQ(fake.seen[1] + fake.seen[12], 2);
	NT_ASSERT_FALSE(fake.walk.torn);
	fake_end(test);
}

/* A chain that has grown each time it is read is caught up with. */
NT_CASE(walk_chain_grows)
{
	static const u32 sizes[] = { 100, 120, 40 };
	struct fake_bucket *bucket = &fake_shared.buckets[1];
	u32 taken;

	fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
	*bucket = (struct fake_bucket){ .first = 1000, .nr = 150, .grow = 20 };
	fake_shared.buckets[2].first = 10000;
	fake_start(test, &init_net);
	taken = fake_take(test, 5000);
	/* What the last read found, which is what it was before it grew. */
	NT_ASSERT_EQ(taken, 100 + (bucket->nr - 20) + 40);
	NT_ASSERT_TRUE(bucket->reads > 1);
	fake_check_seen(test, 1, 101, 1);
	fake_check_seen(test, 1000, 1000 + bucket->nr - 20, 1);
	fake_check_seen(test, 10000, 10040, 1);
	NT_ASSERT_FALSE(fake.walk.torn);
	fake_end(test);
}

/* One that is short by the time that there is room for all. */
NT_CASE(walk_chain_shrinks)
{
	static const u32 sizes[] = { 1000 };
	struct fake_bucket *bucket = &fake_shared.buckets[0];

	fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
	bucket->grow = -997;
	fake_start(test, &init_net);
	NT_ASSERT_EQ(fake_take(test, 1), 1);
	bucket->grow = 0;
	NT_ASSERT_EQ(fake_take(test, 5000), 2);
	NT_ASSERT_EQ(bucket->reads, 2);
	fake_check_seen(test, 1, 4, 1);
	fake_end(test);
	/* To nothing at all. */
	memset(fake.seen, 0, sizeof(fake.seen));
	fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
	bucket->grow = -1000;
	fake_start(test, &init_net);
	NT_ASSERT_EQ(fake_take(test, 5000), 0);
	fake_end(test);
}

/* What does not fit behind others gets the array for itself, no larger one. */
NT_CASE(walk_no_room_behind_others)
{
	static const u32 sizes[] = { NT_WALK_BATCH - 1, NT_WALK_ROOM, 1 };

	fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
	fake_start(test, &init_net);
	NT_ASSERT_EQ(fake_take(test, 1000), NT_WALK_BATCH + NT_WALK_ROOM);
	fake_check_seen(test, 1, 1 + NT_WALK_BATCH + NT_WALK_ROOM, 1);
	NT_ASSERT_EQ(fake.walk.room, NT_WALK_ROOM);
	NT_ASSERT_EQ(fake_shared.buckets[1].reads, 2);
	fake_end(test);
}

/* Sockets that are not of the view, whole tables of them. */
NT_CASE(walk_unwanted)
{
	u32 i;

	fake_fill(&fake_shared, fake_sizes, ARRAY_SIZE(fake_sizes), 1);
	for (i = 0; i < FAKE_SOCKETS; i++)
		fake_snap_results[i] = 0;
	fake_snap_results[3] = 1;
	fake_snap_results[500] = 1;
	fake_start(test, &init_net);
	NT_ASSERT_EQ(fake_take(test, 1000), 2);
	NT_ASSERT_EQ(fake.seen[3] + fake.seen[500], 2);
	NT_ASSERT_EQ(fake.walk.room, NT_WALK_ROOM);
	fake_end(test);
}

/* Tables of another protocol or state are left alone. */
NT_CASE(walk_reads_only_wanted_tables)
{
	static const u32 sizes[] = { 2, 2 };
	u32 protocols, states;

	for (protocols = 0; protocols < 8; protocols++) {
		for (states = 0; states < 4; states++) {
			bool udp = (protocols & NETTUNE_PROTOCOL_UDP) &&
				   (states & 1);
			bool tcp = (protocols & NETTUNE_PROTOCOL_TCP) &&
				   (states & 2);

			fake_fill(&fake_shared, sizes, 2, 1);
			fake_fill(&fake_own[0], sizes, 2, 5);
			fake_start_filter(test, &init_net, protocols,
					  (states & 1) << NT_STATE_CLOSE |
					  states >> 1 << NT_STATE_ESTABLISHED);
			NT_ASSERT_EQ(fake_take(test, 9), 4 * udp + 4 * tcp);
			NT_ASSERT_EQ(fake_shared.buckets[0].reads, udp);
			NT_ASSERT_EQ(fake_own[0].buckets[0].reads, tcp);
			fake_end(test);
		}
	}
}

/* From the start again, wherever it stands, and as if nothing had been. */
NT_CASE(walk_rewinds)
{
	static const u32 sizes[] = { 3, 10, 2, 70 };
	u32 at, end;

	for (at = 0; at < 90; at += 7) {
		memset(fake.seen, 0, sizeof(fake.seen));
		end = fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
		end = fake_fill(&fake_own[0], sizes, 2, end);
		fake_shared.buckets[1].never = true;
		fake_start(test, &init_net);
		fake_take(test, at);
		nt_walk_rewind(&fake.walk);
		NT_ASSERT_FALSE(fake.walk.torn);
		memset(fake.seen, 0, sizeof(fake.seen));
		fake_shared.buckets[1].never = false;
		NT_ASSERT_EQ_AT(fake_take(test, 1000), end - 1, at);
		fake_check_seen(test, 1, end, 1);
		NT_ASSERT_FALSE(fake.walk.torn);
		fake_end(test);
	}
}

/* Tables that are shared are walked once, others once for each that has one. */
NT_CASE(walk_namespaces)
{
	static const u32 sizes[] = { 3, 0, 4 };
	u32 own, end, i;

	for (own = 0; own < 1U << (FAKE_NETS - 1); own++) {
		memset(fake.seen, 0, sizeof(fake.seen));
		end = fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
		end = fake_fill(&fake_own[0], sizes, ARRAY_SIZE(sizes), end);
		for (i = 1; i < FAKE_NETS; i++) {
			fake.own[i] = own >> (i - 1) & 1;
			if (fake.own[i])
				end = fake_fill(&fake_own[i], sizes,
						ARRAY_SIZE(sizes), end);
		}
		fake_start(test, NULL);
		NT_ASSERT_EQ_AT(fake.held, 0, own);
		NT_ASSERT_EQ_AT(fake_take(test, 1000), end - 1, own);
		fake_check_seen(test, 1, end, 1);
		fake_end(test);
	}
}

/* A view of one namespace walks that one's tables, and holds nothing. */
NT_CASE(walk_one_namespace)
{
	static const u32 sizes[] = { 3, 0, 4 };

	fake_fill(&fake_own[0], sizes, ARRAY_SIZE(sizes), 1);
	fake_fill(&fake_own[1], sizes, ARRAY_SIZE(sizes), 100);
	fake.own[1] = true;
	fake_start(test, fake.nets[1]);
	NT_ASSERT_EQ(fake_take(test, 1000), 7);
	fake_check_seen(test, 100, 107, 1);
	fake_check_seen(test, 1, 8, 0);
	NT_ASSERT_EQ(fake.holds, 0);
	fake_end(test);
	/* One that shares all. */
	fake_start(test, fake.nets[2]);
	NT_ASSERT_EQ(fake_take(test, 1000), 7);
	fake_check_seen(test, 1, 8, 1);
	fake_end(test);
}

/*
 * A namespace that vanishes while its table is walked: the next one's is
 * walked from its start.
 */
NT_CASE(walk_namespace_vanishes)
{
	static const u32 sizes[] = { 80, 80, 80 };
	u32 at;

	for (at = 0; at < 700; at += 20) {
		memset(fake.seen, 0, sizeof(fake.seen));
		memset(fake.gone, 0, sizeof(fake.gone));
		fake_fill(&fake_own[0], sizes, ARRAY_SIZE(sizes), 1);
		fake_fill(&fake_own[1], sizes, ARRAY_SIZE(sizes), 1000);
		fake_fill(&fake_own[2], sizes, ARRAY_SIZE(sizes), 2000);
		fake.own[1] = true;
		fake.own[2] = true;
		fake_start(test, NULL);
		fake_take(test, at);
		nt_walk_pause(&fake.walk);
		NT_ASSERT_EQ_AT(fake.held, 0, at);
		fake.gone[1] = true;
		fake_take(test, 1000);
		fake_check_seen(test, 1, 241, 1);
		fake_check_seen(test, 2000, 2240, 1);
		fake_end(test);
	}
}

/* To pause after each socket changes nothing, and leaves nothing held. */
NT_CASE(walk_pauses)
{
	static const u32 sizes[] = { 80, 0, 80, 300 };
	u32 end;

	end = fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
	end = fake_fill(&fake_own[0], sizes, ARRAY_SIZE(sizes), end);
	end = fake_fill(&fake_own[1], sizes, ARRAY_SIZE(sizes), end);
	fake.own[1] = true;
	fake_shared.buckets[2].moves = 3;
	fake_start(test, NULL);
	while (fake_take(test, 1)) {
		nt_walk_pause(&fake.walk);
		NT_ASSERT_EQ(fake.held, 0);
		nt_walk_pause(&fake.walk);
	}
	fake_check_seen(test, 1, end, 1);
	NT_ASSERT_TRUE(fake.holds > 2);
	fake_end(test);
}

/* An error is told, and the walk may go on from where it stood. */
NT_CASE(walk_goes_on_after_error)
{
	static const u32 sizes[] = { 80, 80, 80 };
	static struct nt_view view;
	u32 end;

	end = fake_fill(&fake_shared, sizes, ARRAY_SIZE(sizes), 1);
	fake_start(test, NULL);
	NT_ASSERT_EQ(fake_take(test, 80), 80);
	nt_walk_pause(&fake.walk);
	fake.hold_error = -ENOMEM;
	NT_ASSERT_EQ(PTR_ERR(nt_walk_peek(&fake.walk)), -ENOMEM);
	NT_ASSERT_EQ(PTR_ERR(nt_walk_peek(&fake.walk)), -ENOMEM);
	fake.hold_error = 0;
	NT_ASSERT_EQ(fake_take(test, 1000), 160);
	fake_check_seen(test, 1, end, 1);
	fake_end(test);
	fake.hold_error = -ENOMEM;
	view.filter = (struct nt_filter){ NT_FILTER_ALL_KINDS };
	NT_ASSERT_EQ(nt_walk_init(&fake.walk, &view), -ENOMEM);
	fake_end(test);
}

/* All of it at once, at random. */
NT_CASE(walk_random)
{
	struct nt_random random = { 12 };
	u32 round, slot, end;

	for (round = 0; round < 60; round++) {
		memset(fake.seen, 0, sizeof(fake.seen));
		fake_shared.slots = nt_random_below(&random, 100);
		end = 1;
		for (slot = 0; slot < fake_shared.slots; slot++) {
			struct fake_bucket bucket = { .first = end };

			if (nt_random_below(&random, 2))
				bucket.nr = nt_random_below(&random, 8);
			if (!nt_random_below(&random, 20))
				bucket.nr = nt_random_below(&random, 600);
			bucket.moves = nt_random_below(&random, NT_WALK_TRIES);
			end += bucket.nr;
			fake_shared.buckets[slot] = bucket;
		}
		fake_start(test, round & 1 ? &init_net : NULL);
		while (fake_take(test, 1 + nt_random_below(&random, 200)))
			nt_walk_pause(&fake.walk);
		fake_check_seen(test, 1, end, 1);
		NT_ASSERT_FALSE(fake.walk.torn);
		fake_end(test);
	}
}

NT_CASES(walk_cases) = {
	NT_RUN(walk_hands_out_all),
	NT_RUN(walk_keeps_its_budget),
	NT_RUN(walk_rereads_what_moved),
	NT_RUN(walk_gives_up),
	NT_RUN(walk_socket_never_still),
	NT_RUN(walk_forgets_earlier_tries),
	NT_RUN(walk_chain_grows),
	NT_RUN(walk_chain_shrinks),
	NT_RUN(walk_no_room_behind_others),
	NT_RUN(walk_unwanted),
	NT_RUN(walk_reads_only_wanted_tables),
	NT_RUN(walk_rewinds),
	NT_RUN(walk_namespaces),
	NT_RUN(walk_one_namespace),
	NT_RUN(walk_namespace_vanishes),
	NT_RUN(walk_pauses),
	NT_RUN(walk_goes_on_after_error),
	NT_RUN(walk_random),
	NT_CASES_END
};

static struct kunit_suite nt_walk_suite = {
	.name		= "nettune_walk",
	.init		= fake_begin,
	.exit		= fake_clean_up,
	.test_cases	= walk_cases,
};

kunit_test_suite(nt_walk_suite);
