// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests metrics, on looks made by hand. */
#include "make_tcp.h"
#include "show.h"

#include "view/prometheus.h"

static struct prometheus_look look;
static struct prometheus_memory memory;

static int make(void **state)
{
	(void)state;
	look = (struct prometheus_look) {
		.version = "1.2", .source = "module", .module = -1, .max = 9,
	};
	memory = (struct prometheus_memory) { 0 };
	return 0;
}

static int forget(void **state)
{
	(void)state;
	prometheus_look_free(&look);
	prometheus_memory_free(&memory);
	return 0;
}

static char *print(void)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(prometheus_print(out, &look, look.repeated ?
					  &memory : NULL), 0);
	assert_int_equal(fclose(out), 0);
	return text;
}

/* How many lines begin with that? */
static size_t count_lines(const char *text, const char *begin)
{
	size_t count = 0;

	while (*text) {
		count += !strncmp(text, begin, strlen(begin));
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return count;
}

/* There is just one such line. */
static void assert_line(const char *line)
{
	char *text = print(), wanted[512];

	snprintf(wanted, sizeof(wanted), "%s\n", line);
	if (count_lines(text, wanted) != 1)
		fail_msg("not once '%s' in:\n%s", line, text);
	free(text);
}

static void assert_none(const char *begin)
{
	char *text = print();

	if (count_lines(text, begin))
		fail_msg("'%s' in:\n%s", begin, text);
	free(text);
}

/* Nothing is known: only the command and the folding are told of. */
static void test_nothing(void **state)
{
	char *text = print();

	(void)state;
	assert_int_equal(count_lines(text, "nettune_build_info{version=\"1.2\"} 1\n"), 1);
	assert_int_equal(count_lines(text, "nettune_source_info{source=\"module\"} 1\n"), 1);
	assert_int_equal(count_lines(text, "nettune_series_folded"), 3);
	assert_int_equal(count_lines(text, "nettune_module_loaded"), 0);
	assert_int_equal(count_lines(text, "nettune_listener"), 0);
	assert_int_equal(count_lines(text, "nettune_nic"), 0);
	assert_int_equal(count_lines(text, "nettune_softnet"), 0);
	assert_int_equal(count_lines(text, "nettune_socket"), 0);
	assert_int_equal(count_lines(text, "nettune_collector"), 0);
	assert_int_equal(count_lines(text, "nettune_profile"), 0);
	assert_int_equal(count_lines(text, "nettune_stage_lost"), 0);
	free(text);
}

static void test_module(void **state)
{
	(void)state;
	look.module = 0;
	assert_line("nettune_module_loaded 0");
	look.module = 1;
	assert_line("nettune_module_loaded 1");
	look.seconds = 0.25;
	assert_line("nettune_look_duration_seconds 0.25");
}

static void test_collectors(void **state)
{
	(void)state;
	look.outcomes[PROMETHEUS_NICS] = PROMETHEUS_TOLD;
	look.outcomes[PROMETHEUS_PROFILES] = PROMETHEUS_FAILED;
	look.failures[PROMETHEUS_PROFILES] = 4;
	assert_line("nettune_collector_success{collector=\"nics\"} 1");
	assert_line("nettune_collector_success{collector=\"profiles\"} 0");
	assert_none("nettune_collector_success{collector=\"sockets\"}");
	assert_none("nettune_collector_failures_total");
	look.repeated = true;
	assert_line("nettune_collector_failures_total{collector=\"profiles\"} 4");
}

static void test_stages(void **state)
{
	struct model_facts *facts = &look.snapshot.facts;

	(void)state;
	model_facts_set(facts, "TcpExtListenOverflows", 7);
	model_facts_set(facts, "sockstat.TCP.tw", 50);
	model_facts_set(facts, "net.ipv4.tcp_max_tw_buckets", 200);
	assert_line("nettune_stage_lost_total{stage=\"accept-queue\"} 7");
	assert_line("nettune_stage_fullness_ratio{stage=\"connections\"} 0.25");
	assert_none("nettune_stage_fullness_ratio{stage=\"ring\"}");
}

static void add_listener(int port, __u64 cookie, __u32 accept_q, __u32 drops)
{
	struct model_sock sock = { .snap = make_tcp(NT_STATE_LISTEN, port, 0) };

	sock.snap.id.cookie = cookie;
	sock.snap.listener.accept_q = accept_q;
	sock.snap.mem.drops = drops;
	assert_int_equal(model_socks_add(&look.snapshot.listeners, &sock), 0);
}

static void test_listener(void **state)
{
	(void)state;
	add_listener(80, 1, 3, 9);
#define AT	"{address=\"127.0.0.1\",port=\"80\"} "
	assert_line("nettune_listener_sockets" AT "1");
	assert_line("nettune_listener_accept_queue_connections" AT "3");
	assert_line("nettune_listener_accept_queue_limit_connections" AT "2");
	assert_line("nettune_listener_accept_queue_fullness_ratio" AT "1.5");
	assert_line("nettune_listener_syn_queue_connections" AT "1");
	assert_line("nettune_listener_syn_queue_limit_connections" AT "2");
	assert_line("nettune_listener_syn_queue_fullness_ratio" AT "0.5");
	assert_line("nettune_listener_dropped_connections_total" AT "9");
	/* By sock_diag: no SYN queue. */
	look.snapshot.listeners.socks[0].sock.snap.has &= ~NT_HAS_SYN;
	assert_none("nettune_listener_syn");
}

/* Several with one address and port are one series. */
static void test_reuseport(void **state)
{
	(void)state;
	add_listener(80, 1, 1, 5);
	add_listener(80, 2, 2, 6);
	assert_line("nettune_listener_sockets" AT "2");
	assert_line("nettune_listener_accept_queue_connections" AT "3");
	assert_line("nettune_listener_accept_queue_fullness_ratio" AT "1");
	assert_line("nettune_listener_dropped_connections_total" AT "11");
}

#define SOCKETS	"nettune_listener_sockets"
#define QUEUE	"nettune_listener_accept_queue_connections"
#define FULL	"nettune_listener_accept_queue_fullness_ratio"
#define DROPPED	"nettune_listener_dropped_connections_total"
#define HTTPS	"{address=\"127.0.0.1\",port=\"443\"} "
#define OTHERS	"{address=\"other\",port=\"other\"} "

static void test_bound(void **state)
{
	struct model_sock sock = { .snap = make_tcp(NT_STATE_LISTEN, 80, 0) };

	(void)state;
	sock.snap.id.ifindex = 3;
	sock.snap.id.family = AF_INET6;
	memset(sock.snap.id.saddr, 0, sizeof(sock.snap.id.saddr));
	assert_int_equal(model_socks_add(&look.snapshot.listeners, &sock), 0);
	assert_line("nettune_listener_sockets{address=\"::\",port=\"80\",device=\"3\"} 1");
	sock.ifname = "e\"\\\nth";
	sock.snap.id.ifindex = 4;
	assert_int_equal(model_socks_add(&look.snapshot.listeners, &sock), 0);
	assert_line(SOCKETS "{address=\"::\",port=\"80\",device=\"e\\\"\\\\\\nth\"} 1");
}

/* The lowest ports have series of their own, whatever order they come in. */
static void test_capped(void **state)
{
	(void)state;
	look.max = 2;
	add_listener(443, 1, 1, 1);
	add_listener(8080, 2, 4, 10);
	add_listener(80, 3, 2, 100);
	add_listener(9090, 4, 5, 1000);
	assert_line("nettune_listener_accept_queue_connections" AT "2");
	assert_line(QUEUE HTTPS "1");
	assert_line(QUEUE OTHERS "9");
	assert_line(FULL OTHERS "2.5");
	assert_line("nettune_series_folded{family=\"listener\"} 2");
	assert_line("nettune_series_folded{family=\"nic\"} 0");
	assert_none("nettune_listener_dropped_connections_total{address=\"other\"");
	look.repeated = true;
	assert_line(DROPPED OTHERS "0");
	look.snapshot.listeners.socks[3].sock.snap.mem.drops = 1002;
	assert_line(DROPPED OTHERS "2");
}

/* A look that fails tells nothing, and makes nothing look new in the next. */
static void test_failed(void **state)
{
	struct model_socks listeners;

	(void)state;
	look.max = 1;
	look.repeated = true;
	add_listener(80, 1, 0, 5);
	add_listener(443, 2, 0, 1000);
	assert_line(DROPPED OTHERS "0");
	listeners = look.snapshot.listeners;
	look.snapshot.listeners = (struct model_socks) { 0 };
	look.outcomes[PROMETHEUS_LISTENERS] = PROMETHEUS_FAILED;
	assert_none("nettune_listener");
	look.snapshot.listeners = listeners;
	look.outcomes[PROMETHEUS_LISTENERS] = PROMETHEUS_TOLD;
	look.snapshot.listeners.socks[1].sock.snap.mem.drops = 1003;
	assert_line(DROPPED OTHERS "3");
}

static void test_softnet(void **state)
{
	struct model_softnet *cpu = calloc(1, sizeof(*cpu));

	(void)state;
	assert_non_null(cpu);
	cpu->stat = (struct nettune_softnet) {
		.cpu = 3, .input_qlen = 5, .max_backlog = 1000,
		.processed = 4294967295u, .dropped = 7, .time_squeeze = 8,
		.avg10 = 1234, .peak = 99,
	};
	look.snapshot.softnet = cpu;
	look.snapshot.cpus = 1;
	assert_line("nettune_softnet_processed_packets_total{cpu=\"3\"} 4294967295");
	assert_line("nettune_softnet_dropped_packets_total{cpu=\"3\"} 7");
	assert_line("nettune_softnet_time_squeezes_total{cpu=\"3\"} 8");
	assert_none("nettune_softnet_input_queue_packets");
	assert_none("nettune_softnet_pressure_ratio");
	assert_none("nettune_softnet_backlog_limit_packets");
	cpu->has = MODEL_SOFTNET_HAS_STAT | MODEL_SOFTNET_HAS_PRESSURE;
	assert_line("nettune_softnet_input_queue_packets{cpu=\"3\"} 5");
	assert_line("nettune_softnet_backlog_limit_packets 1000");
	assert_line("nettune_softnet_pressure_ratio{cpu=\"3\",window=\"10s\"} 0.1234");
	assert_line("nettune_softnet_pressure_ratio{cpu=\"3\",window=\"300s\"} 0");
	assert_line("# TYPE nettune_softnet_pressure_ratio gauge");
	assert_line("nettune_softnet_peak_queue_packets{cpu=\"3\"} 99");
}

static void test_nic(void **state)
{
	struct model_nic *nics = calloc(2, sizeof(*nics));

	(void)state;
	assert_non_null(nics);
	look.snapshot.nics = nics;
	look.snapshot.nic_count = 2;
	nics[0] = (struct model_nic) {
		.ifindex = 1, .ifname = "veth0", .kind = "veth",
	};
	nics[1] = (struct model_nic) {
		.has = MODEL_NIC_HAS_RING | MODEL_NIC_HAS_LINK, .ifindex = 2,
		.ifname = "eth0", .bus = "0000:00:03.0", .link = true,
		.ring_rx = 256, .ring_rx_max = 4096,
	};
	model_facts_set(&nics[1].drops, "rx_missed", 12);
	model_facts_set(&nics[1].drops, "qdisc_requeues", 12);
	model_facts_set(&nics[1].queues, "qdisc_qlen", 3);
	model_facts_set(&nics[0].drops, "tx_dropped", 5);
	assert_line("nettune_nic_lost_packets_total{device=\"eth0\",cause=\"rx_missed\"} 12");
	assert_line("nettune_nic_lost_packets_total{device=\"veth0\",cause=\"tx_dropped\"} 5");
	assert_line("# TYPE nettune_nic_lost_packets_total counter");
	assert_line("nettune_nic_ring_descriptors{device=\"eth0\",direction=\"receive\"} 256");
	assert_line("nettune_nic_link_up{device=\"eth0\"} 1");
	assert_line("nettune_nic_qdisc_packets{device=\"eth0\"} 3");
	assert_none("nettune_nic_link_up{device=\"veth0\"}");
	assert_none("nettune_nic_lost_packets_total{device=\"eth0\",cause=\"tx_dropped\"}");
	/* What moves packets comes first. */
	look.max = 1;
	assert_line("nettune_nic_link_up{device=\"eth0\"} 1");
	assert_line("nettune_series_folded{family=\"nic\"} 1");
	assert_none("nettune_nic_lost_packets_total{device=\"other\"");
	look.repeated = true;
	assert_line("nettune_nic_lost_packets_total{device=\"other\",cause=\"tx_dropped\"} 0");
}

static void test_sockets(void **state)
{
	struct prometheus_sockets *tcp = &look.sockets[PROMETHEUS_TCP];
	struct prometheus_sockets *udp = &look.sockets[PROMETHEUS_UDP];

	(void)state;
	tcp->known = true;
	tcp->stat.states[NT_STATE_CLOSE_WAIT] = 4;
	udp->known = true;
	udp->stat.states[NT_STATE_CLOSE] = 2;
	assert_line("nettune_sockets{protocol=\"tcp\",state=\"close-wait\"} 4");
	assert_line("nettune_sockets{protocol=\"tcp\",state=\"established\"} 0");
	assert_line("nettune_sockets{protocol=\"udp\",state=\"unconnected\"} 2");
	assert_none("nettune_sockets{protocol=\"udp\",state=\"listening\"}");
	assert_none("nettune_sockets{protocol=\"raw\"");
}

/* Buckets add up, and what they stand for is the sum. */
static void test_histograms(void **state)
{
	struct prometheus_sockets *tcp = &look.sockets[PROMETHEUS_TCP];

	(void)state;
	tcp->known = true;
	tcp->hist.rmem[0] = 10;		/* empty */
	tcp->hist.rmem[1] = 2;		/* below a tenth */
	tcp->hist.rmem[10] = 1;		/* below 1 */
	tcp->hist.rmem[11] = 4;		/* full */
	tcp->hist.recv_q[0] = 1;
	tcp->hist.recv_q[8] = 2;	/* 128 to 255 */
	tcp->hist.recv_q[9] = 3;	/* 256 to 511 */
	tcp->hist.recv_q[32] = 1;
	tcp->stat.recv_q = 123456;
#define RMEM	"nettune_socket_receive_buffer_fullness_ratio"
#define RECV_Q	"nettune_socket_receive_queue_bytes"
	assert_line("# TYPE " RMEM " histogram");
	assert_line(RMEM "_bucket{protocol=\"tcp\",le=\"0\"} 10");
	assert_line(RMEM "_bucket{protocol=\"tcp\",le=\"0.1\"} 12");
	assert_line(RMEM "_bucket{protocol=\"tcp\",le=\"0.9\"} 12");
	assert_line(RMEM "_bucket{protocol=\"tcp\",le=\"1\"} 13");
	assert_line(RMEM "_bucket{protocol=\"tcp\",le=\"+Inf\"} 17");
	assert_line(RMEM "_sum{protocol=\"tcp\"} 5.6");
	assert_line(RMEM "_count{protocol=\"tcp\"} 17");
	assert_line(RECV_Q "_bucket{protocol=\"tcp\",le=\"0\"} 1");
	assert_line(RECV_Q "_bucket{protocol=\"tcp\",le=\"255\"} 3");
	assert_line(RECV_Q "_bucket{protocol=\"tcp\",le=\"1023\"} 6");
	assert_line(RECV_Q "_bucket{protocol=\"tcp\",le=\"1.6777215e+07\"} 6");
	assert_line(RECV_Q "_bucket{protocol=\"tcp\",le=\"+Inf\"} 7");
	assert_line(RECV_Q "_sum{protocol=\"tcp\"} 123456");
	assert_line(RECV_Q "_count{protocol=\"tcp\"} 7");
}

static void test_profile(void **state)
{
	(void)state;
	look.profile.names = strdup("web,udp-ingest");
	look.profile.states[VERIFY_OK] = 20;
	look.profile.states[VERIFY_DRIFT] = 2;
	assert_line("nettune_profile_settings{profile=\"web,udp-ingest\",state=\"ok\"} 20");
	assert_line("nettune_profile_settings{profile=\"web,udp-ingest\",state=\"drift\"} 2");
	assert_line("nettune_profile_settings{profile=\"web,udp-ingest\",state=\"absent\"} 0");
}

/* Whatever a label has in it, it stays within its quotes and its room. */
static void test_labels(void **state)
{
	char labels[SERIES_LABELS], value[1000];
	size_t len;

	(void)state;
	len = prometheus_label(labels, 0, "a", "x\"\\\n\xff");
	assert_string_equal(labels, "a=\"x\\\"\\\\\\n\xef\xbf\xbd\"");
	assert_int_equal(len, strlen(labels));
	len = prometheus_label(labels, len, "b", "");
	assert_string_equal(labels + len - 5, ",b=\"\"");
	memset(value, '"', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	len = prometheus_label(labels, 0, "a", value);
	len = prometheus_label(labels, len, "b", value);
	assert_int_equal(len, strlen(labels));
	assert_true(len < sizeof(labels));
	assert_string_equal(labels + len - 3, "\\\"\"");
}

/* Every metric has a name by the conventions, help, and room for its value. */
static void test_tables(void **state)
{
	(void)state;
	for (size_t i = 0; i < PROMETHEUS_FAMILIES; i++) {
		const struct prometheus_family *family = prometheus_families[i];

		assert_true(family->count <= SERIES_VALUES);
		for (size_t j = 0; j < family->count; j++) {
			const struct prometheus_metric *metric =
				&family->metrics[j];
			const char *end = metric->name +
				strlen(metric->name) - strlen("_total");
			bool first = !j || strcmp(metric->name,
						  metric[-1].name);

			assert_memory_equal(metric->name, "nettune_", 8);
			assert_int_equal(!strcmp(end, "_total"),
					 metric->fold == SERIES_COUNTER);
			assert_true(first == !!metric->help);
		}
	}
}

static void test_list(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	struct json_object *array;

	(void)state;
	assert_non_null(out);
	assert_int_equal(view_prometheus_list(&(struct view_options) {
		.out = out, .json = true }), 0);
	assert_int_equal(fclose(out), 0);
	array = parse(text);
	assert_string_equal(value(json_object_array_get_idx(array, 0), "name"),
			    "\"nettune_build_info\"");
	assert_string_equal(value(json_object_array_get_idx(array, 6), "type"),
			    "\"counter\"");
	json_object_put(array);
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, make, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing),
		TEST(test_module),
		TEST(test_collectors),
		TEST(test_stages),
		TEST(test_listener),
		TEST(test_reuseport),
		TEST(test_bound),
		TEST(test_capped),
		TEST(test_failed),
		TEST(test_softnet),
		TEST(test_nic),
		TEST(test_sockets),
		TEST(test_histograms),
		TEST(test_profile),
		TEST(test_labels),
		TEST(test_tables),
		TEST(test_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
