/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-switch-private.h"

#include <stdint.h>

#if AIOHTTP_SWITCH_UCONTEXT

void
aiohttp_switch_to (AiohttpSwitch *from, AiohttpSwitch *to)
{
  if (swapcontext (&from->ucontext, &to->ucontext) != 0)
    g_error ("swapcontext failed");
}

/* makecontext() passes ints only. */
static void
switch_start (unsigned func_high, unsigned func_low, unsigned data_high, unsigned data_low)
{
  void (*func) (void *) = (void (*) (void *)) (uintptr_t) ((uint64_t) func_high << 32 | func_low);

  func ((void *) (uintptr_t) ((uint64_t) data_high << 32 | data_low));
}

void
aiohttp_switch_init (AiohttpSwitch *self, void *low, gsize size, void (*func) (void *), void *data)
{
  uint64_t f = (uintptr_t) func, d = (uintptr_t) data;

  if (getcontext (&self->ucontext) != 0)
    g_error ("getcontext failed");
  self->ucontext.uc_stack.ss_sp = low;
  self->ucontext.uc_stack.ss_size = size;
  self->ucontext.uc_link = NULL;
  makecontext (&self->ucontext, (void (*) (void)) switch_start, 4, (unsigned) (f >> 32), (unsigned) f,
               (unsigned) (d >> 32), (unsigned) d);
}

#elif defined(__x86_64__)

/* System V ABI: rbx, rbp, r12–r15, mxcsr's control bits and the x87 control word belong to the caller. The CFA rule is
 * the same before and after the stack pointer changes, so one set of CFI serves both stacks. It goes back by a jump: the
 * processor would predict a `ret` to stay on the old stack. The functions above return by addresses that a hardware
 * shadow stack would refuse; nothing enables one for a process that has not asked. */
__asm__(".text\n"
        ".p2align 4\n"
        ".globl aiohttp_switch_asm\n"
        ".hidden aiohttp_switch_asm\n"
        ".type aiohttp_switch_asm, @function\n"
        "aiohttp_switch_asm:\n"
        "  .cfi_startproc\n"
        "  endbr64\n"
        "  pushq %rbp\n"
        "  .cfi_adjust_cfa_offset 8\n"
        "  .cfi_rel_offset %rbp, 0\n"
        "  pushq %rbx\n"
        "  .cfi_adjust_cfa_offset 8\n"
        "  .cfi_rel_offset %rbx, 0\n"
        "  pushq %r12\n"
        "  .cfi_adjust_cfa_offset 8\n"
        "  .cfi_rel_offset %r12, 0\n"
        "  pushq %r13\n"
        "  .cfi_adjust_cfa_offset 8\n"
        "  .cfi_rel_offset %r13, 0\n"
        "  pushq %r14\n"
        "  .cfi_adjust_cfa_offset 8\n"
        "  .cfi_rel_offset %r14, 0\n"
        "  pushq %r15\n"
        "  .cfi_adjust_cfa_offset 8\n"
        "  .cfi_rel_offset %r15, 0\n"
        "  subq $8, %rsp\n"
        "  .cfi_adjust_cfa_offset 8\n"
        "  stmxcsr (%rsp)\n"
        "  fnstcw 4(%rsp)\n"
        "  movl (%rsp), %eax\n"
        "  movzwl 4(%rsp), %ecx\n"
        "  movq %rsp, (%rdi)\n"
        "  movq %rsi, %rsp\n"
        /* Loading them takes longer than all the rest, and they are nearly always the same. */
        "  xorl (%rsp), %eax\n"
        "  testl $0xffc0, %eax\n"
        "  je 1f\n"
        "  ldmxcsr (%rsp)\n"
        "1:\n"
        "  cmpw 4(%rsp), %cx\n"
        "  je 2f\n"
        "  fldcw 4(%rsp)\n"
        "2:\n"
        "  addq $8, %rsp\n"
        "  .cfi_adjust_cfa_offset -8\n"
        "  popq %r15\n"
        "  .cfi_adjust_cfa_offset -8\n"
        "  .cfi_restore %r15\n"
        "  popq %r14\n"
        "  .cfi_adjust_cfa_offset -8\n"
        "  .cfi_restore %r14\n"
        "  popq %r13\n"
        "  .cfi_adjust_cfa_offset -8\n"
        "  .cfi_restore %r13\n"
        "  popq %r12\n"
        "  .cfi_adjust_cfa_offset -8\n"
        "  .cfi_restore %r12\n"
        "  popq %rbx\n"
        "  .cfi_adjust_cfa_offset -8\n"
        "  .cfi_restore %rbx\n"
        "  popq %rbp\n"
        "  .cfi_adjust_cfa_offset -8\n"
        "  .cfi_restore %rbp\n"
        "  popq %rdx\n"
        "  .cfi_adjust_cfa_offset -8\n"
        "  .cfi_register %rip, %rdx\n"
        "  notrack jmp *%rdx\n"
        "  .cfi_endproc\n"
        ".size aiohttp_switch_asm, . - aiohttp_switch_asm\n"
        /* The bottom of a new stack: r12 holds the function, r13 its argument; backtraces end here. */
        ".p2align 4\n"
        ".globl aiohttp_switch_start\n"
        ".hidden aiohttp_switch_start\n"
        ".type aiohttp_switch_start, @function\n"
        "aiohttp_switch_start:\n"
        "  .cfi_startproc\n"
        "  .cfi_undefined %rip\n"
        "  endbr64\n"
        "  movq %r13, %rdi\n"
        "  callq *%r12\n"
        "  ud2\n"
        "  .cfi_endproc\n"
        ".size aiohttp_switch_start, . - aiohttp_switch_start\n");

