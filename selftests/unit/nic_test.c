// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what drivers' counters mean, and what folders say of a device. */
#include "folder.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/nic.h"

/* What a driver calls it, what we call it; NULL = no loss, "" = of no name. */
static const struct {
	const char	*driver;
	const char	*counter;
	const char	*name;
	bool		queue;
} meanings[] = {
	{ "igb", "rx_missed_errors", "rx_missed", false },
	{ "igb", "rx_queue_12_drops", "rx_fifo", true },
	{ "igb", "rx_queue_0_alloc_failed", "rx_no_buffer", true },
	{ "igb", "rx_no_buffer_count", "", false },
	{ "igb", "rx_packets", NULL, false },
	{ "igb", "rx_queue_0_packets", NULL, false },
	{ "e1000e", "alloc_rx_buff_failed", "rx_no_buffer", false },
	{ "e1000e", "rx_crc_errors", "rx_crc", false },
	{ "e1000e", "rx_csum_offload_errors", NULL, false },
	{ "e1000e", "tx_timeout_count", "", false },
	{ "ixgbe", "rx_no_dma_resources", "rx_missed", false },
	{ "ixgbe", "alloc_rx_page_failed", "rx_no_buffer", false },
	{ "i40e", "port.rx_dropped", "rx_fifo", false },
	{ "i40e", "rx_dropped", "rx_dropped", false },
	{ "ice", "rx_dropped.nic", "rx_fifo", false },
	{ "mlx4_en", "rx0_dropped", "rx_dropped", true },
	{ "mlx5_core", "rx_out_of_buffer", "rx_missed", false },
	{ "mlx5_core", "rx_discards_phy", "rx_fifo", false },
	{ "mlx5_core", "rx3_buff_alloc_err", "rx_no_buffer", true },
	{ "mlx5_core", "rx_xdp_drop", NULL, false },
	{ "mlx5_core", "rx_corrected_bits_phy", NULL, false },
	{ "bnxt_en", "[3]: rx_discards", "rx_missed", true },
	{ "bnxt_en", "rx_total_oom_discards", "rx_no_buffer", false },
	{ "virtio_net", "rx_queue_0_drops", "rx_dropped", true },
	{ "virtio_net", "rx0_drops", "rx_dropped", true },
	{ "virtio_net", "rx0_xdp_drops", NULL, false },
	{ "ena", "queue_7_rx_page_alloc_fail", "rx_no_buffer", true },
	{ "ena", "bw_in_allowance_exceeded", "", false },
	{ "vmxnet3", "pkts rx OOB", "rx_missed", false },
	{ "vmxnet3", "rx buf alloc fail", "rx_no_buffer", false },
	{ "r8169", "rx_missed", "rx_missed", false },
	{ "tg3", "rx_discards", "rx_missed", false },
	{ "tg3", "rx_fcs_errors", "rx_crc", false },
	{ "hv_netvsc", "rx_no_memory", "rx_no_buffer", false },
	{ "gve", "rx_dropped_pkt[2]", "rx_dropped", true },
	{ "veth", "rx_queue_1_drops", "rx_dropped", true },
	{ "veth", "rx_queue_1_xdp_drops", NULL, false },
	{ "other", "rx_discards", "", false },
	{ "other", "rx_queue__drops", "", false },
	{ "other", "rx_queue_1_dropsy", "", false },
	{ "other", "", NULL, false },
};

static void test_meanings(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++) {
		const char *driver = meanings[i].driver;
		const char *counter = meanings[i].counter;
		const char *wanted = meanings[i].name;
		bool queue = false;
		const char *name = model_nic_loss_name(driver, counter, &queue);

		print_message("# %s: %s\n", driver, counter);
		assert_int_equal(model_nic_is_loss(driver, counter), !!wanted);
		if (!wanted || !*wanted) {
			assert_null(name);
			continue;
		}
		assert_non_null(name);
		assert_string_equal(name, wanted);
		assert_int_equal(queue, meanings[i].queue);
	}
}

static void take(struct model_nic *nic, const char *const *names,
		 const __u64 *values, size_t count)
{
	char *room = calloc(count, MODEL_NIC_STAT_NAME);
	char *exact;

	assert_non_null(room);
	for (size_t i = 0; i < count; i++)
		memcpy(room + i * MODEL_NIC_STAT_NAME, names[i],
		       strnlen(names[i], MODEL_NIC_STAT_NAME));
	exact = exact_copy(room, count * MODEL_NIC_STAT_NAME);
	assert_int_equal(model_nic_take_stats(nic, exact, values, count), 0);
	free(exact);
	free(room);
}

