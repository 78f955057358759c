# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# QEMU for run.sh, which sets what is in capitals here: choosing KVM or TCG,
# starting, watching, stopping. Files in $WORK: console (the kernel's log), out
# (the command's output), status (what guest/session says), errors (qemu's own).

# shellcheck disable=SC2154 # set by run.sh
BOOT_LIMIT=${NETTUNE_VM_BOOT_LIMIT:-180}
QEMU=
RELAY=

# That /dev/kvm is there does not say that a guest runs: try one, which has
# for a BIOS, at the address where processors start, "mov al, 21; out 0xf4, al".
kvm_works()
{
	local status=0

	[ -w /dev/kvm ] || return 1
	{
		head -c 65520 /dev/zero
		printf '\xb0\x15\xe6\xf4\xf4\xeb\xfd\0\0\0\0\0\0\0\0\0'
	} >"$WORK/bios"
	timeout 10 qemu-system-x86_64 -accel kvm -cpu host -smp "$CPUS" \
		-nodefaults -display none -bios "$WORK/bios" \
		-device isa-debug-exit,iobase=0xf4,iosize=4 \
		>/dev/null 2>&1 </dev/null || status=$?
	# The device makes 2 * 21 + 1 of it.
	[ $status -eq 43 ]
}

choose_accel()
{
	[ -z "$ACCEL" ] || return 0
	# bash would report the qemu that a broken KVM aborts.
	if kvm_works 2>/dev/null; then
		ACCEL=kvm
	else
		ACCEL=tcg
	fi
}

start_qemu()
{
	local append="console=ttyS0 ignore_loglevel printk.devkmsg=on"
	local accel=$ACCEL cpu=host
	local console=(-chardev "null,id=tty") input=/dev/null more

	# An oops shall not become a command that hangs: panic, and leave.
	append+=" oops=panic panic=-1"
	if [ "$ACCEL" = tcg ]; then
		# Under load, the calibration of timers goes wrong: that of the
		# TSC by far, and that of the IO-APIC may even panic.
		append+=" no_timer_check tsc=unstable clocksource=acpi_pm"
		# What is translated is found again by its virtual address: with
		# one of its own for each process, starting a program takes twice
		# as long.
		append+=" norandmaps"
		# An interrupt at the moment in the boot when the CPU's features
		# are read again makes KASAN complain of addresses of a fifth
		# level of page tables.
		cpu=max,la57=off
		# With a thread for each processor, one may go on with an int3 of
		# the kernel's text patching that another has just taken back
		# (seen with 7.2 and 10.0, on a stock kernel, within seconds of
		# switching tracepoints on and off): "Oops: int3".
		accel=tcg,thread=single
	fi
	if [ -n "$INTERACTIVE" ]; then
		console=(-chardev "stdio,id=tty,signal=off")
		input=/dev/tty
	fi
	console+=(-device "virtconsole,chardev=tty")
	read -ra more <<<"${NETTUNE_VM_QEMU-}"
	: >"$WORK/out"
	: >"$WORK/status"
	: >"$WORK/console"
	# A run.sh that is killed shall take qemu along.
	setpriv --pdeathsig KILL qemu-system-x86_64 \
		-accel "$accel" -cpu "$cpu" -smp "$CPUS" -m "$MEMORY" \
		-nodefaults -no-reboot -display none -nic none \
		-serial "file:$WORK/console" \
		-kernel "$KERNEL" -initrd "$WORK/initrd.cpio" \
		-append "$append $CMDLINE" "${more[@]}" \
		-virtfs "local,path=/,mount_tag=hostroot,security_model=none,readonly=on,multidevs=remap" \
		-device virtio-serial-pci \
		"${console[@]}" \
		-chardev "file,id=out,path=$WORK/out" \
		-device "virtserialport,chardev=out,name=nettune.out" \
		-chardev "file,id=status,path=$WORK/status" \
		-device "virtserialport,chardev=status,name=nettune.status" \
		<"$input" 2>"$WORK/errors" 3<&- &
	QEMU=$!
}

qemu_gone()
{
	[ -z "$QEMU" ] || ! kill -0 "$QEMU" 2>/dev/null
}

saw_ready()
{
	[[ $(<"$WORK/status") = ready* ]]
}

saw_exit()
{
	[[ $(<"$WORK/status") = *$'\n'exit\ *\ * ]]
}

# wait_for CONDITION SECONDS: fails with 1 if qemu ended, 124 if it took longer.
wait_for()
{
	local end=$((SECONDS + $2))

	until "$1"; do
		if qemu_gone; then
			"$1" && return
			return 1
		fi
		[ "$2" -eq 0 ] || [ $SECONDS -lt $end ] || return 124
		# Sleeps without a process.
		read -r -t 0.05 -u 3 || true
	done
}

stop_qemu()
{
	[ -n "$QEMU" ] || return 0
	kill -KILL "$QEMU" 2>/dev/null || true
	wait "$QEMU" 2>/dev/null || true
	QEMU=
}

# Streams the command's output. It is a file, not a pipe from qemu, so that qemu
# has always taken all of it when the guest ends.
start_relay()
{
	tail -c +1 -f -s 0.1 --pid="$QEMU" "$WORK/out" 3<&- &
	RELAY=$!
}

end_relay()
{
	wait "$RELAY" || true
	RELAY=
}
