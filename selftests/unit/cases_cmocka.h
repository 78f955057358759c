/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the cases in module/tests/cases.h need, with cmocka instead of KUnit. */
#ifndef CASES_CMOCKA_H
#define CASES_CMOCKA_H

#include <arpa/inet.h>

#include "unit.h"

#define NT_TEST			void **test __attribute__((unused))
#define NT_CASES(name)		static const struct CMUnitTest name[]
#define NT_RUN(name)		cmocka_unit_test(name)
#define NT_CASES_END
#define nt_fail(...)		fail_msg(__VA_ARGS__)

#endif