static __s64 get(const struct model_facts *facts, const char *name)
{
	__s64 value;

	assert_true(model_fact_value(facts, name, 0, &value));
	return value;
}

/* Queues are added up; what they and the whole device tell is one thing. */
static void test_totals(void **state)
{
	static const char *const names[] = {
		"rx_packets", "rx_dropped", "rx_missed_errors", "rx0_dropped",
		"rx1_dropped", "rx0_buff_alloc_err", "rx1_buff_alloc_err",
	};
	static const __u64 values[] = { 1000, 7, 5, 3, 4, 10, 20 };
	struct model_nic nic = { .driver = "mlx4_en" };
	__u64 losses;

	(void)state;
	model_facts_set(&nic.drops, "rx_missed", 9);
	model_facts_set(&nic.drops, "rx_dropped", 6);
	take(&nic, names, values, ARRAY_SIZE(names));
	assert_int_equal(get(&nic.drops, "rx_missed"), 9);
	assert_int_equal(get(&nic.drops, "rx_dropped"), 7);
	assert_int_equal(get(&nic.drops, "rx_no_buffer"), 30);
	assert_int_equal(get(&nic.driver_drops, "rx1_dropped"), 4);
	assert_int_equal(nic.driver_drops.count, 6);
	assert_true(model_nic_losses(&nic, &losses));
	assert_int_equal(losses, 9 + 7 + 30);
	model_nic_free(&nic);
}

/* Names with blanks, the same for each queue, and of all 32 bytes. */
static void test_odd_names(void **state)
{
	static const char *const names[] = {
		"  pkts rx OOB ", "  pkts rx OOB ", "",
		"rx_errors_0123456789_0123456789_and_more",
	};
	static const __u64 values[] = { 2, 3, 4, 5 };
	struct model_nic nic = { .driver = "vmxnet3" };

	(void)state;
	take(&nic, names, values, ARRAY_SIZE(names));
	assert_int_equal(nic.driver_drops.count, 2);
	assert_int_equal(get(&nic.driver_drops, "pkts rx OOB"), 5);
	assert_int_equal(get(&nic.drops, "rx_missed"), 5);
	assert_int_equal(get(&nic.driver_drops,
			     "rx_errors_0123456789_0123456789_"), 5);
	model_nic_free(&nic);
}

static void test_losses(void **state)
{
	struct model_nic nic = { 0 };
	__u64 losses;

	(void)state;
	assert_false(model_nic_losses(&nic, &losses));
	/* One loss that the driver tells under three names. */
	model_facts_set(&nic.drops, "rx_missed", 10);
	model_facts_set(&nic.drops, "rx_fifo", 12);
	model_facts_set(&nic.drops, "rx_over", 12);
	/* No losses. */
	model_facts_set(&nic.drops, "qdisc_requeues", 100);
	model_facts_set(&nic.drops, "qdisc_overlimits", 100);
	assert_true(model_nic_losses(&nic, &losses));
	assert_int_equal(losses, 12);
	model_facts_set(&nic.drops, "qdisc_drops", 1);
	model_facts_set(&nic.drops, "tx_dropped", 2);
	assert_true(model_nic_losses(&nic, &losses));
	assert_int_equal(losses, 15);
	model_nic_free(&nic);
}

static void test_physical(void **state)
{
	struct model_nic nic = { .bus = "0000:00:03.0" };

	(void)state;
	assert_true(model_nic_is_physical(&nic));
	nic.flags = IFF_LOOPBACK;
	assert_false(model_nic_is_physical(&nic));
	nic = (struct model_nic) { .kind = "tun", .bus = "tun" };
	assert_false(model_nic_is_physical(&nic));
	nic = (struct model_nic) { 0 };
	assert_false(model_nic_is_physical(&nic));
}

/* Folders */

/* A folder, and those that it is in. */
static void add_folder(const char *root, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", root, name);
	for (char *at = path + strlen(root) + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		assert_true(!mkdir(path, 0755) || errno == EEXIST);
		*at = '/';
	}
	assert_true(!mkdir(path, 0755) || errno == EEXIST);
}

static void put(const char *root, const char *folder, const char *name,
		const char *text)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	folder_put(root, path, text);
}

static void add_link(const char *root, const char *name, const char *target)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", root, name);
	assert_int_equal(symlink(target, path), 0);
}

#define QUEUES	"class/net/eth0/queues/"

static void read_root(const char *root, struct model_nic *nic)
{
	*nic = (struct model_nic) { .ifname = "eth0" };
	assert_int_equal(nic_take_sysfs(root, root, nic), 0);
}

