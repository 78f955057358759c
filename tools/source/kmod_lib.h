/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions of libkmod, which is loaded when it is needed: it brings libcrypto,
 * with which every command would take twice as long to start.
 */
#ifndef SOURCE_KMOD_LIB_H
#define SOURCE_KMOD_LIB_H

#include <libkmod.h>

struct kmod_lib {
	__typeof__(kmod_new)				*new_ctx;
	__typeof__(kmod_unref)				*unref_ctx;
	__typeof__(kmod_set_log_fn)			*set_log_fn;
	__typeof__(kmod_list_next)			*list_next;
	__typeof__(kmod_module_new_from_name)		*new_from_name;
	__typeof__(kmod_module_unref)			*unref;
	__typeof__(kmod_module_get_path)		*get_path;
	__typeof__(kmod_module_get_initstate)		*get_initstate;
	__typeof__(kmod_module_get_size)		*get_size;
	__typeof__(kmod_module_get_refcnt)		*get_refcnt;
	__typeof__(kmod_module_get_info)		*get_info;
	__typeof__(kmod_module_info_free_list)		*info_free_list;
	__typeof__(kmod_module_info_get_key)		*info_get_key;
	__typeof__(kmod_module_info_get_value)		*info_get_value;
	__typeof__(kmod_module_probe_insert_module)	*insert;
	__typeof__(kmod_module_remove_module)		*remove;
};

const struct kmod_lib *kmod_lib(void);

#endif