void aiohttp_switch_start (void);

void
aiohttp_switch_init (AiohttpSwitch *self, void *low, gsize size, void (*func) (void *), void *data)
{
  /* From low to high: control words, r15, r14, r13, r12, rbx, rbp, return address; the pad aligns the call. */
  uint64_t *sp = (uint64_t *) (((uintptr_t) low + size) & ~(uintptr_t) 15) - 10;
  uint32_t mxcsr;
  uint16_t control;

  __asm__ volatile("stmxcsr %0\n\tfnstcw %1" : "=m"(mxcsr), "=m"(control));
  sp[0] = (uint64_t) control << 32 | mxcsr;
  sp[1] = sp[2] = sp[5] = sp[6] = 0;
  sp[3] = (uintptr_t) data;
  sp[4] = (uintptr_t) func;
  sp[7] = (uintptr_t) aiohttp_switch_start;
  sp[8] = sp[9] = 0;
  self->sp = sp;
  aiohttp_switch_inherit (self);
}

#elif defined(__aarch64__)

/* AAPCS64: x19–x30 and the low halves of v8–v15 belong to the caller; FPCR is kept for each stack. `hint #34` is
 * `bti c`. */
__asm__(".text\n"
        ".p2align 4\n"
        ".globl aiohttp_switch_asm\n"
        ".hidden aiohttp_switch_asm\n"
        ".type aiohttp_switch_asm, %function\n"
        "aiohttp_switch_asm:\n"
        "  .cfi_startproc\n"
        "  hint #34\n"
        "  sub sp, sp, #176\n"
        "  .cfi_adjust_cfa_offset 176\n"
        "  stp x19, x20, [sp, #0]\n"
        "  .cfi_rel_offset x19, 0\n"
        "  .cfi_rel_offset x20, 8\n"
        "  stp x21, x22, [sp, #16]\n"
        "  .cfi_rel_offset x21, 16\n"
        "  .cfi_rel_offset x22, 24\n"
        "  stp x23, x24, [sp, #32]\n"
        "  .cfi_rel_offset x23, 32\n"
        "  .cfi_rel_offset x24, 40\n"
        "  stp x25, x26, [sp, #48]\n"
        "  .cfi_rel_offset x25, 48\n"
        "  .cfi_rel_offset x26, 56\n"
        "  stp x27, x28, [sp, #64]\n"
        "  .cfi_rel_offset x27, 64\n"
        "  .cfi_rel_offset x28, 72\n"
        "  stp x29, x30, [sp, #80]\n"
        "  .cfi_rel_offset x29, 80\n"
        "  .cfi_rel_offset x30, 88\n"
        "  stp d8, d9, [sp, #96]\n"
        "  stp d10, d11, [sp, #112]\n"
        "  stp d12, d13, [sp, #128]\n"
        "  stp d14, d15, [sp, #144]\n"
        "  mrs x9, fpcr\n"
        "  str x9, [sp, #160]\n"
        "  mov x9, sp\n"
        "  str x9, [x0]\n"
        "  mov sp, x1\n"
        "  ldr x9, [sp, #160]\n"
        "  msr fpcr, x9\n"
        "  ldp d14, d15, [sp, #144]\n"
        "  ldp d12, d13, [sp, #128]\n"
        "  ldp d10, d11, [sp, #112]\n"
        "  ldp d8, d9, [sp, #96]\n"
        "  ldp x29, x30, [sp, #80]\n"
        "  ldp x27, x28, [sp, #64]\n"
        "  ldp x25, x26, [sp, #48]\n"
        "  ldp x23, x24, [sp, #32]\n"
        "  ldp x21, x22, [sp, #16]\n"
        "  ldp x19, x20, [sp, #0]\n"
        "  add sp, sp, #176\n"
        "  .cfi_adjust_cfa_offset -176\n"
        "  .cfi_restore x19\n"
        "  .cfi_restore x20\n"
        "  .cfi_restore x21\n"
        "  .cfi_restore x22\n"
        "  .cfi_restore x23\n"
        "  .cfi_restore x24\n"
        "  .cfi_restore x25\n"
        "  .cfi_restore x26\n"
        "  .cfi_restore x27\n"
        "  .cfi_restore x28\n"
        "  .cfi_restore x29\n"
        "  .cfi_restore x30\n"
        "  ret\n"
        "  .cfi_endproc\n"
        ".size aiohttp_switch_asm, . - aiohttp_switch_asm\n"
        /* The bottom of a new stack: x19 holds the function, x20 its argument; backtraces end here. */
        ".p2align 4\n"
        ".globl aiohttp_switch_start\n"
        ".hidden aiohttp_switch_start\n"
        ".type aiohttp_switch_start, %function\n"
        "aiohttp_switch_start:\n"
        "  .cfi_startproc\n"
        "  .cfi_undefined x30\n"
        "  hint #34\n"
        "  mov x0, x20\n"
        "  blr x19\n"
        "  brk #1\n"
        "  .cfi_endproc\n"
        ".size aiohttp_switch_start, . - aiohttp_switch_start\n");

void aiohttp_switch_start (void);

void
aiohttp_switch_init (AiohttpSwitch *self, void *low, gsize size, void (*func) (void *), void *data)
{
  uint64_t *sp = (uint64_t *) (((uintptr_t) low + size) & ~(uintptr_t) 15) - 22;
  uint64_t fpcr;

  __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
  for (int i = 0; i < 22; i++)
    sp[i] = 0;
  sp[0] = (uintptr_t) func;
  sp[1] = (uintptr_t) data;
  sp[11] = (uintptr_t) aiohttp_switch_start;
  self->sp = sp;
  aiohttp_switch_inherit (self);
}

#endif
