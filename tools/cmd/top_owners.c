// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Owners of the sockets on the live screen. To find one, all descriptors of all
 * processes have to be read, so those that were found are kept, and a search is
 * followed by a rest that is many times as long.
 */
#include <errno.h>
#include <stdlib.h>

#include "cmd/top_look.h"
#include "source/owner.h"

#define REST	10

static int by_inode(const void *a, const void *b)
{
	__u64 of_a = ((const struct top_owner *)a)->inode;
	__u64 of_b = ((const struct top_owner *)b)->inode;

	return of_a < of_b ? -1 : of_a > of_b;
}

static const struct top_owner *find_known(const struct top_owners *owners,
					  __u64 inode)
{
	const struct top_owner wanted = { .inode = inode };

	if (!owners->count)
		return NULL;
	return bsearch(&wanted, owners->known, owners->count, sizeof(wanted),
		       by_inode);
}

/* Those that are known, and those that are to be found. */
struct search {
	struct top_owners	*owners;
	struct owner_set	*set;
	size_t			missing;
	size_t			total;
};

static bool lacks_owner(const struct model_sock *sock)
{
	return !sock->process.pid && sock->snap.has & NT_HAS_OWNER &&
	       sock->snap.owner.inode;
}

static int want(struct search *search, const struct model_sock *sock)
{
	search->total++;
	if (!lacks_owner(sock) ||
	    find_known(search->owners, sock->snap.owner.inode))
		return 0;
	search->missing++;
	return owner_set_want(search->set, sock->snap.owner.inode);
}

static int want_all(struct search *search, struct model_socks *const *lists,
		    size_t count)
{
	int err = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; !err && j < lists[i]->count; j++)
			err = want(search, &lists[i]->socks[j].sock);
	return err;
}

/* Return: is the set's answer an answer? */
static bool find(struct search *search, struct source *src)
{
	double begin = top_now(), end;
	int err;

	if (!search->missing || begin < search->owners->rest_until)
		return false;
	err = owner_set_find(search->set, src->proc_root);
	end = top_now();
	search->owners->rest_until = end + REST * (end - begin);
	src->hidden = owner_set_hidden(search->set);
	return !err;
}

static void tell(struct search *search, bool found, struct model_sock *sock,
		 struct top_owners *kept)
{
	__u64 inode = sock->snap.owner.inode;
	const struct nettune_sock_process *process;
	const struct top_owner *known;

	if (!lacks_owner(sock))
		return;
	known = find_known(search->owners, inode);
	process = known ? &known->process :
		  found ? owner_set_get(search->set, inode) : NULL;
	if (process)
		sock->process = *process;
	if (process || found)
		kept->known[kept->count++] = (struct top_owner) {
			.inode = inode, .process = sock->process,
		};
}

static int tell_all(struct search *search, bool found,
		    struct model_socks *const *lists, size_t count)
{
	struct top_owners *owners = search->owners;
	struct top_owners kept = { .rest_until = owners->rest_until };

	kept.known = calloc(search->total ?: 1, sizeof(*kept.known));
	if (!kept.known)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			tell(search, found, &lists[i]->socks[j].sock, &kept);
	qsort(kept.known, kept.count, sizeof(*kept.known), by_inode);
	free(owners->known);
	*owners = kept;
	return 0;
}

/**
 * top_owners_tell() - tell the sockets who has them open
 * @owners: known so far, renewed
 * @src: open source, of this machine
 * @lists: the sockets; those that have an owner keep it
 * @count: how many lists
 *
 * Return: 0 or -ENOMEM.
 */
int top_owners_tell(struct top_owners *owners, struct source *src,
		    struct model_socks *const *lists, size_t count)
{
	struct search search = { .owners = owners };
	int err;

	search.set = owner_set_new();
	if (!search.set)
		return -ENOMEM;
	err = want_all(&search, lists, count);
	if (!err)
		err = tell_all(&search, find(&search, src), lists, count);
	owner_set_free(search.set);
	return err;
}
