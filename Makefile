# SPDX-License-Identifier: GPL-2.0-or-later
#
# nettune: the module, the command, the tests. `make help` lists the targets.
# (The kernel's build reads Kbuild, beside this file.)

VERSION := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"$$/\1/p' dkms.conf)
KDIR ?= /lib/modules/$(shell uname -r)/build
# Debian's kernel series that the tests boot.
SERIES ?= 6.1 6.12
# Of bench-native.
SOCKETS ?= 100000
ROUNDS ?= 5

.PHONY: all modules tools load check check-quick check-labs check-boot check-full effects check-debug bench \
	bench-native demo pictures vm deps \
	clean help

all: modules tools ## build the module and the command

modules: ## nettune.ko for the headers in KDIR (default: the running kernel's)
	@test -d "$(KDIR)" || { echo "nettune: no kernel headers in $(KDIR):" \
		"install linux-headers-$$(uname -r), or say KDIR=..." >&2; exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

tools: ## the command, tools/nettune
	$(MAKE) -C tools VERSION=$(VERSION)

install: tools ## the command, its profiles and units; PREFIX, DESTDIR: see tools/install.mk
	$(MAKE) -s -C tools VERSION=$(VERSION) install

uninstall: ## take that away again
	$(MAKE) -s -C tools uninstall

dkms-install: ## the module, by DKMS: for the kernels that are here and those to come
	tools/packaging/dkms.sh install

dkms-remove: ## take that away again
	tools/packaging/dkms.sh remove

deb: ## Debian's packages, nettune and nettune-dkms, into DEB=selftests/build/deb
	tools/packaging/deb.sh $(or $(DEB),selftests/build/deb)
.PHONY: install uninstall dkms-install dkms-remove deb

load: ## the load generator, selftests/nt_load
	$(MAKE) -C selftests nt_load

check: ## all tests; installs what they need (as root or with sudo)
	selftests/check.sh $(SERIES)

check-quick: ## what needs no VM
	selftests/check.sh --quick

check-labs: ## faults for the doctor to find, in the VM
	selftests/check.sh --labs $(SERIES)

check-boot: ## what comes back when systemd boots, in the VM
	selftests/check.sh --boot $(SERIES)

check-full: ## apply and revert killed at each system call (a quarter of an hour)
	selftests/check.sh --full $(SERIES)

effects: ## what the profiles do for the loads that they are for: a table
	selftests/check.sh --effects $(SERIES)

check-debug: ## the debug tier: KUnit, stress, failing allocations, data races
	selftests/debug.sh

bench: ## what requests cost beside those of others (minutes; -i: see bench.sh)
	selftests/bench/bench.sh

bench-native: ## the command beside ss, on this kernel, without the module
	selftests/bench/native.sh -n $(SOCKETS) -r $(ROUNDS)

demo: ## the main job on a real kernel, under load
	selftests/demo.sh

pictures: ## tools/pictures: what status and top show in a VM under load
	selftests/pictures.sh

vm: ## a root shell in a VM with the module loaded (SERIES=6.1 for that one)
	selftests/vm.sh $(lastword $(SERIES))

deps: ## install what building and testing need from Debian's packages
	selftests/deps.sh check

clean: ## remove what building leaves behind
	$(MAKE) -C tools clean
	$(MAKE) -C selftests clean
	rm -rf *.ko *.mod *.mod.c *.o .*.cmd Module.symvers modules.order
	rm -rf module/*.o module/.*.cmd module/.*.o.d selftests/build
	rm -rf module/tests/*.o module/tests/.*.cmd
	$(MAKE) -C selftests/bench clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | \
		expand -t 22