static void test_queues(void **state)
{
	struct model_nic nic;

	put(*state, QUEUES "rx-0", "rps_cpus", "00000000,00000000\n");
	put(*state, QUEUES "rx-1", "rps_cpus", "00000001,00000000\n");
	put(*state, QUEUES "rx-2", "rps_cpus", "f\n");
	add_folder(*state, QUEUES "tx-0");
	read_root(*state, &nic);
	assert_int_equal(get(&nic.queues, "rx_queues"), 3);
	assert_int_equal(get(&nic.queues, "tx_queues"), 1);
	assert_int_equal(get(&nic.queues, "rps_queues"), 2);
	assert_null(model_fact(&nic.queues, "irq_cpus"));
	model_nic_free(&nic);

	/* A queue of which it is not known: then it is not known how many. */
	put(*state, QUEUES "rx-2", "rps_cpus", "nonsense\n");
	read_root(*state, &nic);
	assert_int_equal(get(&nic.queues, "rx_queues"), 3);
	assert_null(model_fact(&nic.queues, "rps_queues"));
	model_nic_free(&nic);
}

static void test_nothing(void **state)
{
	struct model_nic nic;

	read_root(*state, &nic);
	assert_int_equal(nic.queues.count, 0);
	assert_string_equal(nic.bus, "");
	model_nic_free(&nic);
}

/* A device of PCI with an interrupt for each queue. */
static void test_pci(void **state)
{
	struct model_nic nic;

	add_folder(*state, "class/net/eth0");
	put(*state, "bus/0000:00:04.0/msi_irqs", "24", "msix\n");
	put(*state, "bus/0000:00:04.0/msi_irqs", "25", "msix\n");
	put(*state, "bus/0000:00:04.0/msi_irqs", "26", "msix\n");
	add_link(*state, "class/net/eth0/device", "../../../bus/0000:00:04.0");
	add_link(*state, "bus/0000:00:04.0/driver", "../drivers/igb");
	add_link(*state, "bus/0000:00:04.0/subsystem", "../../bus/pci");
	put(*state, "irq/24", "effective_affinity", "00000000,00000001\n");
	put(*state, "irq/25", "effective_affinity", "00000004,00000000\n");
	/* On the same CPU as the first; where it was wanted does not matter. */
	put(*state, "irq/26", "effective_affinity", "00000000,00000001\n");
	put(*state, "irq/26", "smp_affinity", "ffffffff,ffffffff\n");
	read_root(*state, &nic);
	assert_string_equal(nic.bus, "0000:00:04.0");
	assert_string_equal(nic.driver, "igb");
	assert_int_equal(get(&nic.queues, "irq_cpus"), 2);
	model_nic_free(&nic);
}

/* Of virtio, it is the device above that has the interrupts. */
static void test_virtio(void **state)
{
	struct model_nic nic;

	add_folder(*state, "class/net/eth0");
	put(*state, "bus/0000:00:03.0/msi_irqs", "30", "msix\n");
	add_folder(*state, "bus/0000:00:03.0/virtio0");
	add_link(*state, "class/net/eth0/device",
		 "../../../bus/0000:00:03.0/virtio0");
	add_link(*state, "bus/0000:00:03.0/virtio0/subsystem",
		 "../../../bus/virtio");
	/* Without the effective set there is the wanted one. */
	put(*state, "irq/30", "smp_affinity", "3\n");
	read_root(*state, &nic);
	assert_string_equal(nic.bus, "virtio0");
	assert_int_equal(get(&nic.queues, "irq_cpus"), 2);
	model_nic_free(&nic);
}

/* One line for all, below a bridge with interrupts of its own. */
static void test_line(void **state)
{
	struct model_nic nic;

	add_folder(*state, "class/net/eth0");
	put(*state, "bus/0000:00:01.0/msi_irqs", "40", "msix\n");
	put(*state, "irq/40", "effective_affinity", "ff\n");
	put(*state, "bus/0000:00:01.0/0000:01:00.0", "irq", "11\n");
	put(*state, "irq/11", "effective_affinity", "2\n");
	add_link(*state, "class/net/eth0/device",
		 "../../../bus/0000:00:01.0/0000:01:00.0");
	add_link(*state, "bus/0000:00:01.0/0000:01:00.0/subsystem",
		 "../../../bus/pci");
	read_root(*state, &nic);
	assert_int_equal(get(&nic.queues, "irq_cpus"), 1);
	model_nic_free(&nic);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_meanings),
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_odd_names),
		cmocka_unit_test(test_losses),
		cmocka_unit_test(test_physical),
		IN_FOLDER(test_queues),
		IN_FOLDER(test_nothing),
		IN_FOLDER(test_pci),
		IN_FOLDER(test_virtio),
		IN_FOLDER(test_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
