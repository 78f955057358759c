// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what is said when the module can't be loaded or unloaded. */
#include "unit.h"

#include <errno.h>
#include <string.h>

#include "folder.h"
#include "model/kmod.h"
#include "source/kmod.h"

/* On a machine where all is well. */
static struct model_kmod_why well(int err)
{
	return (struct model_kmod_why){
		.err = err, .privileged = true, .modules = true,
		.available = true, .certificate = true, .kernel = "6.1.0-x",
	};
}

static void says(const struct model_kmod_why *why, const char *first,
		 const char *second)
{
	char text[320];

	model_kmod_why(why, text, sizeof(text));
	if (!strstr(text, first) || !strstr(text, second))
		fail_msg("'%s' lacks '%s' or '%s'", text, first, second);
	if (strlen(text) + 1 >= sizeof(text))
		fail_msg("'%s' is cut", text);
}

static void rejected_key(void **state)
{
	struct model_kmod_why why = well(-EKEYREJECTED);

	(void)state;
	says(&why, "key was rejected", "mokutil --import /var/lib/dkms/mok.pub");
	says(&why, "Secure Boot", "reboot and enroll");
	why.certificate = false;
	says(&why, "key was rejected", "make dkms-install");
	why.err = -ENOKEY;
	says(&why, "key was rejected", "nettune-dkms");
}

static void not_permitted(void **state)
{
	struct model_kmod_why why = well(-EPERM);

	(void)state;
	snprintf(why.lockdown, sizeof(why.lockdown), "integrity");
	says(&why, "locked down (integrity)", "mokutil --import");
	why.disabled = true;
	says(&why, "kernel.modules_disabled", "next boot");
	why.unload = true;
	says(&why, "kernel.modules_disabled", "next boot");
	why.disabled = false;
	says(&why, "Operation not permitted", "dmesg");
	why.privileged = false;
	says(&why, "Operation not permitted", "run it as root");
}

static void not_there(void **state)
{
	struct model_kmod_why why = well(-ENOENT);

	(void)state;
	says(&why, "symbol", "dkms install --force nettune -k 6.1.0-x");
	why.available = false;
	says(&why, "no module for kernel 6.1.0-x", "linux-headers-6.1.0-x");
	why.modules = false;
	says(&why, "built without modules", "");
	why = well(-ENOEXEC);
	says(&why, "another kernel than 6.1.0-x", "dkms install");
	why = well(-ENOMEM);
	says(&why, "Cannot allocate memory", "dmesg");
}

static void not_unloaded(void **state)
{
	struct model_kmod_why why = well(-EAGAIN);

	(void)state;
	why.unload = true;
	says(&why, "in use", "nettune watch");
	why.err = -ENOENT;
	says(&why, "not loaded", "");
	why.err = -EIO;
	says(&why, "Input/output error", "");
	why.modules = false;
	says(&why, "built without modules", "");
}

/* What is read of a machine's files. */
static void gathered(void **state)
{
	static const struct {
		const char *text;
		const char *lockdown;
	} cases[] = {
		{ "none [integrity] confidentiality\n", "integrity" },
		{ "none integrity [confidentiality]\n", "confidentiality" },
		{ "[none] integrity confidentiality\n", "" },
		{ "[]\n", "" }, { "none\n", "" }, { "", "" },
	};
	struct model_kmod_why why;
	const char *root = *state;

	kmod_why(root, -EPERM, true, &why);
	assert_int_equal(why.err, -EPERM);
	assert_true(why.unload);
	assert_false(why.modules || why.disabled || why.certificate);
	assert_string_equal(why.lockdown, "");
	folder_put(root, "proc/modules", "");
	folder_put(root, "proc/sys/kernel/modules_disabled", "1\n");
	folder_put(root, "var/lib/dkms/mok.pub", "x");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		folder_put(root, "sys/kernel/security/lockdown",
			   cases[i].text);
		kmod_why(root, -EPERM, false, &why);
		assert_string_equal(why.lockdown, cases[i].lockdown);
	}
	assert_true(why.modules && why.disabled && why.certificate);
	assert_int_not_equal(why.kernel[0], '\0');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rejected_key),
		cmocka_unit_test(not_permitted),
		cmocka_unit_test(not_there),
		cmocka_unit_test(not_unloaded),
		IN_FOLDER(gathered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
